/**
 * Parser of the safe subset of Markdown that messages may use: paragraphs, line breaks, lists, tables, bold, italic, code, links.
 * It returns a small tree, from which the widget and the dashboard build DOM nodes. It makes no HTML, and leaves any syntax
 * outside the subset as text. Its time is linear in the text's length, whatever the text: articles have lines of 100,000
 * characters, and a page of one is drawn for anybody.
 */
import { addressEnd, safeLink } from "./address.ts";

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
	| { type: "list"; ordered: boolean; start: number; items: Inline[][] }
	/** The cells of each row; the first is the header. */
	| { type: "table"; rows: Inline[][][] };

/** The deepest nesting of inline marks: more than any real message has, and a bound on the recursion for hostile text. */
const MAX_DEPTH = 4;

/**
 * A text without the characters that override the direction of what follows (U+202D, U+202E), with which "gnp.exe" is drawn
 * as "exe.png". Embeddings and isolates stay: right-to-left text needs them, and they reorder no letters.
 */
export const withoutOverrides = (text: string): string => text.replace(/[\u202d\u202e]/g, "");

export function parseMarkdown(text: string): MarkdownBlock[] {
	const blocks: MarkdownBlock[] = [];
	let paragraph: Inline[] = [];
	const endParagraph = () => {
		if (paragraph.length > 0) blocks.push({ type: "paragraph", children: paragraph });
		paragraph = [];
	};
	const lines = withoutOverrides(text).split(/\r?\n/);
	let row: Inline[][] | null;
	for (let index = 0; index < lines.length; index++) {
		const line = lines[index] ?? "";
		const cells = cellsOf(line);
		const item = /^ {0,3}(?:[-*•]|(\d{1,3})[.)])\s+(\S.*)$/.exec(line);
		if (/^ {0,3}```/.test(line)) {
			endParagraph();
			const code: string[] = [];
			for (index++; index < lines.length && !/^ {0,3}```/.test(lines[index] ?? ""); index++)
				code.push(lines[index] ?? "");
			blocks.push({ type: "code", text: code.join("\n") });
		} else if (cells && /^[\s|:]*-[\s|:-]*$/.test(lines[index + 1] ?? "")) {
			endParagraph();
			const rows = [cells];
			for (index++; (row = cellsOf(lines[index + 1])); index++) rows.push(row);
			blocks.push({ type: "table", rows });
		} else if (item) {
			endParagraph();
			const ordered = item[1] !== undefined;
			const children = inline(item[2] ?? "");
			const last = blocks.at(-1);
			if (last?.type === "list" && last.ordered === ordered) last.items.push(children);
			else blocks.push({ type: "list", ordered, start: Number(item[1] ?? 1), items: [children] });
		} else if (line.trim() === "") endParagraph();
		else {
			if (paragraph.length > 0) paragraph.push({ type: "break" });
			const heading = /^#{1,6}\s+(.+)$/.exec(line)?.[1];
			// A heading becomes bold text, for a chat has no headings.
			if (heading) paragraph.push({ type: "bold", children: inline(heading) });
			else for (const node of inline(line)) paragraph.push(node);
		}
	}
	endParagraph();
	return blocks;
}

/** The cells of a table's row, which stands between two "|" and has each "|" of a cell escaped. Null: it is none. */
const cellsOf = (line = ""): Inline[][] | null =>
	/^\|.+\|$/.test((line = line.trim()))
		? line
				.slice(1, -1)
				.split(/(?<!\\)\|/)
				.map((cell) => inline(cell.replaceAll("\\|", "|").trim()))
		: null;

/** What may begin an inline node: a mark, a whole link, or the scheme of a bare address. */
const openings =
	/`(?!`)|\*\*(?=\S)|(?<![\w*])[*_](?=[^\s*_])|\[([^\][]+)\]\(((?:[^\s()]|\([^\s()]*\))+)\)|https?:\/\//gi;

/** What ends each mark. */
const endings = new Map([
	["`", /`/g],
	["**", /(?<=\S)\*\*/g],
	["*", /(?<=[^\s*_])\*(?![\w*])/g],
	["_", /(?<=[^\s*_])_(?![\w*])/g],
]);

/**
 * Inline marks of one line. Of several, the one that begins first wins, and it ends at the first mark that can end it. That
 * the rest of the line has no such mark is remembered, so that no part of the line is searched twice for the same.
 */
function inline(text: string, depth = MAX_DEPTH): Inline[] {
	if (depth === 0) return [{ type: "text", text }];
	const nodes: Inline[] = [];
	const unended = new Set<string>();
	let from = 0;
	const take = (start: number, end: number, node?: Inline) => {
		if (start > from) nodes.push({ type: "text", text: text.slice(from, start) });
		if (node) nodes.push(node);
		from = end;
	};
	for (let at = 0; ; at = Math.max(at, from)) {
		openings.lastIndex = at;
		const match = openings.exec(text);
		if (match === null) break;
		const [mark, label, target] = match;
		const start = match.index;
		at = start + mark.length;
		if (mark.length > 2) {
			const end = label ? at : addressEnd(text, at);
			const link = safeLink(target ?? text.slice(start, end), label);
			if (link) take(start, end, { type: "link", url: link.url, children: [{ type: "text", text: link.label }] });
		} else if (!unended.has(mark)) {
			const ending = endings.get(mark) ?? /$/g;
			ending.lastIndex = at + 1;
			const end = ending.exec(text)?.index;
			const inside = text.slice(at, end);
			if (end === undefined) unended.add(mark);
			else if (mark === "`") take(start, end + 1, { type: "code", text: inside });
			else
				take(start, end + mark.length, {
					type: mark === "**" ? "bold" : "italic",
					children: inline(inside, depth - 1),
				});
		}
	}
	take(text.length, text.length);
	return nodes;
}

/** A message's text without Markdown marks, for previews and screen readers. */
export const plainText = (text: string): string =>
	parseMarkdown(text)
		.map((block) => {
			if (block.type === "code") return block.text;
			if (block.type === "table") return block.rows.map((row) => row.map(inlineText).join(", ")).join("; ");
			return block.type === "list" ? block.items.map(inlineText).join(" ") : inlineText(block.children);
		})
		.join(" ");

const inlineText = (nodes: Inline[]): string =>
	nodes
		.map((node) => ("children" in node ? inlineText(node.children) : node.type === "break" ? " " : node.text))
		.join("");
