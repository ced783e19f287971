/**
 * Bytes of a page or text file as text: by its byte order mark, what came with it, what it says itself, else UTF-8, and
 * Windows-1252 where it isn't that, as browsers do. Used by the crawler and by uploads. Never throws.
 */

/** Where a page has to declare itself: https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding */
const DECLARED_WITHIN = 1_024;

const marks: [string, number[]][] = [
	["utf-8", [0xef, 0xbb, 0xbf]],
	["utf-16be", [0xfe, 0xff]],
	["utf-16le", [0xff, 0xfe]],
];

function declared(bytes: Uint8Array): string | undefined {
	const start = new TextDecoder("windows-1252").decode(bytes.subarray(0, DECLARED_WITHIN));
	const found = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(start)?.[1];
	// Read as single bytes, so it can't be what it says there.
	return found && /^utf-16/i.test(found) ? "utf-8" : found;
}

function decoded(bytes: Uint8Array, charset: string, fatal: boolean): string | null {
	try {
		return new TextDecoder(charset, { fatal, ignoreBOM: false }).decode(bytes);
	} catch {
		return null;
	}
}

/** `contentType` is the header's value, where there was one. */
export function decodeText(bytes: Uint8Array, contentType = ""): string {
	const marked = marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
	const named = marked ?? /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType)?.[1] ?? declared(bytes);
	return (
		(named === undefined ? null : decoded(bytes, named, false)) ??
		decoded(bytes, "utf-8", true) ??
		decoded(bytes, "windows-1252", false) ??
		""
	);
}
