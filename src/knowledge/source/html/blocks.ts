/**
 * Collects a page's text as blocks (headings, paragraphs, list items, tables, code) while its HTML is parsed, and renders
 * them as Markdown. Used by markdown.ts, which knows the tags; here, text stays text and can't make structure.
 */

export type HtmlBlock = { part: HtmlPart } & (
	| { kind: "heading"; level: number; text: string }
	| { kind: "paragraph" | "code" | "table"; text: string }
	| { kind: "item"; depth: number; mark: string; text: string }
);

/** The part of the page that a block is in, by the element around it. */
export type HtmlPart = "main" | "article" | "form" | "page";

type List = { ordered: boolean; next: number };
type Table = { rows: HtmlBlock[][][]; spans: Map<number, { left: number; cell: HtmlBlock[] }>; layout: boolean };

/** Past these, a table is taken for layout and its cells become paragraphs. */
const MAX_COLUMNS = 20;
const MAX_ROWS = 2_000;
const MAX_LIST_DEPTH = 6;

/** Invisible characters: they break words up, reverse their order, or hide text from people. */
const invisible = /[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu;

/** Removes what Markdown would take for a heading or for code at a line's start. */
const inert = (text: string): string => text.replace(/^ *(?:#{1,6}(?=\s)\s*|```+|~~~+)/gm, "");

export class Blocks {
	readonly found: HtmlBlock[] = [];
	/** Characters gathered so far. */
	size = 0;
	part: HtmlPart = "page";
	#sinks: HtmlBlock[][] = [this.found];
	#tables: Table[] = [];
	#lists: List[] = [];
	#text = "";
	#heading = 0;
	#lastLevel = 1;
	/** The marker of an open list item that has no text yet. */
	#mark: string | null = null;
	#term = "";

	text(data: string): void {
		this.#text += data.replace(invisible, "").replace(/\s+/g, " ");
		this.size += data.length;
	}

	/** Adds text with its white space. */
	verbatim(data: string): void {
		this.#text += data;
		this.size += data.length;
	}

	lineBreak(): void {
		this.#text += "\n";
	}

	/** Ends the open paragraph, heading or item. */
	flush(): void {
		const text = this.#text
			.replace(/(?<!`)``(?!`)/g, "")
			.replace(/ *\n */g, "\n")
			.replace(/ {2,}/g, " ")
			.trim();
		this.#text = "";
		if (text === "") return;
		const paragraphs = inert(text).split(/\n{2,}/);
		if (this.#heading > 0) return this.#pushHeading(this.#heading, text);
		for (const paragraph of paragraphs) {
			const full = this.#term === "" ? paragraph : `${this.#term}: ${paragraph}`;
			this.#term = "";
			const depth = Math.min(this.#lists.length, MAX_LIST_DEPTH);
			if (depth === 0) this.#push({ kind: "paragraph", text: full, part: this.part });
			else this.#push({ kind: "item", depth, mark: this.#mark ?? "", text: full, part: this.part });
			this.#mark = null;
		}
	}

	heading(level: number): () => void {
		this.flush();
		const before = this.#heading;
		this.#heading = level === 0 ? Math.min(this.#lastLevel + 1, 6) : level;
		return () => {
			this.flush();
			if (level !== 0) this.#lastLevel = level;
			this.#heading = before;
		};
	}

	list(ordered: boolean, start: number): () => void {
		this.flush();
		this.#lists.push({ ordered, next: start });
		return () => {
			this.flush();
			this.#lists.pop();
			this.#mark = null;
		};
	}

	item(): () => void {
		this.flush();
		const list = this.#lists.at(-1);
		// An item outside a list is one all the same.
		if (!list) this.#lists.push({ ordered: false, next: 1 });
		this.#mark = list?.ordered ? `${list.next++}. ` : "- ";
		return () => {
			this.flush();
			if (!list) this.#lists.pop();
			this.#mark = null;
		};
	}

	/** A term (<dt>) and its description become one paragraph. A term that is a question becomes the heading of its answer. */
	term(): () => void {
		this.flush();
		return () => {
			const text = this.#text.replace(/\s+/g, " ").trim();
			this.#text = "";
			if (/[?？؟]$/.test(text)) this.#pushHeading(Math.min(this.#lastLevel + 1, 6), text);
			else this.#term = text.replace(/\s*:$/, "");
		};
	}

	code(): () => void {
		this.flush();
		return () => {
			const text = this.#text.replace(/^\n|\s+$/g, "").replace(/^( *)(?:```|~~~)/gm, "$1'''");
			this.#text = "";
			if (text.trim() !== "") this.#push({ kind: "code", text: `\`\`\`\n${text}\n\`\`\``, part: this.part });
		};
	}

	table(layout: boolean): () => void {
		this.flush();
		const lists = this.#lists;
		this.#lists = [];
		this.#tables.push({ rows: [], spans: new Map(), layout });
		return () => {
			this.flush();
			this.#lists = lists;
			const table = this.#tables.pop();
			if (table) this.#endTable(table);
		};
	}

	row(): () => void {
		this.flush();
		this.#tables.at(-1)?.rows.push([]);
		return () => this.flush();
	}

	cell(columns: number, rows: number): () => void {
		this.flush();
		const table = this.#tables.at(-1);
		if (!table || table.rows.length > MAX_ROWS) return () => this.flush();
		const row = table.rows.at(-1) ?? [];
		if (table.rows.length === 0) table.rows.push(row);
		this.#fillSpans(table, row);
		if (row.length > MAX_COLUMNS) {
			table.layout = true;
			table.spans.clear();
			return () => this.flush();
		}
		const cell: HtmlBlock[] = [];
		if (rows > 1) table.spans.set(row.length, { left: Math.min(rows, MAX_ROWS) - 1, cell });
		row.push(cell);
		for (let more = 1; more < Math.min(columns, MAX_COLUMNS); more++) row.push([]);
		this.#sinks.push(cell);
		return () => {
			this.flush();
			this.#sinks.pop();
		};
	}

	/** A cell that spans rows is repeated in each of them. */
	#fillSpans(table: Table, row: HtmlBlock[][]): void {
		for (let span = table.spans.get(row.length); span !== undefined; span = table.spans.get(row.length)) {
			if (--span.left <= 0) table.spans.delete(row.length);
			if (row.length > MAX_COLUMNS) return;
			row.push(span.cell);
		}
	}

	#endTable({ rows, layout }: Table): void {
		const filled = rows.filter((row) => row.some((cell) => cell.length > 0));
		const columns = Math.max(0, ...filled.slice(0, MAX_ROWS).map((row) => row.length));
		const cells = filled.flat();
		const isLayout =
			layout ||
			columns < 2 ||
			columns > MAX_COLUMNS ||
			cells.some((cell) => cell.some(({ kind }) => kind === "heading" || kind === "table" || kind === "code"));
		if (isLayout) {
			for (const block of new Set(cells.flat())) this.#push(block);
			return;
		}
		const lines = filled.map((row) => {
			const texts = Array.from({ length: columns }, (_, index) => cellText(row[index] ?? []));
			return `| ${texts.join(" | ")} |`;
		});
		lines.splice(1, 0, `|${" --- |".repeat(columns)}`);
		this.#push({ kind: "table", text: lines.join("\n"), part: this.part });
	}

	#pushHeading(level: number, text: string): void {
		this.#push({ kind: "heading", level, text: inert(text).replace(/\s+/g, " "), part: this.part });
	}

	#push(block: HtmlBlock): void {
		if (block.text !== "") this.#sinks.at(-1)?.push(block);
	}
}

const cellText = (cell: HtmlBlock[]): string =>
	cell
		.map(({ text }) => text.replace(/\s+/g, " ").replaceAll("|", "\\|"))
		.join(cell.some(({ kind }) => kind === "item") ? "; " : " ");

const indent = (text: string, width: number): string => text.replaceAll("\n", `\n${" ".repeat(width)}`);

function render(block: HtmlBlock): string {
	if (block.kind === "heading") return `${"#".repeat(block.level)} ${block.text}`;
	if (block.kind !== "item") return block.text;
	const width = (block.depth - 1) * 2;
	return `${" ".repeat(width)}${block.mark === "" ? "  " : block.mark}${indent(block.text, width + 2)}`;
}

/** Whole blocks only, up to `limit` characters. */
export function toMarkdown(blocks: HtmlBlock[], limit: number): string {
	let markdown = "";
	let before: HtmlBlock | null = null;
	for (const block of blocks) {
		const glue = before === null ? "" : before.kind === "item" && block.kind === "item" ? "\n" : "\n\n";
		const next = glue + render(block);
		if (markdown.length + next.length > limit) return markdown === "" ? next.slice(0, limit) : markdown;
		markdown += next;
		before = block;
	}
	return markdown;
}
