/** Turns the lines of a PDF's pages into Markdown, by the sizes of letters and the gaps between lines. Pure. */

export type Line = {
	text: string;
	/** Height of its letters, in points. */
	size: number;
	/** Distance from the page's foot, in points. */
	y: number;
	page: number;
};

/** Size of a heading's letters, as a multiple of the body's. */
const HEADING = 1.15;
const MAX_HEADING_LENGTH = 160;
const MAX_LEVELS = 3;
/** Lines at the head and foot of a page that may be a running title or a page number. */
const EDGE = 2;
const FEW_PAGES = 3;
/** Longest line that may be a page number: "Page 12 of 40", in any language. */
const MAX_FOLIO = 30;
/** Distance between lines, as a multiple of the letters' height, from which a new paragraph begins. */
const GAP = 1.75;

const bullet = /^[•●▪◦‣∙·–—*-]\s+(?=\S)/;
const cjk = /[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]/;

/** Removes running titles and page numbers: lines at the edges that most pages have. */
function withoutRunning(lines: Line[]): Line[] {
	const byPage = Map.groupBy(lines, ({ page }) => page);
	const shape = (text: string) => text.replace(/\d+/g, "#");
	const edges = [...byPage.values()].map((page) => new Set([...page.slice(0, EDGE), ...page.slice(-EDGE)]));
	const count = new Map<string, number>();
	for (const edge of edges)
		for (const text of new Set([...edge].map((line) => shape(line.text)))) count.set(text, (count.get(text) ?? 0) + 1);
	const dropped = new Set<Line>();
	for (const edge of edges)
		for (const line of edge) {
			const times = count.get(shape(line.text)) ?? 0;
			const numbered = /\d/.test(line.text) && line.text.length <= MAX_FOLIO && times === byPage.size;
			if (byPage.size > 1 && (numbered || (byPage.size > FEW_PAGES && times > byPage.size / 2))) dropped.add(line);
		}
	return lines.filter((line) => !dropped.has(line));
}

const round = (size: number): number => Math.round(size * 2) / 2;

/** The size of most letters. */
function bodySize(lines: Line[]): number {
	const letters = new Map<number, number>();
	for (const { size, text } of lines) letters.set(round(size), (letters.get(round(size)) ?? 0) + text.length);
	return [...letters].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

/** Joins two lines, and a word that was hyphenated between them. */
function join(before: string, after: string): string {
	if (/\p{L}-$/u.test(before) && /^\p{Ll}/u.test(after)) return before.slice(0, -1) + after;
	const tight = cjk.test(before.at(-1) ?? "") && cjk.test(after[0] ?? "");
	return `${before}${tight ? "" : " "}${after}`;
}

type Block = { kind: "heading" | "item" | "text"; size: number; text: string; last: Line };

function blocksOf(lines: Line[], body: number): Block[] {
	const blocks: Block[] = [];
	for (const line of lines) {
		const before = blocks.at(-1);
		const heading = line.size >= body * HEADING && line.text.length <= MAX_HEADING_LENGTH && /\p{L}/u.test(line.text);
		const kind = heading ? "heading" : bullet.test(line.text) ? "item" : "text";
		const follows = before && continues(before, line, kind);
		if (before && follows) {
			before.text = join(before.text, line.text);
			before.last = line;
		} else blocks.push({ kind, size: round(line.size), text: line.text.replace(bullet, ""), last: line });
	}
	return blocks;
}

/** True where a line continues the block above it. */
function continues(before: Block, line: Line, kind: Block["kind"]): boolean {
	if (kind === "item" || (kind === "heading") !== (before.kind === "heading")) return false;
	if (kind === "heading" && round(line.size) !== before.size) return false;
	if (line.page !== before.last.page) return kind === "text" && !/[.!?:;。！？”"]$/.test(before.last.text);
	const gap = before.last.y - line.y;
	return gap > -line.size * 0.5 && gap <= Math.max(before.last.size, line.size) * GAP;
}

export function pdfMarkdown(lines: Line[]): { title: string; markdown: string } {
	const kept = withoutRunning(lines);
	const body = bodySize(kept);
	const blocks = blocksOf(kept, body);
	const sizes = [...new Set(blocks.filter(({ kind }) => kind === "heading").map(({ size }) => size))].sort(
		(a, b) => b - a,
	);
	const [first] = blocks;
	// The first block is the title where it is the largest heading and the only one of its size.
	const alone = blocks.filter(({ kind, size }) => kind === "heading" && size === first?.size).length === 1;
	const titled = first?.kind === "heading" && first.size === sizes[0] && alone;
	const levels = titled ? sizes.slice(1) : sizes;
	const markdown = (titled ? blocks.slice(1) : blocks)
		.map(({ kind, size, text }, index, all) => {
			if (kind === "heading") return `\n${"#".repeat(2 + Math.min(levels.indexOf(size), MAX_LEVELS))} ${text}\n`;
			if (kind === "item") return `${all[index - 1]?.kind === "item" ? "" : "\n"}- ${text}`;
			return `\n${text}\n`;
		})
		.join("\n")
		.replace(/\n{3,}/g, "\n\n")
		.trim();
	return { title: titled ? first.text : "", markdown };
}
