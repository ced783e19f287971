/**
 * The rows of a CSV table, with the numbers that a spreadsheet gives them. A row whose quotation marks aren't paired would
 * swallow those below it: it is left out with its number, and reading goes on in the next line.
 */
import type { ParseStepResult, Parser } from "papaparse";

export type TableRow = { no: number; cells: string[] };
export type TableRows = { rows: TableRow[]; failures: { what: string; reason: string }[] };

/** Each try after a broken row may look through all that follows. */
const MAX_BROKEN = 20;

/** Characters that its separator is told by. */
const GUESSED_FROM = 64 * 1_024;

/** Excel's own line for the separator: `sep=;`. It is no row. */
const separatorLine = /^"?sep=([^\r\n"]|\t)"?(?:\r\n|\r|\n|$)/i;

const lineEnd = (text: string, from: number): number => {
	const end = /\r\n|\r|\n/g;
	end.lastIndex = from;
	const found = end.exec(text);
	return found === null ? text.length : found.index + found[0].length;
};

/** Rows that aren't empty, up to `limit`. */
export async function rowsOf(whole: string, limit: number): Promise<TableRows> {
	const { default: Papa } = await import("papaparse");
	const own = separatorLine.exec(whole);
	const text = own === null ? whole : whole.slice(own[0].length);
	// Empty lines, such as the one at the end, would count as rows of one cell against every separator but the comma.
	const guessed = () =>
		Papa.parse(text.slice(0, GUESSED_FROM), { preview: 10, skipEmptyLines: "greedy" }).meta.delimiter;
	let delimiter = own?.[1] ?? guessed();
	const rows: TableRow[] = [];
	const failures: TableRows["failures"] = [];
	let [from, no] = [0, 0];
	while (from < text.length && rows.length < limit) {
		let end = from;
		let broken = false;
		const begun = from;
		Papa.parse<string[]>(text.slice(begun), {
			delimiter,
			step: ({ data, errors, meta }: ParseStepResult<string[]>, parser: Parser) => {
				broken = errors.some(({ type }) => type === "Quotes");
				if (broken) return parser.abort();
				no++;
				end = begun + meta.cursor;
				({ delimiter } = meta);
				if (data.some((cell) => cell.trim() !== "")) rows.push({ no, cells: data });
				if (rows.length >= limit) parser.abort();
			},
		});
		if (!broken) break;
		no++;
		from = lineEnd(text, end);
		if (failures.length >= MAX_BROKEN) {
			failures.push({
				what: `Rows from ${no}`,
				reason: "They weren't read: too many quotation marks above them aren't closed.",
			});
			break;
		}
		failures.push({
			what: `Row ${no}`,
			reason: "A quotation mark in it isn't closed, or stands alone. Write it twice inside of a cell.",
		});
	}
	return { rows, failures };
}
