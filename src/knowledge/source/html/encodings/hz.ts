/**
 * HZ (RFC 1843): Chinese in seven bits, as old mail, newsgroups and the pages made of them have it. "~{" begins it, "~}" ends
 * it, "~~" is a tilde, and a tilde at a line's end joins two lines. Browsers have given it up, so its bytes are made GB 2312's.
 */

const TILDE = 0x7e;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const NEWLINE = 0x0a;
/** Rows of GB 2312: signs and hanzi; from the second on, the hanzi in daily use. */
const ROWS = [0x21, 0x77] as const;
const USUAL = [0x30, 0x57] as const;
const MIN_USUAL = 0.6;
/** Fewer characters tell nothing. */
const MIN_CHARACTERS = 4;

const isIn = (byte: number, [from, to]: readonly [number, number]): boolean => byte >= from && byte <= to;

/** Of a template's names between such brackets; sentences of hanzi have other bytes too. */
const isWord = (byte: number): boolean => /\w/.test(String.fromCharCode(byte));

/** The text; null where the bytes aren't HZ, and are another text that has "~{" somewhere. */
export function decodeHz(bytes: Uint8Array): string | null {
	const out = new Uint8Array(bytes.length);
	let [length, characters, usual] = [0, 0, 0];
	let inside = false;
	let isName = true;
	for (let at = 0; at < bytes.length; at++) {
		const [byte = 0, next = 0] = [bytes[at], bytes[at + 1]];
		if (byte >= 0x80) return null;
		if (inside && byte !== TILDE) {
			// A line's end ends it, where "~}" was forgotten or lost.
			if (byte === NEWLINE || byte === 0x0d) {
				inside = false;
				out[length++] = byte;
				continue;
			}
			// Between brackets there is nothing but pairs.
			if (!isIn(byte, ROWS) || !isIn(next, [0x21, 0x7e])) return null;
			characters++;
			if (isIn(byte, USUAL)) usual++;
			if (!isWord(byte) || !isWord(next)) isName = false;
			out[length++] = byte | 0x80;
			out[length++] = next | 0x80;
			at++;
		} else if (byte === TILDE && (next === OPEN || next === CLOSE)) {
			if (inside === (next === OPEN)) return null;
			inside = !inside;
			at++;
		} else if (byte === TILDE && (next === TILDE || next === NEWLINE)) {
			if (next === TILDE) out[length++] = TILDE;
			at++;
		} else out[length++] = byte;
	}
	if (isName || characters < MIN_CHARACTERS || usual < characters * MIN_USUAL) return null;
	return new TextDecoder("gb18030").decode(out.subarray(0, length));
}
