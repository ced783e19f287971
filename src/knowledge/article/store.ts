/**
 * Writes articles and questions to the object's SQLite, and the index that follows every change in the same transaction.
 * Used by the actions and by what reads sources. Bounded: past `MAX_DOCUMENTS` of a kind nothing new is taken. What is switched off stays here and leaves the index.
 */
import { newId } from "../../db/id.ts";
import type {
	Article,
	ArticleDraft,
	Question,
	QuestionDraft,
	QuestionSwitches,
} from "../../protocol/knowledge/articles.ts";
import { cleanLine, cleanText } from "../../protocol/text/shown.ts";
import { chunkArticle } from "./chunk.ts";
import { removeSpellings, addSpellings } from "./vocabulary.ts";
import { article, type DocumentKind, MAX_DOCUMENTS, question } from "./documents.ts";
import { dropWordings, indexWordings, unindexWordings } from "../wording/store.ts";
import { searchTerms } from "../../language/text/terms.ts";

export type DocumentRefused = {
	ok: false;
	/** `changed`: it was saved since the text that this change is based on. */
	reason: "not_found" | "full" | "changed";
};

type PassageRow = { title: string; heading: string; text: string };

/** Removes a document's passages from the index. */
function unindex(sql: SqlStorage, owner: string): void {
	const rows = sql
		.exec<{ id: number; title: string; heading: string; body: string }>(
			`SELECT p.id, t.title, t.heading, t.body FROM passage p JOIN passage_terms t ON t.rowid = p.id WHERE p.owner = ?`,
			owner,
		)
		.toArray();
	for (const { id } of rows) {
		sql.exec(`DELETE FROM passage_terms WHERE rowid = ?`, id);
		unindexWordings(sql, id);
		sql.exec(`DELETE FROM passage WHERE id = ?`, id);
	}
	removeSpellings(sql, new Set(rows.flatMap((row) => `${row.title} ${row.heading} ${row.body}`.split(" "))));
}

function index(sql: SqlStorage, owner: string, kind: DocumentKind, rows: PassageRow[]): void {
	unindex(sql, owner);
	const indexed = rows.map((row) => ({
		row,
		title: searchTerms(row.title),
		heading: searchTerms(row.heading),
		body: searchTerms(row.text),
	}));
	addSpellings(sql, new Set(indexed.flatMap(({ title, heading, body }) => [...title, ...heading, ...body])));
	for (const { row, title, heading, body } of indexed) {
		const { id } = sql
			.exec<{ id: number }>(
				`INSERT INTO passage (owner, kind, title, heading, text) VALUES (?, ?, ?, ?, ?) RETURNING id`,
				owner,
				kind,
				row.title,
				row.heading,
				row.text,
			)
			.one();
		sql.exec(
			`INSERT INTO passage_terms (rowid, title, heading, body) VALUES (?, ?, ?, ?)`,
			id,
			title.join(" "),
			heading.join(" "),
			body.join(" "),
		);
	}
}

const isFull = (sql: SqlStorage, kind: DocumentKind): boolean =>
	sql.exec<{ count: number }>(`SELECT count FROM row_count WHERE kind = ?`, kind).one().count >= MAX_DOCUMENTS;

function indexArticle(sql: SqlStorage, { id, title, text }: Pick<Article, "id" | "title" | "text">): void {
	const chunks = chunkArticle(title, text);
	// An article of headings alone is still found by its title.
	const rows = chunks.length > 0 ? chunks : [{ heading: "", text }];
	index(
		sql,
		id,
		"article",
		rows.map((chunk) => ({ title, ...chunk })),
	);
	indexWordings(sql, id, Date.now());
}

function indexQuestion(sql: SqlStorage, { id, wordings, answer }: Pick<Question, "id" | "wordings" | "answer">): void {
	index(
		sql,
		id,
		"question",
		wordings.map((title, position) => ({ title, heading: "", text: position === 0 ? answer : "" })),
	);
}

/** Where and when a document was read from its source. */
export type Reading = { source: string; place: string; run: number; at: number };

type SaveOptions = {
	/** The `updatedAt` of the text that was edited. Without it, the save overwrites whatever is there. */
	basedOn?: number | undefined;
	/** Set where the text was read from a source; absent where a teammate wrote it. */
	reading?: Reading;
};

/** Creates (no id) or replaces an article. Call inside a transaction. */
export function saveArticle(
	sql: SqlStorage,
	id: string | null,
	draft: ArticleDraft,
	{ basedOn, reading }: SaveOptions = {},
): { ok: true; article: Article } | DocumentRefused {
	const [title, text] = [cleanLine(draft.title), cleanText(draft.text)];
	if (id === null && isFull(sql, "article")) return { ok: false, reason: "full" };
	const before = id === null ? null : article(sql, id);
	if (id !== null && before === null) return { ok: false, reason: "not_found" };
	if (before && basedOn !== undefined && basedOn !== before.updatedAt) return { ok: false, reason: "changed" };
	const [key, at] = [id ?? newId("art"), nextUpdatedAt(before)];
	if (before === null)
		sql.exec(
			`INSERT INTO article (id, title, updated_at, text, ${READING_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			key,
			title,
			at,
			text,
			...readingValues(reading),
		);
	else sql.exec(`UPDATE article SET title = ?, updated_at = ?, text = ? WHERE id = ?`, title, at, text, key);
	if (before !== null) recordReading(sql, "article", key, reading, before.title !== title || before.text !== text);
	if (before?.enabled !== false) indexArticle(sql, { id: key, title, text });
	const saved = article(sql, key);
	return saved ? { ok: true, article: saved } : { ok: false, reason: "not_found" };
}

/** Creates (no id) or replaces a question. Call inside a transaction. */
export function saveQuestion(
	sql: SqlStorage,
	id: string | null,
	draft: QuestionDraft,
	{ basedOn, reading }: SaveOptions = {},
): { ok: true; question: Question } | DocumentRefused {
	const [wordings, answer] = [draft.wordings.map(cleanLine), cleanText(draft.answer)];
	if (id === null && isFull(sql, "question")) return { ok: false, reason: "full" };
	const before = id === null ? null : question(sql, id);
	if (id !== null && before === null) return { ok: false, reason: "not_found" };
	if (before && basedOn !== undefined && basedOn !== before.updatedAt) return { ok: false, reason: "changed" };
	const [key, at, asked] = [id ?? newId("qst"), nextUpdatedAt(before), JSON.stringify(wordings)];
	if (before === null)
		sql.exec(
			`INSERT INTO question (id, wordings, updated_at, answer, ${READING_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			key,
			asked,
			at,
			answer,
			...readingValues(reading),
		);
	else sql.exec(`UPDATE question SET wordings = ?, updated_at = ?, answer = ? WHERE id = ?`, asked, at, answer, key);
	if (before !== null)
		recordReading(sql, "question", key, reading, before.answer !== answer || JSON.stringify(before.wordings) !== asked);
	if (before?.enabled !== false) indexQuestion(sql, { id: key, wordings, answer });
	const saved = question(sql, key);
	return saved ? { ok: true, question: saved } : { ok: false, reason: "not_found" };
}

/** Grows with every save, also within a millisecond: `basedOn` compares it. */
const nextUpdatedAt = (before: { updatedAt: number } | null): number =>
	Math.max(Date.now(), (before?.updatedAt ?? 0) + 1);

const READING_COLUMNS = "source, place, run, read_at";
const readingValues = (reading: Reading | undefined) =>
	reading ? [reading.source, reading.place, reading.run, reading.at] : [null, null, 0, null];

/** Records that a document was read again, or (without `reading`) that a teammate has edited what was read. */
export function recordReading(
	sql: SqlStorage,
	kind: DocumentKind,
	id: string,
	reading: Reading | undefined,
	changed = false,
): void {
	if (reading)
		sql.exec(`UPDATE ${kind} SET (${READING_COLUMNS}) = (?, ?, ?, ?) WHERE id = ?`, ...readingValues(reading), id);
	else if (changed) sql.exec(`UPDATE ${kind} SET edited = 1 WHERE id = ? AND source IS NOT NULL`, id);
}

/** Switches an article on or off; off, it is kept and no search finds it. False where there is none. Call inside a transaction. */
export function switchArticle(sql: SqlStorage, id: string, enabled: boolean): boolean {
	const found = article(sql, id);
	if (found === null) return false;
	if (found.enabled === enabled) return true;
	sql.exec(`UPDATE article SET enabled = ? WHERE id = ?`, Number(enabled), id);
	if (enabled) indexArticle(sql, found);
	else unindex(sql, id);
	return true;
}

/** Switches a question on or off, and pins it or not. False where there is none. Call inside a transaction. */
export function switchQuestion(sql: SqlStorage, id: string, switches: QuestionSwitches): boolean {
	const found = question(sql, id);
	if (found === null) return false;
	const { enabled = found.enabled, pinned = found.pinned } = switches;
	sql.exec(`UPDATE question SET enabled = ?, pinned = ? WHERE id = ?`, Number(enabled), Number(pinned), id);
	if (enabled && !found.enabled) indexQuestion(sql, found);
	else if (!enabled) unindex(sql, id);
	return true;
}

/** False where there was none. Call inside a transaction. */
export function remove(sql: SqlStorage, kind: DocumentKind, id: string): boolean {
	const gone = sql.exec(`DELETE FROM ${kind} WHERE id = ? RETURNING id`, id).toArray().length > 0;
	if (gone) unindex(sql, id);
	if (gone) dropWordings(sql, id);
	return gone;
}
