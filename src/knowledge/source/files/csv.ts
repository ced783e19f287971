/**
 * Reads questions with answers from a CSV table: from the columns "question" and "answer" where the first row names them, else
 * from the first two. Further wordings are further lines in the question, or further columns named "wording".
 */
import * as v from "valibot";
import { partsOf } from "../../../language/packs.ts";
import { QuestionDraft } from "../../../protocol/knowledge/articles.ts";
import type { FileRead } from "./read.ts";

const MAX_ROWS = 20_000;
const ROWS_AT_ONCE = 1_000;
/** Quotes, separators and line ends: the library parses in one stretch, and each of them takes its time. */
const MAX_MARKS = 200_000;
const marks = new Set(Array.from('",;|\t\n\r', (mark) => mark.charCodeAt(0)));

function hasManyMarks(text: string): boolean {
	let count = 0;
	for (let at = 0; at < text.length && count <= MAX_MARKS; at++) if (marks.has(text.charCodeAt(at))) count++;
	return count > MAX_MARKS;
}

const heads = partsOf(({ columns }) => columns);
const asksIn = new RegExp(`^(?:${heads.map(({ question }) => question).join("|")})\\b`, "i");
const answersIn = new RegExp(`^(?:${heads.map(({ answer }) => answer).join("|")})$`, "iu");

type Columns = { asks: number[]; answer: number; named: boolean };

function columnsOf(first: string[]): Columns {
	const names = first.map((name) => name.trim());
	const answer = names.findIndex((name) => answersIn.test(name));
	const asks = names.flatMap((name, index) => (asksIn.test(name) ? [index] : []));
	return answer >= 0 && asks.length > 0 ? { asks, answer, named: true } : { asks: [0], answer: 1, named: false };
}

export async function readCsv(text: string): Promise<FileRead> {
	if (hasManyMarks(text))
		return { ok: false, reason: "It has more rows and columns than can be read at once. Split it into smaller files." };
	const { default: Papa } = await import("papaparse");
	// Spreadsheets write a byte order mark before the first cell.
	const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), {
		skipEmptyLines: "greedy",
		preview: MAX_ROWS + 1,
	});
	const { asks, answer, named } = columnsOf(data[0] ?? []);
	const asking = new Set(asks);
	const failures: { what: string; reason: string }[] = [];
	const parts = new Map<string, { wordings: string[]; answer: string }>();
	for (const [index, row] of data.slice(0, MAX_ROWS).entries()) {
		if (named && index === 0) continue;
		// Whoever else the thread serves comes in between.
		if (index % ROWS_AT_ONCE === 0) await new Promise<void>((done) => setTimeout(done, 0));
		const fail = (reason: string) => failures.push({ what: `Row ${index + 1}`, reason });
		// By the row's own cells: a first row of very many columns is no reason to look for each of them in every row.
		const wordings = row
			.flatMap((cell, column) => (asking.has(column) ? cell.split(/\r?\n/) : []))
			.map((wording) => wording.trim());
		const draft = v.safeParse(QuestionDraft, {
			wordings: [...new Set(wordings.filter((wording) => wording !== ""))],
			answer: row[answer] ?? "",
		});
		if (!draft.success) {
			const [issue] = draft.issues;
			const words = issue.message.startsWith("Invalid ") ? tooLong(v.getDotPath(issue) ?? "") : missing(issue.message);
			fail(words);
			continue;
		}
		const place = (draft.output.wordings[0] ?? "").toLowerCase();
		if (parts.has(place)) fail("The same question stands in an earlier row.");
		else parts.set(place, draft.output);
	}
	if (data.length > MAX_ROWS)
		failures.push({ what: "Rows", reason: `Only the first ${MAX_ROWS.toLocaleString("en")} were read.` });
	if (parts.size === 0)
		return {
			ok: false,
			reason: "It has no questions with answers. It needs a column named “question” and one named “answer”.",
		};
	return {
		ok: true,
		failures,
		parts: [...parts].map(([place, draft]) => ({ kind: "question", place, ...draft })),
	};
}

const missing = (message: string): string =>
	message === "Write the answer."
		? "It has no answer."
		: message === "Write the question."
			? "It has no question."
			: message;

const tooLong = (path: string): string =>
	path.startsWith("answer")
		? "Its answer is longer than 10,000 characters."
		: "Its question is longer than 500 characters, or has more than 30 wordings.";
