/**
 * Reads questions with answers from a CSV table, or the articles of a help desk's export, from its columns of questions or
 * titles and of what is said to them (columns.ts). Further wordings are further lines in the question, or further columns
 * of questions. Rows that their authors haven't published are left out. What isn't read is told.
 */
import * as v from "valibot";
import { QuestionDraft } from "../../../../protocol/knowledge/articles.ts";
import type { Omission } from "../../../../protocol/knowledge/omissions.ts";
import { unpublished } from "../../../../language/document-words.ts";
import { fold } from "../../../../language/text/fold.ts";
import { documentBlocks } from "../../html/document.ts";
import { toMarkdown } from "../../html/text/render.ts";
import type { DocumentPart, FileRead } from "../read.ts";
import { split } from "../split.ts";
import { saysUnpublished } from "../unpublished.ts";
import { type ColumnPair, columnsOf } from "./columns.ts";
import { rowsOf } from "./rows.ts";

const MAX_ROWS = 20_000;
const MAX_CELL = 400_000;
const ROWS_AT_ONCE = 1_000;
/** Characters of a text under a title past which it is an article: nobody is given it as an answer. */
const MAX_SAID = 1_000;
/** Quotes, separators and line ends: the library parses in one stretch, and each of them takes its time. */
const MAX_MARKS = 200_000;
const marks = new Set(Array.from('",;|\t\n\r', (mark) => mark.charCodeAt(0)));

function hasManyMarks(text: string): boolean {
	let count = 0;
	for (let at = 0; at < text.length && count <= MAX_MARKS; at++) if (marks.has(text.charCodeAt(at))) count++;
	return count > MAX_MARKS;
}

const markup =
	/<(?:p|div|br|ul|ol|li|h[1-6]|table|span|a|strong|em|b|i|img|section|blockquote)(?:\s[^<>]{0,2000})?\/?>/i;

/** Help desks write their articles' HTML into a cell. */
function plainOf(cell: string): string {
	if (!markup.test(cell)) return cell.trim();
	return toMarkdown(documentBlocks(cell, MAX_CELL).blocks, MAX_CELL).markdown;
}

type Parts = Map<string, DocumentPart[]>;

/** Reads a row's question or title into `parts`; a sentence where it can't be. */
function readRow(row: readonly string[], { asks, answer, titled }: ColumnPair, parts: Parts): string | null {
	const wordings = asks
		.flatMap((column) => plainOf(row[column] ?? "").split(/\r\n|\r|\n/))
		.map((wording) => wording.trim());
	const filled = [...new Set(wordings.filter((wording) => wording !== ""))];
	const said = plainOf(row[answer] ?? "");
	const [title = ""] = filled;
	const place = title.toLowerCase();
	if (parts.has(place))
		return titled ? "An earlier row has the same title." : "The same question stands in an earlier row.";
	if (titled && title !== "" && said.length > MAX_SAID) {
		const articles = split(title, said);
		parts.set(
			place,
			articles.map((part) => ({ kind: "article", ...part, place: `${place.slice(0, 300)}${part.place}` })),
		);
		return null;
	}
	const draft = v.safeParse(QuestionDraft, { wordings: filled, answer: said });
	if (draft.success) {
		parts.set(place, [{ kind: "question", place: (draft.output.wordings[0] ?? "").toLowerCase(), ...draft.output }]);
		return null;
	}
	const [issue] = draft.issues;
	return issue.message.startsWith("Invalid ") ? tooLong(v.getDotPath(issue) ?? "") : missing(issue.message);
}

export async function readCsv(text: string): Promise<FileRead> {
	if (hasManyMarks(text))
		return { ok: false, reason: "It has more rows and columns than can be read at once. Split it into smaller files." };
	const { rows, failures } = await rowsOf(text, MAX_ROWS + 1);
	if (rows.length === 0 && failures.length === 0) return { ok: false, reason: "There is no text in it." };
	const columns = columnsOf(rows.map(({ cells }) => cells));
	if (!columns.ok) return columns;
	const { pairs, headed, status, unread } = columns;
	const parts: Parts = new Map();
	let drafts = 0;
	for (const [index, { no, cells }] of rows.slice(0, MAX_ROWS).entries()) {
		if (headed && index === 0) continue;
		// Whoever else the thread serves comes in between.
		if (index % ROWS_AT_ONCE === 0) await new Promise<void>((done) => setTimeout(done, 0));
		if (status.some(({ column, name }) => isDraft(name, cells[column] ?? ""))) {
			drafts++;
			continue;
		}
		// Of a row in several languages, those that are filled.
		const filled = pairs.filter(({ asks, answer }) =>
			[...asks, answer].some((column) => (cells[column] ?? "").trim() !== ""),
		);
		for (const pair of filled.length > 0 ? filled : pairs.slice(0, 1)) {
			const reason = readRow(cells, pair, parts);
			if (reason !== null) failures.push({ what: `Row ${no}`, reason });
		}
	}
	if (rows.length > MAX_ROWS)
		failures.push({ what: "Rows", reason: `Only the first ${MAX_ROWS.toLocaleString("en")} were read.` });
	const omitted: Omission[] = [];
	if (unread.length > 0) omitted.push({ kind: "columns", count: unread.length, of: null, detail: unread.join(", ") });
	if (drafts > 0) omitted.push({ kind: "drafts", count: drafts, of: rows.length - 1, detail: null });
	const names = rows[0]?.cells.join(", ") ?? "";
	if (headed && columns.guessed) omitted.push({ kind: "head_row", count: 1, of: null, detail: names });
	if (parts.size > 0) return { ok: true, failures, parts: [...parts.values()].flat(), omitted };
	const [failure] = failures;
	if (drafts > 0) return { ok: false, reason: "All of its rows are drafts, or aren't published." };
	return {
		ok: false,
		reason: `It has no questions with answers. ${failure ? `${failure.what}: ${failure.reason}` : "It needs a column named “question” and one named “answer”, and rows below them."}`,
	};
}

const isDraft = (name: string, value: string): boolean =>
	saysUnpublished(name, value) || unpublished.test(fold(value.trim().slice(0, 100)));

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
