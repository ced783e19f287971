/**
 * Suggested questions with answers, from conversations that a person solved, for the team to approve. They aren't searched:
 * the AI answers from one only once it is saved as a question. One a conversation; only the latest are kept.
 */
import type { Suggestion } from "../../protocol/knowledge/gaps.ts";

export const SUGGESTIONS_KEPT = 500;

const COLUMNS = `id, question, answer, at, conversation`;

export const listSuggestions = (sql: SqlStorage): Suggestion[] =>
	sql
		.exec<Suggestion>(
			`SELECT ${COLUMNS} FROM suggestion WHERE state = 'open' ORDER BY id DESC LIMIT ${SUGGESTIONS_KEPT}`,
		)
		.toArray();

export const countSuggestions = (sql: SqlStorage): number =>
	sql.exec<{ n: number }>(`SELECT count(*) AS n FROM suggestion WHERE state = 'open'`).one().n;

export const suggestionOf = (sql: SqlStorage, id: number): Suggestion | null =>
	sql.exec<Suggestion>(`SELECT ${COLUMNS} FROM suggestion WHERE id = ?`, id).toArray()[0] ?? null;
