/** Lines of a PDF's pages, with the size of their letters, as Markdown. Pure: what the sizes and gaps mean is decided here. */

export type Line = {
	text: string;
	/** Height of its letters, in points. */
	size: number;
	/** From the page's foot. */
	y: number;
	/** Page, or column of a page. */
	page: number;
	/** Where it stands, and how far the lines around it reach; without it, breaks are told by gaps alone. */
	place?: { from: number; to: number; left: number; right: number; rtl: boolean };
	/** The rows of a table, in place of a text. */
	cells?: string[][];
};

/** So much larger than the body's letters is a heading. */
const HEADING = 1.15;
const MAX_HEADING_LENGTH = 160;
const MAX_LEVELS = 3;
/** Of the letters' height, from line to line: more is a new paragraph. */
const GAP = 1.75;

const bullet = /^[•●▪◦‣∙·–—*-]\s+(?=\S)/;
/** What begins an item of a list. Numbers stay, and Markdown reads them. */
const listMark = /^(?:[•●▪◦‣∙·–—*-]|\d{1,3}[.)])\s+(?=\S)/;
const cjk = /[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]/;

const rounded = (size: number): number => Math.round(size * 2) / 2;

/** The size that most letters have. */
function bodySize(lines: Line[]): number {
	const letters = new Map<number, number>();
	for (const { size, text, cells } of lines)
		if (!cells) letters.set(rounded(size), (letters.get(rounded(size)) ?? 0) + text.length);
	return [...letters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

/** A line as it stands before the next of its paragraph: with a space, or without the hyphen of a word that was cut. */
function runOn(line: string, next: string): string {
	if (/\p{L}-$/u.test(line) && /^\p{Ll}/u.test(next)) return line.slice(0, -1);
	const tight = cjk.test(line.at(-1) ?? "") && cjk.test(next[0] ?? "");
	return tight ? line : `${line} `;
}

type Standing = {
	kind: "heading" | "item" | "text" | "table";
	size: number;
	last: Line;
	cells?: string[][];
};
type Block = Standing & { text: string };
/** A block whose lines are still gathered: each as it stands in the text, with what comes after it. */
type Open = Standing & { lines: string[] };

function kindOf(line: Line, body: number): Standing["kind"] {
	if (line.cells) return "table";
	const large = line.size >= body * HEADING && line.text.length <= MAX_HEADING_LENGTH && /\p{L}/u.test(line.text);
	return large ? "heading" : listMark.test(line.text) ? "item" : "text";
}

function blocksOf(lines: Line[], body: number): Block[] {
	const blocks: Open[] = [];
	for (const line of lines) {
		const open = blocks.at(-1);
		const kind = kindOf(line, body);
		if (open && kind === "table" && continues(open, line)) {
			open.cells?.push(...(line.cells ?? []));
			open.last = line;
		} else if (open && goesOn(open, line, kind)) {
			const above = open.lines.pop() ?? "";
			open.lines.push(broken(open, line) ? `${above}\n` : runOn(above, line.text), line.text);
			open.last = line;
		} else {
			const block: Open = { kind, size: rounded(line.size), lines: [line.text.replace(bullet, "")], last: line };
			blocks.push(line.cells ? { ...block, cells: [...line.cells] } : block);
		}
	}
	return blocks.map(({ lines: own, ...block }) => ({ ...block, text: own.join("") }));
}

/** A table that goes on over the end of a page. */
const continues = (before: Standing, line: Line): boolean =>
	before.cells !== undefined && before.last.page !== line.page && before.cells[0]?.length === line.cells?.[0]?.length;

/** Whether a line belongs to what is above it. */
function goesOn(before: Standing, line: Line, kind: Standing["kind"]): boolean {
	if (kind === "item" || kind === "table" || before.kind === "table") return false;
	if ((kind === "heading") !== (before.kind === "heading")) return false;
	if (kind === "heading" && rounded(line.size) !== before.size) return false;
	if (line.page !== before.last.page)
		return kind === "text" && !/[.!?:;。！？”"]$/.test(before.last.text) && !broken(before, line);
	const gap = before.last.y - line.y;
	if (gap <= -line.size * 0.5 || gap > Math.max(before.last.size, line.size) * GAP) return false;
	return !(kind === "text" && before.kind === "text" && isIndented(before, line));
}

/** Whether the line above ends early: the next word would have had room, so somebody began a new line there. */
function broken({ last, kind }: Standing, { place, text, size }: Line): boolean {
	if (!place || !last.place || kind === "heading") return false;
	const [word = ""] = cjk.test(text[0] ?? "") ? [text[0]] : text.split(" ");
	const room = last.place.rtl ? last.place.from - last.place.left : last.place.right - last.place.to;
	const width = (place.to - place.from) / Math.max(1, text.length);
	return room > (word.length + 1) * width + size * 0.6;
}

/** Whether it begins further in than the line above, which began where lines begin: the first line of a paragraph. */
function isIndented({ last }: Standing, { place, size }: Line): boolean {
	if (!place || !last.place) return false;
	const [here, above, edge] = place.rtl
		? [-place.to, -last.place.to, -place.right]
		: [place.from, last.place.from, place.left];
	return here - above > size * 0.8 && Math.abs(above - edge) < size * 0.5;
}

const tableText = (cells: string[][]): string => {
	const rows = cells.map((row) =>
		`| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`.replace(/ {2,}/g, " "),
	);
	return [rows[0], `|${" --- |".repeat(cells[0]?.length ?? 0)}`, ...rows.slice(1)].join("\n");
};

export function pdfMarkdown(lines: Line[]): { title: string; markdown: string } {
	const body = bodySize(lines);
	const blocks = blocksOf(lines, body);
	const sizes = [...new Set(blocks.filter(({ kind }) => kind === "heading").map(({ size }) => size))].sort(
		(a, b) => b - a,
	);
	const [first] = blocks;
	// What stands first and is the largest, alone in its size, is the document's title.
	const alone = blocks.filter(({ kind, size }) => kind === "heading" && size === first?.size).length === 1;
	const titled = first?.kind === "heading" && first.size === sizes[0] && alone;
	const levels = titled ? sizes.slice(1) : sizes;
	const markdown = (titled ? blocks.slice(1) : blocks)
		.map(({ kind, size, text, cells }, index, all) => {
			if (cells) return `\n${tableText(cells)}\n`;
			if (kind === "heading") return `\n${"#".repeat(2 + Math.min(levels.indexOf(size), MAX_LEVELS))} ${text}\n`;
			if (kind === "item")
				return `${all[index - 1]?.kind === "item" ? "" : "\n"}${listMark.test(text) ? "" : "- "}${text.replaceAll("\n", "\n  ")}`;
			return `\n${text}\n`;
		})
		.join("\n")
		.replace(/\n{3,}/g, "\n\n")
		.trim();
	return { title: titled ? first.text : "", markdown };
}
