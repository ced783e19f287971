/** What the text of a PDF goes through, after pdf.js has found its pieces. */
import { arrange, pageRows } from "../../../../src/knowledge/source/pdf/arrange.ts";
import { regionsOf } from "../../../../src/knowledge/source/pdf/columns.ts";
import { type Line, pdfMarkdown } from "../../../../src/knowledge/source/pdf/markdown.ts";
import { framesOf, type PdfPiece } from "../../../../src/knowledge/source/pdf/pieces.ts";
import { isFromRight, rowsOf, rowText } from "../../../../src/knowledge/source/pdf/rows.ts";
import { runningRows } from "../../../../src/knowledge/source/pdf/running.ts";
import { partsOfRegion } from "../../../../src/knowledge/source/pdf/tables.ts";
import type { Listed } from "./listed.ts";

/** Pieces of a text, so many on a line. */
function piecesOf(text: string, perLine: number): PdfPiece[] {
	const pieces: PdfPiece[] = [];
	for (let at = 0; at < text.length; at += 4) {
		const [line, nth] = [Math.floor(pieces.length / perLine), pieces.length % perLine];
		pieces.push({
			text: text.slice(at, at + 4),
			from: nth * 60,
			to: nth * 60 + 20,
			y: -line * 12,
			size: 10,
			rtl: nth % 3 === 0,
		});
	}
	return pieces;
}
const rows = (text: string, perLine: number) => rowsOf(piecesOf(text, perLine));
const lines = (text: string): Line[] =>
	rows(text, 2).map((row, nth) => ({ text: rowText(row), size: 8 + (nth % 9), y: row.y, page: nth % 50 }));
const pages = (text: string) => {
	const all = rows(text, 1);
	return Array.from({ length: Math.ceil(all.length / 8) }, (_, nth) => all.slice(nth * 8, nth * 8 + 8));
};

export const pdf: Listed = {
	"knowledge/source/pdf/pieces.ts": {
		framesOf: (text) =>
			framesOf(
				piecesOf(text, 7).map(({ text: str, from, y }, nth) => ({
					str,
					dir: "ltr",
					transform: [10, 0, nth % 5, 10, from, y],
					width: 20,
					height: 10,
					fontName: "f",
				})),
				{},
			),
	},
	"knowledge/source/pdf/rows.ts": {
		rowsOf: (text) => rows(text, 60),
		isFromRight: (text) => isFromRight(rows(text, 7)),
		rowText: (text) => rows(text, 60).map(rowText),
	},
	"knowledge/source/pdf/columns.ts": {
		regionsOf: (text) => regionsOf(rows(text, 2)),
	},
	"knowledge/source/pdf/tables.ts": {
		partsOfRegion: (text) => partsOfRegion(rows(text, 7)),
	},
	"knowledge/source/pdf/running.ts": { runningRows: (text) => runningRows(pages(text)) },
	"knowledge/source/pdf/arrange.ts": {
		pageRows: (text) => pageRows([piecesOf(text, 7)], 500),
		arrange: (text) =>
			arrange([pageRows([piecesOf(text, 2)], 500), pageRows([piecesOf(text, 7)], 500)], async () => {}),
	},
	"knowledge/source/pdf/markdown.ts": { pdfMarkdown: (text) => pdfMarkdown(lines(text)) },
};
