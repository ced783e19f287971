/**
 * Reads a Word document as Markdown: mammoth converts it to HTML, and html/markdown.ts the rest. Only the parts with text are
 * unpacked, with a limit, so that neither pictures nor a ZIP bomb reach mammoth.
 */
import { htmlToMarkdown } from "../html/markdown.ts";
import type { DocumentRead } from "./read.ts";
import { entriesOf, unzip, zip } from "./zip.ts";

/** Bytes of XML. Its tree takes some ten times as much of an object's 128 MB. */
const MAX_XML_BYTES = 8_000_000;

const needed = /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/_rels\/[^/]+\.rels|word\/[^/]+\.xml)$/;
const unneeded = /^word\/(?:theme|settings|webSettings|fontTable|header\d*|footer\d*)[^/]*\.xml$/;

export async function readDocx(bytes: Uint8Array, maxLength: number): Promise<DocumentRead> {
	const entries = entriesOf(bytes);
	if (entries === null) return { ok: false, reason: "The file is broken: it can't be unpacked." };
	if (!entries.some(({ name }) => name === "word/document.xml"))
		return { ok: false, reason: "It isn't a Word document, whatever its name says. It looks like a ZIP archive." };
	const unpacked = await unzip(bytes, (name) => needed.test(name) && !unneeded.test(name), MAX_XML_BYTES);
	if (!unpacked.ok)
		return {
			ok: false,
			reason:
				unpacked.reason === "broken"
					? "The file is broken: it can't be unpacked."
					: "It has more text than can be read at once. Split it into smaller documents.",
		};
	const { default: mammoth } = await import("mammoth");
	const { buffer } = zip(unpacked.files);
	try {
		const { value } = await mammoth.convertToHtml(
			{ arrayBuffer: buffer, buffer: Buffer.from(buffer) },
			{ convertImage: mammoth.images.imgElement(async () => ({ src: "" })), includeEmbeddedStyleMap: false },
		);
		const { title, markdown } = htmlToMarkdown(value, { maxLength });
		return { ok: true, title, markdown };
	} catch {
		return { ok: false, reason: "The file is broken: Word's own parts are missing or damaged." };
	}
}
