/**
 * Reads questions with answers from a CSV table: from the columns "question" and "answer" where the first row names them, else
 * from the first two. Further wordings are further lines in the question, or further columns named "wording".
 */
import * as v from "valibot";
import { partsOf } from "../../../language/packs.ts";
import { QuestionDraft } from "../../../protocol/knowledge/articles.ts";
import type { FileRead } from "./read.ts";

const MAX_ROWS = 20_000;

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
	const { default: Papa } = await import("papaparse");
	// Spreadsheets write a byte order mark before the first cell.
	const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), {
		skipEmptyLines: "greedy",
		preview: MAX_ROWS + 1,
	});
	const { asks, answer, named } = columnsOf(data[0] ?? []);
	const failures: { what: string; reason: string }[] = [];
	const parts = new Map<string, { wordings: string[]; answer: string }>();
	data.slice(0, MAX_ROWS).forEach((row, index) => {
		if (named && index === 0) return;
		const fail = (reason: string) => failures.push({ what: `Row ${index + 1}`, reason });
		const wordings = asks.flatMap((column) => (row[column] ?? "").split(/\r?\n/)).map((wording) => wording.trim());
		const draft = v.safeParse(QuestionDraft, {
			wordings: [...new Set(wordings.filter((wording) => wording !== ""))],
			answer: row[answer] ?? "",
		});
		if (!draft.success) {
			const [issue] = draft.issues;
			const words = issue.message.startsWith("Invalid ") ? tooLong(v.getDotPath(issue) ?? "") : missing(issue.message);
			fail(words);
			return;
		}
		const place = (draft.output.wordings[0] ?? "").toLowerCase();
		if (parts.has(place)) fail("The same question stands in an earlier row.");
		else parts.set(place, draft.output);
	});
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
