/**
 * A page's rows in the order they are read in: text that is set in columns column by column, each a region of its own.
 * A table's columns are none: its rows are read across.
 */
import { isFromRight, type PdfRow, type PdfSegment } from "./rows.ts";

const MAX_DEPTH = 6;
/** Lines in each column. Fewer are two addresses side by side, or the rows of a table. */
const MIN_LINES = 4;
/** Letters of most lines: prose fills its column, cells don't. */
const PROSE = 18;
const PROSE_IDEOGRAPHS = 9;
/** Edges that so many segments share are a column's. */
const SHARED = 3;
const MAX_EDGES = 24;
/** Points between edges that are one. */
const NEAR = 3;

type Split = { first: number; last: number; at: number };

/** Where columns may be divided: left of where many lines begin, right of where many end. */
function edgesOf(rows: PdfRow[]): number[] {
	const edges = new Map<number, number>();
	for (const { segments } of rows)
		for (const { from, to } of segments)
			for (const at of [from - NEAR / 2, to + NEAR / 2]) {
				const key = Math.round(at / NEAR) * NEAR;
				edges.set(key, (edges.get(key) ?? 0) + 1);
			}
	return [...edges]
		.filter(([, times]) => times >= SHARED)
		.sort((one, other) => other[1] - one[1])
		.slice(0, MAX_EDGES)
		.map(([at]) => at);
}

const crosses = ({ from, to }: PdfSegment, at: number): boolean => from < at - NEAR && to > at + NEAR;
const isLeft = ({ from, to }: PdfSegment, at: number): boolean => (from + to) / 2 < at;

const letters = ({ text }: PdfSegment): number =>
	text.length * (/[\u3000-\u9fff\uac00-\ud7af]/.test(text) ? PROSE / PROSE_IDEOGRAPHS : 1);

const isProse = (segments: PdfSegment[]): boolean => {
	const lengths = segments.map(letters).toSorted((one, other) => one - other);
	return segments.length >= MIN_LINES && (lengths[Math.floor(lengths.length / 2)] ?? 0) >= PROSE;
};

/** Lines after which there is more room than between the others: where a paragraph, or a table's row, ends. */
function breaks(rows: PdfRow[], side: (segment: PdfSegment) => boolean): Set<number> {
	const own = rows.filter(({ segments }) => segments.some(side));
	const gaps = own.slice(1).map((row, nth) => (own[nth]?.y ?? row.y) - row.y);
	const usual = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 3)] ?? 0;
	return new Set(gaps.flatMap((gap, nth) => (gap > usual * 1.25 ? [Math.round(own[nth + 1]?.y ?? 0)] : [])));
}

/** A table with long cells has its rows begin at one height on both sides, again and again. */
function isTable(rows: PdfRow[], at: number): boolean {
	const left = breaks(rows, (segment) => isLeft(segment, at));
	const right = breaks(rows, (segment) => !isLeft(segment, at));
	const shared = [...left].filter((y) => right.has(y)).length;
	return shared >= 2 && shared >= 0.6 * Math.max(left.size, right.size);
}

function splitOf(rows: PdfRow[]): Split | null {
	let best: (Split & { lines: number }) | null = null;
	for (const at of edgesOf(rows)) {
		let first = 0;
		for (let next = 0; next <= rows.length; next++) {
			const row = rows[next];
			if (row && !row.segments.some((segment) => crosses(segment, at))) continue;
			const run = rows.slice(first, next);
			const all = run.flatMap(({ segments }) => segments);
			const left = all.filter((segment) => isLeft(segment, at));
			const right = all.filter((segment) => !isLeft(segment, at));
			const lines = Math.min(left.length, right.length);
			if (lines > (best?.lines ?? 0) && isProse(left) && isProse(right) && apart(left, right) && !isTable(run, at))
				best = { first, last: next, at, lines };
			first = next + 1;
		}
	}
	return best && trimmed(rows, best);
}

/** Whether there is room between the columns, and lines of both stand beside each other. */
const apart = (left: PdfSegment[], right: PdfSegment[]): boolean => {
	const size = left[0]?.size ?? 0;
	return Math.min(...right.map(({ from }) => from)) - Math.max(...left.map(({ to }) => to)) > size * 0.6;
};

/** Without lines above and below that only happen to end before the gap: a heading over both columns. */
function trimmed(rows: PdfRow[], { first, last, at }: Split): Split {
	const sides = (row: PdfRow | undefined) => new Set(row?.segments.map((segment) => isLeft(segment, at))).size;
	const beside = rows.slice(first, last).map((row, nth) => (sides(row) > 1 ? first + nth : -1));
	const heights = rows.slice(first, last);
	const rightTop = heights.findIndex(({ segments }) => segments.some((segment) => !isLeft(segment, at)));
	const leftTop = heights.findIndex(({ segments }) => segments.some((segment) => isLeft(segment, at)));
	if (beside.every((nth) => nth < 0)) return { first, last, at };
	// Larger letters over the columns are a heading of both.
	let from = first;
	const size = rows[first + Math.max(rightTop, leftTop)]?.size ?? 0;
	while (from < first + Math.max(rightTop, leftTop) && (rows[from]?.size ?? 0) > size * 1.1) from++;
	return { first: from, last, at };
}

/** Regions in reading order, each with its rows from head to foot. */
export function regionsOf(rows: PdfRow[], depth = 0): PdfRow[][] {
	if (rows.length === 0) return [];
	const split = depth < MAX_DEPTH ? splitOf(rows) : null;
	if (split === null) return [rows];
	const { first, last, at } = split;
	const inside = rows.slice(first, last);
	const half = (left: boolean): PdfRow[] =>
		inside.flatMap((row) => {
			const segments = row.segments.filter((segment) => isLeft(segment, at) === left);
			return segments.length === 0 ? [] : [{ ...row, size: segments[0]?.size ?? row.size, segments }];
		});
	const halves = isFromRight(inside) ? [half(false), half(true)] : [half(true), half(false)];
	return [rows.slice(0, first), ...halves, rows.slice(last)].flatMap((part) => regionsOf(part, depth + 1));
}
