/**
 * Bytes of a page or text file as text: by its byte order mark, what came with it, what it says itself, else UTF-8, else
 * by its letters (encodings/guess.ts), and Windows-1252 where they tell nothing. Used by the crawler and by uploads. Never throws.
 */
import { decodeDos } from "./encodings/dos.ts";
import { guessEncoding } from "./encodings/guess.ts";
import { decodeHz } from "./encodings/hz.ts";

/** Bytes in which a page may declare itself. The standard says 1,024; browsers go on for as long as the head does. */
const DECLARED_WITHIN = 65_536;
/** Text that says it is UTF-8 and has so many wrong characters in a thousand isn't. */
const MAX_WRONG = 2;

const marks: [string, number[]][] = [
	["utf-8", [0xef, 0xbb, 0xbf]],
	["utf-16be", [0xfe, 0xff]],
	["utf-16le", [0xff, 0xfe]],
	// Markup without a mark: every other byte of "<!" or "<?" is zero.
	["utf-16le", [0x3c, 0, 0x21, 0]],
	["utf-16le", [0x3c, 0, 0x3f, 0]],
	["utf-16be", [0, 0x3c, 0, 0x21]],
	["utf-16be", [0, 0x3c, 0, 0x3f]],
];

const startsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
	mark.every((byte, index) => bytes[index] === byte);

function declared(bytes: Uint8Array): string | undefined {
	const start = new TextDecoder("windows-1252").decode(bytes.subarray(0, DECLARED_WITHIN));
	const found =
		/^\s{0,100}<\?xml[^>]{0,200}?encoding\s{0,10}=\s{0,10}["']([\w:.-]{1,40})/i.exec(start)?.[1] ??
		/<meta\s[^>]{0,300}?charset\s{0,10}=\s{0,10}["']?\s{0,10}([\w:.-]{1,40})/i.exec(start)?.[1];
	// Read as single bytes, so it can't be what it says there.
	return found && /^utf-16/i.test(found) ? "utf-8" : found;
}

function decoded(bytes: Uint8Array, charset: string, fatal: boolean): string | null {
	const dos = decodeDos(bytes, charset);
	if (dos !== null) return dos;
	try {
		return new TextDecoder(charset, { fatal, ignoreBOM: false }).decode(bytes);
	} catch {
		return null;
	}
}

/** `contentType` is the header's value, where there was one. */
export function decodeText(bytes: Uint8Array, contentType = ""): string {
	const marked = marks.find(([, mark]) => startsWith(bytes, mark))?.[0];
	const named = marked ?? /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType.slice(0, 500))?.[1] ?? declared(bytes);
	// Whatever a server says of them: bytes that make letters in UTF-8 make none in an encoding of single bytes.
	const isUtf8 =
		marked === undefined && named !== undefined && single.test(named) && hasLetters(decoded(bytes, "utf-8", true));
	const said = named === undefined || isUtf8 ? null : decoded(bytes, named, false);
	if (said !== null && !(marked === undefined && /^utf-?8$/i.test(named ?? "") && isWrong(said))) return said;
	return (
		(named === undefined && isEscaped(bytes) ? decoded(bytes, "iso-2022-jp", false) : null) ??
		(named === undefined || /^hz\b/i.test(named) ? decodeHz(bytes) : null) ??
		decoded(bytes, "utf-8", true) ??
		decoded(bytes, guessEncoding(bytes).encoding, false) ??
		said ??
		decoded(bytes, "windows-1252", false) ??
		""
	);
}

/** Bytes of an uploaded text, which came without a word about them; null where nobody could say which letters they are. */
export function decodeFile(bytes: Uint8Array): string | null {
	if (startsWith(bytes, [0xff, 0xfe, 0, 0]) || startsWith(bytes, [0, 0, 0xfe, 0xff])) return null;
	const wide = unmarkedUtf16(bytes);
	if (wide !== null) return decoded(bytes, wide, false);
	// Japanese or Chinese in seven bits, which is UTF-8 too and says nothing then.
	if (isEscaped(bytes)) return decoded(bytes, "iso-2022-jp", false);
	const hz = decodeHz(bytes);
	if (hz !== null) return hz;
	if (marks.some(([, mark]) => startsWith(bytes, mark)) || declared(bytes) !== undefined) return decodeText(bytes);
	const text = decoded(bytes, "utf-8", true);
	if (text !== null) return text;
	const torn = decoded(bytes, "utf-8", false) ?? "";
	if (isMostlyUtf8(torn)) return torn;
	const { encoding, sure } = guessEncoding(bytes);
	return sure ? decoded(bytes, encoding, false) : null;
}

/** The first of a text's bytes, at most so many, up to a whole character in UTF-8 and UTF-16. */
export function headOf(bytes: Uint8Array, most: number): Uint8Array {
	if (bytes.length <= most) return bytes;
	if (isWide(bytes)) return bytes.subarray(0, most - (most % 2));
	let end = most;
	while (end > most - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
	return bytes.subarray(0, end);
}

const isWide = (bytes: Uint8Array): boolean =>
	marks.some(([name, mark]) => name !== "utf-8" && startsWith(bytes, mark)) || unmarkedUtf16(bytes) !== null;

const LOOKED_AT = 64 * 1_024;

/** UTF-16 without a mark: every other byte of its spaces, line ends and figures is zero. Null for anything else. */
export function unmarkedUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
	const sample = bytes.subarray(0, LOOKED_AT);
	if (sample.length % 2 === 1 || startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) return null;
	const zeros = [0, 0];
	sample.forEach((byte, at) => {
		if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
	});
	const [even = 0, odd = 0] = zeros;
	if (Math.max(even, odd) <= Math.min(even, odd) * 1.5) return null;
	const encoding = odd > even ? "utf-16le" : "utf-16be";
	const text = decoded(sample, encoding, false) ?? "";
	// oxlint-disable-next-line no-control-regex -- a text has none of these controls
	return /[\u0000-\u0008\u000e-\u001f\ufffe\uffff]|\p{Cn}|\p{Co}/u.test(text) ? null : encoding;
}

/** A text in UTF-8 with a few bytes that aren't: torn, or put together from several. */
function isMostlyUtf8(text: string): boolean {
	const sample = text.slice(0, LOOKED_AT);
	const wrong = sample.match(/\ufffd/g)?.length ?? 0;
	return (sample.match(/[\u0080-\ufffc]/g)?.length ?? 0) > wrong * 2;
}

/** Encodings of single bytes, which any bytes are valid in. */
const single =
	/^(?:(?:x-)?(?:cp|windows-?)12\d\d|iso[-_]?8859.{0,6}|latin\d|l\d|koi8.{0,3}|us-ascii|ascii|macintosh)$/i;

const hasLetters = (text: string | null): boolean => text !== null && /[\u0080-\uffff]/.test(text);

/** Japanese in seven bits, as old mail and pages have it: "ESC $ B" begins it. */
function isEscaped(bytes: Uint8Array): boolean {
	const end = Math.min(bytes.length, DECLARED_WITHIN);
	for (let at = bytes.indexOf(0x1b); at >= 0 && at < end; at = bytes.indexOf(0x1b, at + 1))
		if (bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x40 || bytes[at + 2] === 0x42)) return true;
	return false;
}

function isWrong(text: string): boolean {
	const wrong = text.match(/\ufffd/g)?.length ?? 0;
	return wrong > 2 && wrong * 1_000 > text.length * MAX_WRONG;
}
