/**
 * The HTML of a document that was written as one (Markdown, a cell of a table, a part of a Word file): all of it is text, as
 * it has no menus around it, and what it hides stays hidden, as no script will show it.
 */
import type { LeftPiece } from "./left-out.ts";
import { readHtml } from "./reader.ts";
import type { HtmlBlock } from "./text/block.ts";

export type DocumentBlocks = {
	blocks: HtmlBlock[];
	/** What of it is no text, and why. */
	left: LeftPiece[];
	/** It was longer than is read of one. */
	cut: boolean;
};

export function documentBlocks(html: string, maxLength: number): DocumentBlocks {
	const { blocks, left, cut } = readHtml(html, undefined, maxLength, true);
	return { blocks, left: left.pieces, cut };
}
