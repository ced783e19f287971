/**
 * What stands at the head or foot of page after page and is no part of the text: running titles, page numbers, the heads
 * of a table that goes on. Only what says the same on the pages, or counts with them, is taken for one: prices at the end
 * of each page of a list look alike too, and are what people ask for.
 */
import { type PdfRow, rowText } from "./rows.ts";
import { pageWord } from "../../../language/document-words.ts";

/** Rows at a page's head or foot that are looked at. */
const EDGE = 3;
/** Of the pages: a title page and pictures have none. */
const MOST = 0.6;
/** Points by which it may stand higher or lower on another page. */
const SAME_PLACE = 4;
/** What it takes to stand apart from the text, in lines. */
const APART = 1.5;
/** Of the letters' height, from line to line, at the most. */
const LEAD = 1.6;

type Edge = { row: PdfRow; text: string; page: number; apart: boolean };

function edgesOf(rows: PdfRow[], page: number, pitch: number): Edge[] {
	const found: Edge[] = [];
	for (const from of [rows.slice(0, EDGE + 1), rows.slice(-EDGE - 1).toReversed()]) {
		const gap = from.findIndex((row, nth) => Math.abs((from[nth + 1]?.y ?? row.y) - row.y) > pitch * APART);
		for (const [nth, row] of from.slice(0, EDGE).entries()) {
			const known = found.find((edge) => edge.row === row);
			if (known) known.apart ||= gap >= nth;
			else found.push({ row, text: rowText(row), page, apart: gap >= nth });
		}
	}
	return found;
}

const median = (values: number[]): number =>
	values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

/** From line to line. */
const pitchOf = (pages: PdfRow[][], body: number): number => {
	const usual = median(pages.flatMap((rows) => rows.slice(1).map((row, nth) => (rows[nth]?.y ?? row.y) - row.y)));
	// Pages with a few lines far apart have no usual distance.
	return Math.min(usual || body, body * LEAD);
};

function bodySize(pages: PdfRow[][]): number {
	const letters = new Map<number, number>();
	for (const { segments, size } of pages.flat())
		letters.set(size, (letters.get(size) ?? 0) + segments.reduce((sum, { text }) => sum + text.length, 0));
	return [...letters].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 0;
}

/** Gathers edges that may be the same line of other pages: by its text, and by its text but for a number that counts. */
function alike(edges: Edge[]): { same: Map<string, Edge[]>; counting: Map<string, Edge[]> } {
	const [same, counting] = [new Map<string, Edge[]>(), new Map<string, Edge[]>()];
	const add = (to: Map<string, Edge[]>, key: string, edge: Edge) => {
		const others = to.get(key);
		if (others) others.push(edge);
		else to.set(key, [edge]);
	};
	for (const edge of edges) {
		if (edge.text.length > 200) continue;
		add(same, edge.text, edge);
		for (const { 0: digits, index } of edge.text.matchAll(/\d{1,5}/g)) {
			const rest = `${edge.text.slice(0, index)}#${edge.text.slice(index + digits.length)}`;
			add(counting, `${Number(digits) - edge.page} ${rest}`, edge);
		}
	}
	return { same, counting };
}

const inPlace = (edges: Edge[]): boolean => {
	const heights = edges.map(({ row }) => row.y);
	return Math.max(...heights) - Math.min(...heights) <= SAME_PLACE;
};

/** The rows that are none of the text, with what they say, each once. */
export function runningRows(pages: PdfRow[][]): { rows: Set<PdfRow>; texts: string[] } {
	const rows = new Set<PdfRow>();
	const texts = new Set<string>();
	const full = pages.filter((page) => page.length > 0);
	if (full.length < 2) return { rows, texts: [] };
	const body = bodySize(full);
	const pitch = pitchOf(full, body);
	const { same, counting } = alike(pages.flatMap((page, nth) => edgesOf(page, nth, pitch)));
	const enough = Math.max(2, Math.ceil(full.length * MOST));
	const drop = (edges: Edge[], text: string | null) => {
		for (const { row } of edges) rows.add(row);
		if (text !== null) texts.add(text);
	};
	for (const edges of counting.values()) {
		if (new Set(edges.map(({ page }) => page)).size < enough) continue;
		const [{ text } = { text: "" }] = edges;
		const bare = !/\p{L}/u.test(text.replace(pageWord, ""));
		// "Zone 1" and "Zone 2" may begin two pages, too.
		const small = edges.every(({ row, apart }) => apart && row.size < body * 0.97);
		const steady = edges.every(({ row, apart }) => apart && row.size <= body * 1.05) && edges.length > 2;
		if (bare ? text.length <= 30 : inPlace(edges) && (small || steady)) drop(edges, bare ? null : text);
	}
	for (const [text, edges] of same) {
		if (new Set(edges.map(({ page }) => page)).size < enough || !inPlace(edges)) continue;
		const apart = edges.every((edge) => edge.apart);
		const small = edges.every(({ row }) => row.size < body * 0.97);
		const many = edges.length > 3 && !/\d/.test(text);
		if (many || (apart && (edges.length > 2 || small))) drop(edges, text);
	}
	dropHeads(pages, rows);
	return { rows, texts: [...texts] };
}

/** A table that goes on over pages repeats its heads; the first ones stay. */
function dropHeads(pages: PdfRow[][], rows: Set<PdfRow>): void {
	const heads = new Set<string>();
	pages.forEach((page) => {
		const kept = page.filter((row) => !rows.has(row));
		const [first] = kept;
		if (first && first.segments.length > 1 && heads.has(rowText(first))) rows.add(first);
		for (const row of kept) if (row.segments.length > 1 && !/\d/.test(rowText(row))) heads.add(rowText(row));
	});
}
