/**
 * A web page or HTML file as Markdown: its main part without navigation, notices and controls, with headings, lists,
 * tables and code kept; what was left out of it, and why; and what it says about itself. Used by the crawler and by
 * uploads. Never throws, and takes time in proportion to the page's length.
 */
import type { HtmlBlock } from "./text/block.ts";
import { tidyTitle } from "./facts.ts";
import type { LeftCounts, LeftPiece } from "./left-out.ts";
import type { LeftReason } from "../../../protocol/knowledge/originals.ts";
import { type HtmlReading, readHtml } from "./reader.ts";
import { select } from "./main-part/selection.ts";
import { toMarkdown } from "./text/render.ts";

export type HtmlPage = {
	/** The first heading, else the document's title; "" where it has neither. */
	title: string;
	/** "" where nothing is left of the page. */
	markdown: string;
	/** As the page declares it, without region: "de". */
	language: string | null;
	canonical: string | null;
	noindex: boolean;
	nofollow: boolean;
	/** Where the page sends its reader at once. */
	refresh: string | null;
	/** Absolute http and https addresses in the order of the page, without fragments, each once. Without `nofollow` ones. */
	links: string[];
	/** The page's text in its order, with what of it isn't in the article and why (null: it is). */
	pieces: PagePiece[];
	/** Characters that aren't in the article, by reason. */
	left: LeftCounts;
	/** The page is longer than an article may be: its end is missing. */
	cut: boolean;
};

export type PagePiece = { text: string; left: LeftReason | null };

/** An article's length. */
const MAX_MARKDOWN_LENGTH = 100_000;

type Reading = {
	baseUrl?: string;
	/** Of the text that is kept. */
	maxLength?: number;
};

export function htmlToMarkdown(html: string, { baseUrl, maxLength = MAX_MARKDOWN_LENGTH }: Reading = {}): HtmlPage {
	const reading = readHtml(html, baseUrl, maxLength);
	const { facts, left, blocks } = reading;
	const { kept, captions } = select(reading);
	const text = blocks.filter((block) => kept.has(block));
	const title = titleOf(reading, text);
	const [first, ...rest] = text;
	// The title stands above the text wherever it is shown.
	const body = first?.kind === "heading" && tidyTitle(first.text) === title ? rest : text;
	const { markdown, whole } = toMarkdown(body, maxLength);
	const counts: LeftCounts = { ...left.counts };
	const reasonOf = (block: HtmlBlock): LeftReason | null =>
		kept.has(block) ? null : captions.has(block) ? "caption" : "outside";
	for (const block of blocks) {
		const reason = reasonOf(block);
		if (reason !== null) counts[reason] = (counts[reason] ?? 0) + block.text.length;
	}
	return {
		title,
		markdown,
		language: facts.language,
		canonical: facts.canonical,
		noindex: facts.noindex,
		nofollow: facts.nofollow,
		refresh: facts.refresh,
		links: [...facts.links],
		pieces: inOrder(blocks, left.pieces, reasonOf),
		left: counts,
		cut: reading.cut || !whole,
	};
}

function titleOf({ blocks, facts }: HtmlReading, text: readonly HtmlBlock[]): string {
	const isTop = (block: HtmlBlock) => block.kind === "heading" && block.level === 1;
	const own = text.find(isTop);
	if (own) return tidyTitle(own.text);
	// The only one of the page names its text, wherever a theme has put it.
	const tops = blocks.filter(isTop);
	const [top] = tops;
	return top && tops.length === 1 && text.length > 0 ? tidyTitle(top.text) : facts.title;
}

/** Neighbours of one kind are one piece. */
function inOrder(
	blocks: readonly HtmlBlock[],
	left: readonly LeftPiece[],
	reasonOf: (block: HtmlBlock) => LeftReason | null,
): PagePiece[] {
	const pieces: PagePiece[] = [];
	const add = (text: string, reason: LeftReason | null) => {
		const last = pieces.at(-1);
		if (text === "") return;
		if (last && last.left === reason) last.text += `\n${text}`;
		else pieces.push({ text, left: reason });
	};
	let next = 0;
	for (let index = 0; index <= blocks.length; index++) {
		for (let piece = left[next]; piece && piece.before <= index; piece = left[++next])
			add(piece.text.trim(), piece.reason);
		const block = blocks[index];
		if (block) add(block.text, reasonOf(block));
	}
	return pieces;
}
