/**
 * markdown-it as files are read with it: GitHub's tables and struck-out text, raw HTML. Links keep their
 * addresses as Markdown does, pictures are counted, and a line that its author ended early stays a line.
 */
import type { MarkdownIt, Token } from "markdown-it";

/** A shorter line wasn't wrapped by an editor: it ends where its author wanted. */
const WRAPPED = 60;
/** Blocks in blocks; what is deeper is text. */
const MAX_NESTING = 60;

const address = /^(?:https?:|mailto:|tel:)[^\s()<>]+$/i;

/** Characters since the last line's end. */
function lineLength(tokens: readonly Token[], index: number): number {
	let length = 0;
	for (let at = index - 1; at >= 0; at--) {
		const token = tokens[at];
		if (!token || token.type === "softbreak" || token.type === "hardbreak") break;
		length += token.content.length;
	}
	return length;
}

/** Where a link leads, where it is kept; null for one within its own site, an address that stands as text, or a picture. */
function targetOf(tokens: readonly Token[], index: number): string | null {
	const open = tokens[index];
	const target = String(open?.attrGet("href") ?? "");
	if (open?.markup === "autolink" || !address.test(target)) return null;
	for (let at = index + 1; at < tokens.length; at++) {
		const token = tokens[at];
		if (!token || token.type === "link_close") return null;
		if ((token.type === "text" || token.type === "code_inline") && token.content.trim() !== "")
			return token.content === target ? null : target;
	}
	return null;
}

export async function parserOf(): Promise<{ markdown: MarkdownIt; seen: { images: number } }> {
	const { default: markdownIt } = await import("markdown-it");
	const markdown = markdownIt({ html: true, maxNesting: MAX_NESTING });
	const { escapeHtml } = markdown.utils;
	const seen = { images: 0 };
	const open: (string | null)[] = [];
	markdown.renderer.rules["link_open"] = (tokens, index) => {
		const target = targetOf(tokens, index);
		open.push(target);
		return target === null ? "" : "[";
	};
	markdown.renderer.rules["link_close"] = () => {
		const target = open.pop() ?? null;
		return target === null ? "" : `](${escapeHtml(target)})`;
	};
	markdown.renderer.rules["image"] = () => {
		seen.images++;
		return "";
	};
	markdown.renderer.rules["softbreak"] = (tokens, index) => (lineLength(tokens, index) < WRAPPED ? "<br>" : "\n");
	return { markdown, seen };
}
