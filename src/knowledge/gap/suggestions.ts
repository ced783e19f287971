/**
 * Suggested questions with answers, from conversations that a person solved, for the team to approve. They aren't searched:
 * the AI answers from one only once it is saved as a question. One a conversation; only the latest are kept.
 */
import type { Suggestion } from "../../protocol/knowledge/gaps.ts";

const KEPT = 500;

type Solved = { question: string; answer: string; conversation: string; seq: number; at: number };

const COLUMNS = `id, question, answer, at, conversation`;

/** Replaces the conversation's open suggestion; one that was dismissed or saved stays as it is. */
export function fileSuggestion(sql: SqlStorage, { question, answer, conversation, seq, at }: Solved): void {
	const { id } = sql
		.exec<{ id: number }>(
			`INSERT INTO suggestion (conversation, seq, at, question, answer, state) VALUES (?, ?, ?, ?, ?, 'open')
			 ON CONFLICT (conversation) DO UPDATE SET seq = excluded.seq, at = excluded.at,
				question = iif(state = 'open', excluded.question, question), answer = iif(state = 'open', excluded.answer, answer)
			 RETURNING id`,
			conversation,
			seq,
			at,
			question,
			answer,
		)
		.one();
	sql.exec(`DELETE FROM suggestion WHERE id <= ?`, id - KEPT);
}

export const listSuggestions = (sql: SqlStorage): Suggestion[] =>
	sql
		.exec<Suggestion>(`SELECT ${COLUMNS} FROM suggestion WHERE state = 'open' ORDER BY id DESC LIMIT ${KEPT}`)
		.toArray();

export const countSuggestions = (sql: SqlStorage): number =>
	sql.exec<{ n: number }>(`SELECT count(*) AS n FROM suggestion WHERE state = 'open'`).one().n;

export const suggestionOf = (sql: SqlStorage, id: number): Suggestion | null =>
	sql.exec<Suggestion>(`SELECT ${COLUMNS} FROM suggestion WHERE id = ?`, id).toArray()[0] ?? null;

/** False where there is none. */
export const setSuggestionState = (sql: SqlStorage, id: number, state: "open" | "dismissed" | "saved"): boolean =>
	sql.exec(`UPDATE suggestion SET state = ? WHERE id = ? RETURNING id`, state, id).toArray().length > 0;
