/**
 * Reads a Word document as Markdown: mammoth converts it to HTML, and html/markdown.ts the rest. Only the parts with text are
 * unpacked, with a limit, so that neither pictures nor a ZIP bomb reach mammoth.
 */
import { htmlToMarkdown } from "../html/markdown.ts";
import { type PiecesRefused, piecesOf, refusedPart } from "./docx-pieces.ts";
import type { DocumentRead } from "./read.ts";
import { entriesOf, unzip, zip } from "./zip.ts";

/** Bytes of XML. There is never a tree of more than a piece of it (docx-pieces.ts). */
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
	return readPieces(unpacked.files, "word/document.xml", maxLength);
}

const refusals: Record<PiecesRefused, string> = {
	broken: "The file is broken: Word's own parts are missing or damaged.",
	too_large: "It has more text than can be read at once. Split it into smaller documents.",
	too_deep: "Its parts stand within each other too deeply to be read. Save it again with Word.",
};

/** Whoever else the thread serves comes first. */
const pause = () => new Promise<void>((done) => setTimeout(done, 0));

/** Stands above a piece, so that its first heading isn't taken for the document's title. */
const ABOVE = "¶¶¶";

async function readPieces(files: Map<string, Uint8Array>, main: string, maxLength: number): Promise<DocumentRead> {
	const decoder = new TextDecoder();
	for (const [name, part] of files) {
		const refused = name === main ? null : refusedPart(decoder.decode(part));
		if (refused !== null) return { ok: false, reason: refusals[refused] };
	}
	const found = await piecesOf(decoder.decode(files.get(main)), pause);
	if (!found.ok) return { ok: false, reason: refusals[found.reason] };
	const { default: mammoth } = await import("mammoth");
	const read: { title: string | null; markdown: string } = { title: null, markdown: "" };
	for (const { text, continues } of found.pieces) {
		const { buffer } = zip(new Map([...files, [main, new TextEncoder().encode(text)]]));
		let html: string;
		try {
			const converted = await mammoth.convertToHtml(
				{ arrayBuffer: buffer, buffer: Buffer.from(buffer) },
				{ convertImage: mammoth.images.imgElement(async () => ({ src: "" })), includeEmbeddedStyleMap: false },
			);
			html = converted.value;
		} catch {
			return { ok: false, reason: refusals.broken };
		}
		const first = read.title === null;
		const piece = htmlToMarkdown(first ? html : `<p>${ABOVE}</p>${html}`, { maxLength });
		read.title ??= piece.title;
		const markdown = piece.markdown.startsWith(ABOVE) ? piece.markdown.slice(ABOVE.length).trimStart() : piece.markdown;
		// The rows of a table that was cut follow each other; the line below its heads is there already.
		read.markdown += continues ? `\n${markdown.replace(/\n\|(?: --- \|)+/, "")}` : `${first ? "" : "\n\n"}${markdown}`;
		if (read.markdown.length > maxLength) break;
		await pause();
	}
	return { ok: true, title: read.title ?? "", markdown: read.markdown };
}
