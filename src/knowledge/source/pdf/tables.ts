/** Rows of a region that are a table: their segments stand in columns. Empty cells stay empty, wrapped ones are one cell. */
import { isFromRight, type PdfRow, type PdfSegment } from "./rows.ts";

type Column = { from: number; to: number };

const MAX_COLUMNS = 20;
/** Of the rows' usual distance: a wider gap ends a table. */
const ENDS = 2.2;
/** In letters' heights: cells with room above and below them are no further apart. */
const MAX_GAP = 3.2;
/** Lines of one cell are closer to each other than rows, by so much. */
const CLOSER = 1.2;

const overlap = (one: Column, other: Column): number => Math.min(one.to, other.to) - Math.max(one.from, other.from);

/** The columns of the rows that have the most of them; null where these don't stand one over another. */
function columnsOf(rows: PdfRow[]): Column[] | null {
	const most = Math.max(...rows.map(({ segments }) => segments.length));
	if (most < 2 || most > MAX_COLUMNS) return null;
	const columns: Column[] = [];
	for (const { segments } of rows)
		if (segments.length === most)
			segments.forEach(({ from, to }, nth) => {
				const column = columns[nth];
				columns[nth] = column ? { from: Math.min(column.from, from), to: Math.max(column.to, to) } : { from, to };
			});
	return columns.some((column, nth) => nth > 0 && column.from <= (columns[nth - 1]?.to ?? 0)) ? null : columns;
}

/** Each segment's column: the one it stands over most of, else the nearest. Null where two would share one. */
function placesOf(segments: PdfSegment[], columns: Column[]): number[] | null {
	const places = segments.map((segment) => {
		let best = 0;
		columns.forEach((column, nth) => {
			if (overlap(segment, column) > overlap(segment, columns[best] ?? column)) best = nth;
		});
		return best;
	});
	return new Set(places).size === places.length ? places : null;
}

/** Whether a lone segment stands in one column, and doesn't run on into the next as a line of text does. */
const fits = (segment: PdfSegment, columns: Column[]): boolean =>
	columns.filter((column) => overlap(segment, column) > 0).length <= 1;

/** How many rows from `first` on are a table; 0 where it isn't one. */
function lengthOf(rows: PdfRow[], first: number): { rows: number; columns: Column[] } | null {
	if ((rows[first]?.segments.length ?? 0) < 2) return null;
	let found: { rows: number; columns: Column[] } | null = null;
	let pitch = Number.POSITIVE_INFINITY;
	let full = 0;
	for (let next = first; next < rows.length; next++) {
		const [row, before] = [rows[next], rows[next - 1]];
		if (!row) break;
		const gap = next === first || !before ? 0 : before.y - row.y;
		if (gap > Math.max(pitch * ENDS, row.size * MAX_GAP)) break;
		const lone = row.segments.length === 1;
		const columns = columnsOf(rows.slice(first, next + 1));
		if (columns === null) break;
		const placed = rows.slice(first, next + 1).every(({ segments }) => placesOf(segments, columns) !== null);
		if (!placed || (lone && row.segments.some((segment) => !fits(segment, columns)))) break;
		// A line below the table that begins where its first column does.
		if (lone && gap > Math.max(pitch * 1.3, row.size * 1.8)) break;
		if (next > first) pitch = Math.min(pitch, gap);
		if (!lone) full++;
		if (!lone && full > 1) found = { rows: next - first + 1, columns };
		else if (found && lone) found = { rows: next - first + 1, columns };
	}
	return found && withoutTail(rows, first, found);
}

/** Lone lines at a table's end are its last rows only where they stand in another column than the first. */
function withoutTail(rows: PdfRow[], first: number, found: { rows: number; columns: Column[] }) {
	let { rows: length } = found;
	for (; length > 0; length--) {
		const segments = rows[first + length - 1]?.segments ?? [];
		const [only] = segments;
		if (segments.length !== 1 || !only || (placesOf(segments, found.columns)?.[0] ?? 0) > 0) break;
	}
	return { ...found, rows: length };
}

type Placed = { row: PdfRow; places: number[] };

/** Rows of text that are one row of the table: closer to each other than to the others, with one that has the first cell. */
function tableRows(placed: Placed[], lead: number): Placed[][] {
	const gaps = placed.slice(1).map(({ row }, nth) => (placed[nth]?.row.y ?? row.y) - row.y);
	const near = Math.min(...gaps) * CLOSER;
	const clusters: Placed[][] = [];
	placed.forEach((row, nth) => {
		if (nth > 0 && (gaps[nth - 1] ?? 0) <= near) clusters.at(-1)?.push(row);
		else clusters.push([row]);
	});
	// Evenly spaced rows are one each.
	if (clusters.length === 1) return placed.map((row) => [row]);
	return clusters.flatMap((cluster) => {
		const leads = cluster.filter(({ places }) => places.includes(lead)).length;
		if (leads === 1) return [cluster];
		const rows: Placed[][] = [];
		for (const row of cluster) {
			const open = rows.at(-1);
			if (open && !row.places.includes(lead)) open.push(row);
			else rows.push([row]);
		}
		return rows;
	});
}

function cellsOf(rows: PdfRow[], columns: Column[]): string[][] {
	const fromRight = isFromRight(rows);
	const placed = rows.map((row) => ({ row, places: placesOf(row.segments, columns) ?? [] }));
	const table = tableRows(placed, fromRight ? columns.length - 1 : 0).map((lines) => {
		const cells = columns.map(() => "");
		for (const { row, places } of lines)
			row.segments.forEach(({ text }, at) => {
				const place = places[at] ?? 0;
				cells[place] = cells[place] ? `${cells[place]} ${text}` : text;
			});
		return cells;
	});
	return fromRight ? table.map((cells) => cells.toReversed()) : table;
}

/** A region's rows, with those that are a table put together. */
export type PdfPart = { kind: "row"; row: PdfRow } | { kind: "table"; cells: string[][]; last: PdfRow };

/** Rows looked at for one table; a longer one goes on as another without heads. */
const MAX_ROWS = 120;

export function partsOfRegion(rows: PdfRow[]): PdfPart[] {
	const parts: PdfPart[] = [];
	for (let at = 0; at < rows.length;) {
		const found = lengthOf(rows.slice(0, at + MAX_ROWS), at);
		const row = rows[at];
		if (!row) break;
		if (found) {
			const own = rows.slice(at, at + found.rows);
			parts.push({ kind: "table", cells: cellsOf(own, found.columns), last: own.at(-1) ?? row });
			at += found.rows;
		} else {
			parts.push({ kind: "row", row });
			at++;
		}
	}
	return parts;
}
