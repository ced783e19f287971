/**
 * Questions and answers from conversations that a person solved, waiting for a person to approve them. Nothing here is
 * searched: saving one as a question is what makes the AI answer from it. One a conversation, the latest ones.
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
