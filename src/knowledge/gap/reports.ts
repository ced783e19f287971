/**
 * Reports from conversations: the documents that an answer used, a question that wasn't answered, an answer that a teammate
 * gave. They are delivered at least once and counted once: the key is conversation and entry, kept for longer than a
 * conversation's outbox retries.
 */
import { countUse } from "../article/use.ts";
import { fileGap, fileSuggestion, type Unanswered } from "./store.ts";

const DAY_MS = 86_400_000;
/** An outbox gives up after about a day. */
const KEYS_KEPT_DAYS = 7;

/** `at`: when it happened; the same in every delivery. */
type About = { conversation: string; seq: number; at: number };

export type TurnReport = About & { used: string[]; unanswered: Unanswered | null };
export type SolvedReport = About & { question: string; answer: string };

/** Stores the report's key; false where it was there already. */
function isNew(sql: SqlStorage, { conversation, seq, at }: About): boolean {
	const day = Math.floor(at / DAY_MS);
	const fresh =
		sql
			.exec(
				`INSERT INTO turn_report (day, conversation, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING seq`,
				day,
				conversation,
				seq,
			)
			.toArray().length > 0;
	if (fresh) sql.exec(`DELETE FROM turn_report WHERE day < ?`, day - KEYS_KEPT_DAYS);
	return fresh;
}

/** Call inside a transaction. */
export function recordTurn(sql: SqlStorage, report: TurnReport): void {
	if (!isNew(sql, report)) return;
	if (report.used.length > 0) countUse(sql, report.used, report.at);
	if (report.unanswered) fileGap(sql, report.unanswered, report);
}

/** Idempotent: a conversation has one suggestion. */
export const recordSolved = (sql: SqlStorage, report: SolvedReport): void => fileSuggestion(sql, report);

/** Deletes the rows that hold a visitor's words; returns how many. */
export function forgetConversation(sql: SqlStorage, conversation: string): number {
	const remove = (table: "unanswered" | "suggestion") =>
		sql.exec(`DELETE FROM ${table} WHERE conversation = ? RETURNING id`, conversation).toArray().length;
	return remove("unanswered") + remove("suggestion");
}
