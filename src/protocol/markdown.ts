/**
 * Parser of the safe subset of Markdown that messages may use: paragraphs, line breaks, lists, bold, italic, code, links.
 * It returns a small tree, from which the widget and the dashboard build DOM nodes. It makes no HTML, and leaves any syntax
 * outside the subset as text.
 */

export type Inline =
	| { type: "text"; text: string }
	| { type: "break" }
	| { type: "code"; text: string }
	| { type: "bold" | "italic"; children: Inline[] }
	/** The scheme of `url` is http, https or mailto. */
	| { type: "link"; url: string; children: Inline[] };

export type MarkdownBlock =
	| { type: "paragraph"; children: Inline[] }
	| { type: "code"; text: string }
	| { type: "list"; ordered: boolean; start: number; items: Inline[][] };

/** The deepest nesting of inline marks: more than any real message has, and a bound on the recursion for hostile text. */
const MAX_DEPTH = 4;

export function parseMarkdown(text: string): MarkdownBlock[] {
	const blocks: MarkdownBlock[] = [];
	const paragraph: string[] = [];
	const endParagraph = () => {
		if (paragraph.length > 0) blocks.push({ type: "paragraph", children: inlineLines(paragraph.splice(0)) });
	};
	const lines = text.split(/\r?\n/);
	for (let index = 0; index < lines.length; index++) {
		const line = lines[index] ?? "";
		const item = /^ {0,3}(?:[-*•]|(\d{1,3})[.)])\s+(\S.*)$/.exec(line);
		if (/^ {0,3}```/.test(line)) {
			endParagraph();
			const code: string[] = [];
			for (index++; index < lines.length && !/^ {0,3}```/.test(lines[index] ?? ""); index++)
				code.push(lines[index] ?? "");
			blocks.push({ type: "code", text: code.join("\n") });
		} else if (item) {
			endParagraph();
			const ordered = item[1] !== undefined;
			const children = inline(item[2] ?? "", MAX_DEPTH);
			const last = blocks.at(-1);
			if (last?.type === "list" && last.ordered === ordered) last.items.push(children);
			else blocks.push({ type: "list", ordered, start: Number(item[1] ?? 1), items: [children] });
		} else if (line.trim() === "") endParagraph();
		// A heading becomes bold text, for a chat has no headings.
		else paragraph.push(line.replace(/^#{1,6}\s+(.+)$/, "**$1**"));
	}
	endParagraph();
	return blocks;
}

const inlineLines = (lines: string[]): Inline[] =>
	lines.flatMap((line, index): Inline[] => [
		...(index > 0 ? [{ type: "break" } as const] : []),
		...inline(line, MAX_DEPTH),
	]);

/**
 * Inline marks. Of several, the one that begins first in the text wins. No alternative crosses a line or nests a repetition,
 * so matching time stays bounded.
 */
const pattern =
	/`([^`]+)`|\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![\w*])([*_])(?=[^\s*_])(.+?)(?<=[^\s*_])\3(?![\w*])|\[([^\][]+)\]\(([^\s()]+)\)|(https?:\/\/[^\s<>"]+)/;

function inline(text: string, depth: number): Inline[] {
	const nodes: Inline[] = [];
	let rest = text;
	while (rest !== "") {
		const match = depth > 0 ? pattern.exec(rest) : null;
		if (match === null) {
			nodes.push({ type: "text", text: rest });
			break;
		}
		const [whole, code, bold, , italic, label, target, bare] = match;
		if (match.index > 0) nodes.push({ type: "text", text: rest.slice(0, match.index) });
		let taken = whole;
		if (code !== undefined) nodes.push({ type: "code", text: code });
		else if (bold !== undefined) nodes.push({ type: "bold", children: inline(bold, depth - 1) });
		else if (italic !== undefined) nodes.push({ type: "italic", children: inline(italic, depth - 1) });
		else if (bare !== undefined) {
			// Punctuation that ends the sentence isn't part of the address.
			taken = bare.replace(/[.,;:!?'*_)\]]+$/, "");
			nodes.push({ type: "link", url: taken, children: [{ type: "text", text: taken }] });
		} else {
			const url = safeUrl(target ?? "");
			const children = inline(label ?? "", 0);
			if (url === null) nodes.push({ type: "text", text: whole });
			else nodes.push({ type: "link", url, children });
		}
		rest = rest.slice(match.index + taken.length);
	}
	return nodes;
}

/** The address, or null where a message may not link to it. */
function safeUrl(target: string): string | null {
	if (!/^(https?:\/\/|mailto:)/i.test(target)) return null;
	return URL.canParse(target) ? target : null;
}

/** A message's text without Markdown marks, for previews and screen readers. */
export const plainText = (text: string): string =>
	parseMarkdown(text)
		.map((block) =>
			block.type === "code"
				? block.text
				: block.type === "list"
					? block.items.map(inlineText).join(" ")
					: inlineText(block.children),
		)
		.join(" ");

const inlineText = (nodes: Inline[]): string =>
	nodes
		.map((node) => ("children" in node ? inlineText(node.children) : node.type === "break" ? " " : node.text))
		.join("");
