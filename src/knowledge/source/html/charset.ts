/**
 * Decodes the bytes of a page or text file. The encoding is that of the byte order mark, else of the Content-Type header, else
 * what the page declares, else UTF-8, else Windows-1252, as in browsers. Used by the crawler and by uploads. Never throws.
 */

/** Bytes within which a page has to declare its encoding: https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding */
const DECLARED_WITHIN = 1_024;

const marks: [string, number[]][] = [
	["utf-8", [0xef, 0xbb, 0xbf]],
	["utf-16be", [0xfe, 0xff]],
	["utf-16le", [0xff, 0xfe]],
];

function declaredCharset(bytes: Uint8Array): string | undefined {
	const start = new TextDecoder("windows-1252").decode(bytes.subarray(0, DECLARED_WITHIN));
	const found = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(start)?.[1];
	// The declaration was read as single bytes, so the page can't be UTF-16, as the standard says too.
	return found && /^utf-16/i.test(found) ? "utf-8" : found;
}

function decode(bytes: Uint8Array, charset: string, fatal: boolean): string | null {
	try {
		return new TextDecoder(charset, { fatal, ignoreBOM: false }).decode(bytes);
	} catch {
		return null;
	}
}

/** `contentType` is the header's value, where there was one. */
export function decodeText(bytes: Uint8Array, contentType = ""): string {
	const marked = marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
	const named = marked ?? /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType)?.[1] ?? declaredCharset(bytes);
	return (
		(named === undefined ? null : decode(bytes, named, false)) ??
		decode(bytes, "utf-8", true) ??
		decode(bytes, "windows-1252", false) ??
		""
	);
}
