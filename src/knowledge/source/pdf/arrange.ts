/** A document's pages of pieces as lines in the order they are read in: without what runs from page to page, by columns and tables. */
import { regionsOf } from "./columns.ts";
import type { Line } from "./markdown.ts";
import type { PdfPiece } from "./pieces.ts";
import { isFromRight, type PdfRow, rowsOf, rowText } from "./rows.ts";
import { runningRows } from "./running.ts";
import { partsOfRegion } from "./tables.ts";

/** A page's frames as rows; the first has the most text. */
export type PageRows = { frames: PdfRow[][]; width: number };

/** `width`: of the page, the longer way round, in points. */
export const pageRows = (frames: PdfPiece[][], width: number): PageRows => ({ frames: frames.map(rowsOf), width });

/** Of the page's width: lines that are all shorter than this were broken where they are, not for want of room. */
const SHORT = 0.45;

export type Arranged = {
	lines: Line[];
	/** What ran from page to page and was left out, each text once. */
	running: string[];
};

function edgesOf(rows: PdfRow[]): { left: number; right: number } {
	let [left, right] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const { segments } of rows)
		for (const { from, to } of segments) [left, right] = [Math.min(left, from), Math.max(right, to)];
	return { left, right };
}

/** A page's lines; `region` counts on over all of them. */
function linesOf(rows: PdfRow[], width: number, region: { no: number }): Line[] {
	const regions = regionsOf(rows);
	return regions.flatMap((part) => {
		const page = region.no++;
		const edges = edgesOf(part);
		const isShort = regions.length === 1 && edges.right - edges.left < width * SHORT;
		const [left, right] = isShort ? [edges.right - width, edges.left + width] : [edges.left, edges.right];
		return partsOfRegion(part).map((found): Line => {
			if (found.kind === "table") {
				const { cells, last } = found;
				return { text: "", size: last.size, y: last.y, page, cells };
			}
			const { row } = found;
			const { left: from, right: to } = edgesOf([row]);
			const place = { from, to, left, right, rtl: isFromRight([row]) };
			return { text: rowText(row), size: row.size, y: row.y, page, place };
		});
	});
}

/** Calls `pause` between pages: a book takes long. */
export async function arrange(pages: PageRows[], pause: () => Promise<void>): Promise<Arranged> {
	const running = runningRows(pages.map(({ frames: [main = []] }) => main));
	const region = { no: 0 };
	const lines: Line[] = [];
	for (const { frames, width } of pages) {
		for (const rows of frames)
			lines.push(
				...linesOf(
					rows.filter((row) => !running.rows.has(row)),
					width,
					region,
				),
			);
		await pause();
	}
	return { lines, running: running.texts };
}
