/** The Markdown that a page's blocks make, as long as an article may be. Pure. */
import type { HtmlBlock } from "./block.ts";

const indent = (text: string, width: number): string => text.replaceAll("\n", `\n${" ".repeat(width)}`);

function render(block: HtmlBlock): string {
	if (block.kind === "heading") return `${"#".repeat(block.level)} ${block.text}`;
	if (block.kind !== "item") return block.text;
	const width = (block.depth - 1) * 2;
	return `${" ".repeat(width)}${block.mark === "" ? "  " : block.mark}${indent(block.text, width + 2)}`;
}

/** Whole blocks only, up to `limit` characters; `whole` where all of them had room. */
export function toMarkdown(blocks: readonly HtmlBlock[], limit: number): { markdown: string; whole: boolean } {
	let markdown = "";
	let before: HtmlBlock | null = null;
	for (const block of blocks) {
		const glue = before === null ? "" : before.kind === "item" && block.kind === "item" ? "\n" : "\n\n";
		const next = glue + render(block);
		if (markdown.length + next.length > limit)
			return { markdown: markdown === "" ? next.slice(0, limit) : markdown, whole: false };
		markdown += next;
		before = block;
	}
	return { markdown, whole: true };
}
