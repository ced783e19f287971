/**
 * Reads a PDF's text as Markdown: pdf.js parses it, and pdf-lines.ts finds headings by their size, paragraphs by the gaps
 * between lines, and running heads and feet. Pictures of text aren't read (no OCR).
 */
import { type Line, pdfMarkdown } from "./pdf-lines.ts";
import type { DocumentRead } from "./read.ts";

/** Pages that are read; the rest is left out, and the team is told. */
export const MAX_PAGES = 2_000;

type Item = { str: string; transform: number[]; height: number; hasEOL: boolean };

const isItem = (item: object): item is Item => "str" in item && "transform" in item;

/** A page's items as lines. A line ends where pdf.js says so, or where the position jumps. */
function linesOf(items: object[], page: number): Line[] {
	const lines: Line[] = [];
	let open: Line | null = null;
	for (const item of items) {
		if (!isItem(item)) continue;
		const [, , , , , y = 0] = item.transform;
		const size = item.height || Math.abs(item.transform[3] ?? 0);
		if (open && item.str.trim() !== "" && Math.abs(open.y - y) > Math.max(open.size, size) * 0.6) open = null;
		if (!open && item.str.trim() !== "") {
			open = { text: "", size, y, page };
			lines.push(open);
		}
		if (open) {
			open.text += item.str;
			if (item.str.trim() !== "") open.size = Math.max(open.size, size);
		}
		if (item.hasEOL) open = null;
	}
	return lines
		.map((line) => ({ ...line, text: line.text.replace(/\s+/g, " ").trim() }))
		.filter(({ text }) => text !== "");
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "");

export async function readPdf(bytes: Uint8Array, maxLength: number): Promise<DocumentRead> {
	const { getDocumentProxy } = await import("unpdf");
	try {
		const pdf = await getDocumentProxy(bytes, { verbosity: 0 });
		try {
			const lines: Line[] = [];
			let length = 0;
			const pages = Math.min(pdf.numPages, MAX_PAGES);
			for (let number = 1; number <= pages && length <= maxLength; number++) {
				const page = await pdf.getPage(number);
				const found = linesOf((await page.getTextContent()).items, number);
				page.cleanup();
				for (const line of found) {
					length += line.text.length;
					lines.push(line);
				}
				// Lets whoever searches in between.
				await scheduler.wait(0);
			}
			const cut =
				pdf.numPages > MAX_PAGES ? `Only its first ${MAX_PAGES.toLocaleString("en")} pages were read.` : undefined;
			const read = pdfMarkdown(lines);
			if (read.markdown === "")
				return { ok: false, reason: "There is no text in it. Its pages may be pictures, from a scanner." };
			return { ok: true, ...read, ...(cut !== undefined && { cut }) };
		} finally {
			await pdf.loadingTask.destroy();
		}
	} catch (error) {
		if (nameOf(error) === "PasswordException")
			return { ok: false, reason: "It is protected with a password. Save it without one." };
		return { ok: false, reason: "The file is broken: it can't be read as a PDF." };
	}
}
