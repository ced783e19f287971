/**
 * Checks a file's kind: its name says it, and its first bytes must agree. A file with other content is refused with what it
 * looks like; no file is read as a kind that was guessed.
 */
import type { FileKind } from "../../../protocol/knowledge/source.ts";
import { unmarkedUtf16 } from "../html/charset.ts";

const starts = (bytes: Uint8Array, ...mark: number[]): boolean => mark.every((byte, index) => bytes[index] === byte);
const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

/** Signatures of files that aren't text, with what people call them. */
const marks: [name: string, (bytes: Uint8Array) => boolean][] = [
	["a PDF", (bytes) => ascii(bytes, 0, 5) === "%PDF-"],
	["a ZIP archive or an Office document", (bytes) => starts(bytes, 0x50, 0x4b, 0x03, 0x04)],
	["an old Office document", (bytes) => starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)],
	["a picture", (bytes) => starts(bytes, 0x89, 0x50, 0x4e, 0x47) || starts(bytes, 0xff, 0xd8, 0xff)],
	["a picture", (bytes) => ascii(bytes, 0, 4) === "GIF8" || ascii(bytes, 8, 12) === "WEBP"],
	["a compressed file", (bytes) => starts(bytes, 0x1f, 0x8b) || ascii(bytes, 0, 4) === "Rar!"],
	["a compressed file", (bytes) => starts(bytes, 0x37, 0x7a, 0xbc, 0xaf)],
	["a film or a recording", (bytes) => ascii(bytes, 4, 8) === "ftyp" || ascii(bytes, 0, 3) === "ID3"],
	["a program", (bytes) => starts(bytes, 0x7f, 0x45, 0x4c, 0x46) || (starts(bytes, 0x4d, 0x5a) && bytes[3] === 0)],
];

const kindNames: Record<FileKind, string> = {
	text: "a text file",
	markdown: "a text file",
	html: "a web page",
	csv: "a table in CSV",
	pdf: "a PDF",
	docx: "a Word document",
};

/** Bytes within which PDF readers look for the signature. */
const PDF_WITHIN = 1_024;
const LOOKED_AT = 64 * 1_024;

/** A sentence that says why the bytes aren't of this kind; null where they are. */
export function contentMismatch(kind: FileKind, bytes: Uint8Array): string | null {
	const found = marks.find(([, fits]) => fits(bytes))?.[0];
	const isnt = (what: string) => `It isn't ${kindNames[kind]}, whatever its name says. It looks like ${what}.`;
	if (kind === "pdf") {
		if (ascii(bytes, 0, PDF_WITHIN).includes("%PDF-")) return null;
		return found === undefined ? "It isn't a PDF, whatever its name says." : isnt(found);
	}
	if (kind === "docx") {
		if (starts(bytes, 0x50, 0x4b, 0x03, 0x04)) return null;
		// Word keeps a document with a password in its old container.
		if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0))
			return "It is protected with a password, or an old Word document. Save it as .docx without a password.";
		return found === undefined ? "It isn't a Word document, whatever its name says." : isnt(found);
	}
	if (found !== undefined) return isnt(found);
	const wide = starts(bytes, 0xff, 0xfe) || starts(bytes, 0xfe, 0xff) || unmarkedUtf16(bytes) !== null;
	return !wide && isNoText(bytes.subarray(0, LOOKED_AT))
		? `It isn't ${kindNames[kind]}: its content is no text.`
		: null;
}

/** A zero, or more controls than a text has: those of a page, a tab or a line aside, and those of Japanese mail. */
function isNoText(bytes: Uint8Array): boolean {
	const controls = bytes.reduce(
		(sum, byte) => (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) ? sum + 1 : sum),
		0,
	);
	return controls * 20 > bytes.length || bytes.includes(0);
}
