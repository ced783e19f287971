/**
 * A table while its HTML streams by, and what becomes of it: a Markdown table where it holds data, its cells' blocks
 * where it is there for the layout, a line of text where it stands in a cell of another.
 */
import type { HtmlBlock } from "./block.ts";

type Row = { cells: HtmlBlock[][]; heads: number };

/** Wider than any table that reads as one. Past these a table's cells are plain paragraphs. */
const MAX_COLUMNS = 20;
const MAX_ROWS = 2_000;
/** Of a table in the cell of another; a longer one stands for itself. */
const MAX_LINE = 2_000;

export class Table {
	#rows: Row[] = [];
	/** Cells that go on in the rows below, by column. */
	#spans = new Map<number, { left: number; cell: HtmlBlock[] }>();
	#layout: boolean;
	readonly #maxRows: number;

	/** `maxRows`: of a table that stays one. */
	constructor(layout: boolean, maxRows = MAX_ROWS) {
		this.#layout = layout;
		this.#maxRows = maxRows;
	}

	row(): void {
		this.#rows.push({ cells: [], heads: 0 });
	}

	/** Where the next cell's blocks go; null where the table takes no more cells and they are plain text. */
	cell(columns: number, rows: number, isHead: boolean, above: boolean): HtmlBlock[] | null {
		if (this.#rows.length > this.#maxRows) return null;
		if (this.#rows.length === 0) this.row();
		const row = this.#rows.at(-1);
		if (!row) return null;
		this.#fillSpans(row);
		if (row.cells.length > MAX_COLUMNS) {
			this.#layout = true;
			this.#spans.clear();
			return null;
		}
		if (isHead) row.heads++;
		const cell: HtmlBlock[] = (above ? this.#rows.at(-2)?.cells[row.cells.length] : undefined) ?? [];
		if (rows > 1) this.#spans.set(row.cells.length, { left: Math.min(rows, MAX_ROWS) - 1, cell });
		row.cells.push(cell);
		for (let more = 1; more < Math.min(columns, MAX_COLUMNS); more++) row.cells.push([]);
		return cell;
	}

	/** A cell that spans rows says the same in each of them. */
	#fillSpans({ cells }: Row): void {
		for (let span = this.#spans.get(cells.length); span !== undefined; span = this.#spans.get(cells.length)) {
			if (--span.left <= 0) this.#spans.delete(cells.length);
			if (cells.length > MAX_COLUMNS) return;
			cells.push(span.cell);
		}
	}

	/** As text and as one line, or its cells' blocks where it only lays them out. */
	end(): { text: string; line: string } | { blocks: HtmlBlock[] } {
		const filled = this.#rows.filter(({ cells }) => cells.some((cell) => cell.length > 0));
		const columns = Math.max(0, ...filled.slice(0, this.#maxRows).map(({ cells }) => cells.length));
		const heads = filled.reduce((sum, row) => sum + row.heads, 0);
		const isData = heads > 0 && columns > 1 && filled.length > 1;
		const fits = (block: HtmlBlock): boolean => block.kind !== "table" || (isData && block.line.length <= MAX_LINE);
		const isPlain = (cell: HtmlBlock[]) =>
			cell.every(
				(block) => block.kind !== "code" && fits(block) && (block.kind !== "heading" || (isData && cell.length === 1)),
			);
		const cells = filled.flatMap((row) => row.cells);
		if (this.#layout || columns < 2 || columns > MAX_COLUMNS || !cells.every(isPlain))
			return { blocks: [...new Set(cells.flat())] };
		const texts = filled.map((row) => Array.from({ length: columns }, (_, at) => cellText(row.cells[at] ?? [])));
		const lines = texts.map((row) => `| ${row.join(" | ")} |`);
		lines.splice(1, 0, `|${" --- |".repeat(columns)}`);
		// "1 kg: 5 EUR; 2 kg: 9 EUR"
		const line = texts.map((row) => row.filter((text) => text !== "").join(": ")).join("; ");
		return { text: lines.join("\n"), line };
	}
}

const cellText = (cell: HtmlBlock[]): string =>
	cell
		.map((block) => (block.kind === "table" ? block.line : block.text.replaceAll("|", "\\|")).replace(/\s+/g, " "))
		.join(cell.some(({ kind }) => kind === "item") ? "; " : " ");
