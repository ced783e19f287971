/**
 * Pieces of text as rows: what stands on one baseline, in segments with wide gaps between them (words of a line are one
 * segment, cells of a table several). Lines that are read from right to left come out in the order they are read in.
 */
import type { PdfPiece } from "./pieces.ts";

export type PdfSegment = { text: string; from: number; to: number; size: number; rtl: boolean };
/** Segments from left to right, as they stand. */
export type PdfRow = { y: number; size: number; segments: PdfSegment[] };

/** Of the letters' height: a wider gap isn't one between words. Justified lines have gaps of up to half of it. */
const WIDE_GAP = 1.1;
/** A gap of so much is a space; kerning is narrower. */
const SPACE = 0.16;
/** Two baselines so close are one: raised figures, two fonts in a line. */
const SAME_LINE = 0.45;

const rtlLetter = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/gu;
const ltrLetter = /[\p{L}--[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]]/gv;
const ideograph = /[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]/;
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Letters as they look at a word's beginning or end, pairs drawn as one, marks for columns: nobody types these. */
const shapes = /[\ufb00-\ufb06\ufb1d-\ufdf9\ufe10-\ufe19\ufe30-\ufe48\ufe70-\ufefc]+/g;

/** What begins an item of a list, and stands apart from its text. */
const listMark = /^(?:[•●▪◦‣∙·–—*-]|\(?(?:\d{1,3}|[a-z])[.)])$/i;

/** Pieces of a line in the order they are read in, with spaces where there are gaps. */
function joined(pieces: PdfPiece[], rtl: boolean): string {
	const order = rtl ? readFromRight(pieces) : pieces;
	let text = "";
	let before: PdfPiece | null = null;
	for (const piece of order) {
		// Of the piece, not of the growing text: looking into that copies it.
		const last = before?.text.at(-1) ?? "";
		if (before !== null && !/\s/.test(last) && !/^\s/.test(piece.text)) {
			const gap = Math.max(piece.from - before.to, before.from - piece.to);
			const tight = ideograph.test(last) && ideograph.test(piece.text[0] ?? "");
			const size = Math.max(before.size, piece.size);
			// Cents and the marks of footnotes are raised; run on, they would be part of the number before them.
			const raised =
				Math.min(before.size, piece.size) < size * 0.8 &&
				/\d/.test(last) &&
				/^\d/.test(piece.text) &&
				before.y !== piece.y;
			if (raised || gap > size * (tight ? 0.5 : SPACE)) text += " ";
		}
		text += piece.text;
		before = piece;
	}
	return text
		.replace(shapes, (letters) => letters.normalize("NFKC"))
		.replace(/\s+/g, " ")
		.trim();
}

const mirrored: Record<string, string> = {
	"(": ")",
	")": "(",
	"[": "]",
	"]": "[",
	"{": "}",
	"}": "{",
	"«": "»",
	"»": "«",
};
/** Marks in the order they are read in from the right: brackets open where they closed. */
const turned = (marks: string): string =>
	[...marks]
		.toReversed()
		.map((mark) => mirrored[mark] ?? mark)
		.join("");

/** From right to left, but numbers and words of other scripts among them as they stand. */
function readFromRight(pieces: PdfPiece[]): PdfPiece[] {
	const order: PdfPiece[] = [];
	let run: PdfPiece[] = [];
	for (const piece of pieces.toReversed()) {
		const isWord = /[\p{L}\p{N}]/u.test(piece.text);
		if (piece.rtl || count(piece.text, rtlLetter) > 0 || !isWord) {
			order.push(...run.toReversed(), isWord ? piece : { ...piece, text: turned(piece.text) });
			run = [];
		} else if (!/\p{L}/u.test(piece.text)) {
			// "17." stands as ".17".
			const [, marks = "", number = piece.text] = /^([^\p{N}]+)([^]*)$/u.exec(piece.text) ?? [];
			run.push({ ...piece, text: `${number}${turned(marks)}`.trim() });
		} else run.push(piece);
	}
	return [...order, ...run.toReversed()];
}

function segmentsOf(pieces: PdfPiece[]): PdfSegment[] {
	const groups: PdfPiece[][] = [];
	let end = Number.NEGATIVE_INFINITY;
	for (const piece of pieces.toSorted((one, other) => one.from - other.from)) {
		const open = groups.at(-1);
		const last = open?.at(-1);
		const width = Math.max(piece.size, last?.size ?? 0) * WIDE_GAP;
		if (open && (piece.from - end <= width || (open.length === 1 && last && listMark.test(last.text.trim()))))
			open.push(piece);
		else groups.push([piece]);
		end = Math.max(open && groups.at(-1) === open ? end : Number.NEGATIVE_INFINITY, piece.to);
	}
	return groups.flatMap((group) => {
		const all = group.map(({ text }) => text).join("");
		const rtl = count(all, rtlLetter) > count(all, ltrLetter);
		const text = joined(group, rtl);
		if (text === "") return [];
		const [from, to] = [Math.min(...group.map((piece) => piece.from)), Math.max(...group.map((piece) => piece.to))];
		return [{ text, from, to, rtl, size: sizeOf(group) }];
	});
}

/** The size that most letters have. */
function sizeOf(pieces: { text: string; size: number }[]): number {
	const letters = new Map<number, number>();
	for (const { size, text } of pieces) letters.set(size, (letters.get(size) ?? 0) + text.length);
	return [...letters].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 0;
}

/** From the frame's head to its foot. */
export function rowsOf(pieces: PdfPiece[]): PdfRow[] {
	const rows: { y: number; size: number; pieces: PdfPiece[] }[] = [];
	for (const piece of pieces.toSorted((one, other) => other.y - one.y)) {
		const open = rows.at(-1);
		if (
			open &&
			open.y - piece.y <= Math.min(Math.max(open.size, piece.size), 2 * Math.min(open.size, piece.size)) * SAME_LINE
		) {
			open.pieces.push(piece);
			// The larger letters say where the line is.
			if (piece.size > open.size) [open.y, open.size] = [piece.y, piece.size];
		} else rows.push({ y: piece.y, size: piece.size, pieces: [piece] });
	}
	return rows.flatMap(({ y, pieces: found }) => {
		const segments = segmentsOf(found);
		return segments.length === 0 ? [] : [{ y, size: sizeOf(segments), segments }];
	});
}

/** Whether most of what stands here is read from right to left. */
export const isFromRight = (rows: PdfRow[]): boolean => {
	let [right, left] = [0, 0];
	for (const { segments } of rows)
		for (const { rtl, text } of segments) {
			if (rtl) right += text.length;
			else left += text.length;
		}
	return right > left;
};

/** A row as one line of text. */
export const rowText = ({ segments }: PdfRow): string =>
	(isFromRight([{ y: 0, size: 0, segments }]) ? segments.toReversed() : segments).map(({ text }) => text).join(" ");
