/** How much text blocks hold, and how much of it is links. Pure. */
import type { HtmlBlock } from "../text/block.ts";

export const size = (blocks: readonly HtmlBlock[]): number => blocks.reduce((sum, { text }) => sum + text.length, 0);
/** Text that isn't link. */
export const plain = (blocks: readonly HtmlBlock[]): number =>
	blocks.reduce((sum, { text, linked }) => sum + Math.max(0, text.length - linked), 0);
export const linkShare = (blocks: readonly HtmlBlock[]): number => 1 - plain(blocks) / Math.max(1, size(blocks));
