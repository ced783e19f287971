/**
 * Writes gaps and suggestions: what conversations report, bounded to the latest of each, and what the team makes of it.
 * Used by the actions and by reports.ts.
 */
import type { HandoffReason } from "../../protocol/conversation/entry.ts";
import { GAPS_KEPT, gapTerms, groupOf } from "./gaps.ts";
import { SUGGESTIONS_KEPT } from "./suggestions.ts";

export type Unanswered = { question: string; reason: HandoffReason; confidence: number | null };

type Solved = { question: string; answer: string; conversation: string; seq: number; at: number };

export function fileGap(
	sql: SqlStorage,
	{ question, reason, confidence }: Unanswered,
	from: { conversation: string; seq: number; at: number },
): void {
	const { id } = sql
		.exec<{ id: number }>(
			`INSERT INTO unanswered (conversation, seq, at, reason, confidence, question, terms, state)
			 VALUES (?, ?, ?, ?, ?, ?, ?, 'open') RETURNING id`,
			from.conversation,
			from.seq,
			from.at,
			reason,
			confidence,
			question,
			gapTerms(question),
		)
		.one();
	sql.exec(`DELETE FROM unanswered WHERE id <= ?`, id - GAPS_KEPT);
}

/** Dismisses a gap, brings it back, or takes it as answered. False where there is none. Call inside a transaction. */
export function setGapState(sql: SqlStorage, id: number, state: "open" | "dismissed" | "resolved"): boolean {
	const items = groupOf(sql, id);
	for (const item of items ?? []) sql.exec(`UPDATE unanswered SET state = ? WHERE id = ?`, state, item.id);
	return items !== undefined;
}

/** What a conversation that closes again tells replaces what waits; what was decided stays decided. */
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
	sql.exec(`DELETE FROM suggestion WHERE id <= ?`, id - SUGGESTIONS_KEPT);
}

/** False where there is none. */
export const setSuggestionState = (sql: SqlStorage, id: number, state: "open" | "dismissed" | "saved"): boolean =>
	sql.exec(`UPDATE suggestion SET state = ? WHERE id = ? RETURNING id`, state, id).toArray().length > 0;
