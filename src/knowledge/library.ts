/**
 * Articles and questions over the object's SQLite, and the index that follows every change in the same transaction.
 * Bounded: past `MAX_DOCUMENTS` of a kind nothing new is taken.
 */
import * as v from "valibot";
import type { Article, ArticleDraft, KnowledgeList, Question, QuestionDraft } from "../protocol/api.ts";
import { cutPassages } from "./cut.ts";
import { forget, learn } from "./spelling.ts";
import { terms } from "../language/terms.ts";

/** Of each kind. A list of so many titles still fits one answer of a Durable Object (32 MiB) many times over. */
export const MAX_DOCUMENTS = 5_000;

const EXCERPT_LENGTH = 140;

type Kind = "article" | "question";
export type Refused = { ok: false; reason: "not_found" | "full" };

const Wordings = v.pipe(v.string(), v.parseJson(), v.array(v.string()));
const newId = (prefix: string): string => `${prefix}_${crypto.randomUUID().replaceAll("-", "").slice(0, 20)}`;

type PassageRow = { title: string; heading: string; text: string };

/** Takes a document's passages out of the index. */
function unindex(sql: SqlStorage, owner: string): void {
	const rows = sql
		.exec<{ id: number; title: string; heading: string; body: string }>(
			`SELECT p.id, t.title, t.heading, t.body FROM passage p JOIN passage_terms t ON t.rowid = p.id WHERE p.owner = ?`,
			owner,
		)
		.toArray();
	for (const { id } of rows) {
		sql.exec(`DELETE FROM passage_terms WHERE rowid = ?`, id);
		sql.exec(`DELETE FROM passage WHERE id = ?`, id);
	}
	forget(sql, new Set(rows.flatMap((row) => `${row.title} ${row.heading} ${row.body}`.split(" "))));
}

function index(sql: SqlStorage, owner: string, kind: Kind, rows: PassageRow[]): void {
	unindex(sql, owner);
	const indexed = rows.map((row) => ({
		row,
		title: terms(row.title),
		heading: terms(row.heading),
		body: terms(row.text),
	}));
	learn(sql, new Set(indexed.flatMap(({ title, heading, body }) => [...title, ...heading, ...body])));
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

const isFull = (sql: SqlStorage, kind: Kind): boolean =>
	sql.exec<{ count: number }>(`SELECT count(*) AS count FROM ${kind}`).one().count >= MAX_DOCUMENTS;

export function article(sql: SqlStorage, id: string): Article | null {
	const [row] = sql
		.exec<{ id: string; title: string; text: string; updatedAt: number }>(
			`SELECT id, title, text, updated_at AS updatedAt FROM article WHERE id = ?`,
			id,
		)
		.toArray();
	return row ?? null;
}

export function question(sql: SqlStorage, id: string): Question | null {
	const [row] = sql
		.exec<{ id: string; wordings: string; answer: string; updatedAt: number }>(
			`SELECT id, wordings, answer, updated_at AS updatedAt FROM question WHERE id = ?`,
			id,
		)
		.toArray();
	return row ? { ...row, wordings: v.parse(Wordings, row.wordings) } : null;
}

/** Creates (no id) or replaces an article. Call inside a transaction. */
export function saveArticle(
	sql: SqlStorage,
	id: string | null,
	draft: ArticleDraft,
): { ok: true; article: Article } | Refused {
	if (id === null && isFull(sql, "article")) return { ok: false, reason: "full" };
	if (id !== null && article(sql, id) === null) return { ok: false, reason: "not_found" };
	const saved = { id: id ?? newId("art"), title: draft.title, text: draft.text, updatedAt: Date.now() };
	sql.exec(`INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?)`, saved.id, saved.title, saved.text, saved.updatedAt);
	const cuts = cutPassages(saved.title, saved.text);
	// An article of headings only is still found by its title.
	const rows = cuts.length > 0 ? cuts : [{ heading: "", text: saved.text }];
	index(
		sql,
		saved.id,
		"article",
		rows.map((cut) => ({ title: saved.title, ...cut })),
	);
	return { ok: true, article: saved };
}

/** Creates (no id) or replaces a question. Call inside a transaction. */
export function saveQuestion(
	sql: SqlStorage,
	id: string | null,
	draft: QuestionDraft,
): { ok: true; question: Question } | Refused {
	if (id === null && isFull(sql, "question")) return { ok: false, reason: "full" };
	if (id !== null && question(sql, id) === null) return { ok: false, reason: "not_found" };
	const saved = { id: id ?? newId("qst"), wordings: draft.wordings, answer: draft.answer, updatedAt: Date.now() };
	sql.exec(
		`INSERT OR REPLACE INTO question VALUES (?, ?, ?, ?)`,
		saved.id,
		JSON.stringify(saved.wordings),
		saved.answer,
		saved.updatedAt,
	);
	index(
		sql,
		saved.id,
		"question",
		saved.wordings.map((title, position) => ({ title, heading: "", text: position === 0 ? saved.answer : "" })),
	);
	return { ok: true, question: saved };
}

/** True where there was one. Call inside a transaction. */
export function remove(sql: SqlStorage, kind: Kind, id: string): boolean {
	const gone = sql.exec(`DELETE FROM ${kind} WHERE id = ? RETURNING id`, id).toArray().length > 0;
	if (gone) unindex(sql, id);
	return gone;
}

/** The first words of a Markdown text, as plain text. */
const excerpt = (markdown: string): string => {
	const plain = markdown
		.replace(/^#{1,6}\s+(.*[\p{L}\p{N}])\s*$/gmu, "$1:")
		.replace(/^\s*(?:#{1,6}|[-*+>]|\d+\.)\s+/gm, "")
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
		.replace(/[*_`|]+/g, "")
		.replace(/\s+/g, " ")
		.trim();
	return plain.length <= EXCERPT_LENGTH ? plain : `${plain.slice(0, EXCERPT_LENGTH).replace(/\s\S*$/, "")}…`;
};

export function list(sql: SqlStorage): KnowledgeList {
	const articles = sql
		.exec<{ id: string; title: string; start: string; updatedAt: number }>(
			`SELECT id, title, substr(text, 1, 400) AS start, updated_at AS updatedAt FROM article
			 ORDER BY updated_at DESC, id LIMIT ${MAX_DOCUMENTS}`,
		)
		.toArray()
		.map(({ start, ...row }) => ({ ...row, excerpt: excerpt(start) }));
	const questions = sql
		.exec<{ id: string; title: string; wordings: number; updatedAt: number }>(
			`SELECT id, wordings ->> '$[0]' AS title, json_array_length(wordings) AS wordings, updated_at AS updatedAt
			 FROM question ORDER BY updated_at DESC, id LIMIT ${MAX_DOCUMENTS}`,
		)
		.toArray();
	return { articles, questions };
}
