/**
 * Reads Markdown files: markdown-it makes HTML of them, which the reader of pages reads, so that headings of either kind,
 * raw HTML, links by reference, tables and lists become what they become on a page. Front matter, authors' notes
 * (notes.ts) and the marks of writers' tools (dialects.ts) are dealt with before. What is left out is told.
 */
import type { Env } from "markdown-it";
import { documentBlocks } from "../../html/document.ts";
import type { HtmlBlock } from "../../html/text/block.ts";
import { toMarkdown } from "../../html/text/render.ts";
import type { DocumentRead } from "../read.ts";
import { plainLines } from "./dialects.ts";
import { type Left, leftOut } from "../left.ts";
import { Balance } from "./balance.ts";
import { frontMatterOf, isDraft } from "./front-matter.ts";
import { withoutNotes } from "./notes.ts";
import { parserOf } from "./parser.ts";
import { markdownPieces } from "./pieces.ts";

/** Characters of HTML that are read at once, unless an element of it is still open. */
const AT_ONCE = 100_000;
/** An element that never closes hides what follows, or not: what is past this isn't read. */
const MAX_OPEN = 2_000_000;
const MAX_DEFINITIONS = 2_000;
const MAX_DEFINITION = 2_000;

const definition = /^ {0,3}\[[^\]\n^][^\]\n]{0,300}\]:[ \t]*\S/;

/** Whoever else the thread serves comes first. */
const pause = () => new Promise<void>((done) => setTimeout(done, 0));

export async function readMarkdown(source: string, maxLength: number): Promise<DocumentRead> {
	const text = source.replace(/\r\n?|\u2028|\u2029/g, "\n");
	const front = frontMatterOf(text);
	if (front.unpublished !== null) return { ok: false, reason: isDraft(front.unpublished) };
	const notes = withoutNotes(front.body);
	const { lines, hidden } = plainLines(notes.text.split("\n"));
	const { blocks, left, images, whole } = await blocksOf(lines, maxLength);
	const [first] = blocks;
	const tops = blocks.filter((block) => block.kind === "heading" && block.level === 1);
	const alone = first !== undefined && tops.length === 1 && tops[0] === first;
	const { markdown, whole: fits } = toMarkdown(alone ? blocks.slice(1) : blocks, maxLength);
	const omitted = leftOut([...left, ...hidden.map((said): Left => ({ reason: "hidden", text: said }))]);
	if (notes.count > 0) omitted.unshift({ kind: "notes", count: notes.count, of: null, detail: notes.first });
	if (images > 0) omitted.push({ kind: "images", count: images, of: null, detail: null });
	if (!whole || !fits) omitted.push({ kind: "end", count: 1, of: null, detail: null });
	return { ok: true, title: front.title || (alone ? first.text : ""), markdown, omitted };
}

type Blocks = { blocks: HtmlBlock[]; left: Left[]; images: number; whole: boolean };

async function blocksOf(lines: readonly string[], maxLength: number): Promise<Blocks> {
	const { markdown, seen } = await parserOf();
	const env: Env = {};
	// A link's definition may stand in another piece than the link.
	markdown.parse(
		lines
			.filter((line) => line.length < MAX_DEFINITION && definition.test(line))
			.slice(0, MAX_DEFINITIONS)
			.join("\n\n"),
		env,
	);
	const found: Blocks = { blocks: [], left: [], images: 0, whole: true };
	let [html, size] = ["", 0];
	const read = () => {
		const { blocks, left, cut } = documentBlocks(html, maxLength);
		for (const block of blocks) found.blocks.push(block);
		for (const piece of left) found.left.push(piece);
		size += html.length;
		html = "";
		found.whole &&= !cut;
	};
	const balance = new Balance();
	for (const piece of markdownPieces(lines)) {
		const made = markdown.render(piece, env);
		html += made;
		balance.add(made);
		if (html.length > MAX_OPEN || size > maxLength * 2) {
			found.whole = false;
			break;
		}
		if (html.length >= AT_ONCE && balance.isClosed) read();
		await pause();
	}
	read();
	found.images = seen.images;
	return found;
}
