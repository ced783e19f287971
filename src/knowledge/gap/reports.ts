/**
 * What conversations tell the knowledge base: the articles an answer used, the question nobody answered, what a teammate
 * answered. Told at least once and counted once: a report's key is its conversation and entry, kept for longer than a
 * conversation goes on trying.
 */
import { fileGap, type Unanswered } from "./gaps.ts";
import { countUse } from "../article/meta.ts";
import { fileSuggestion } from "./suggestions.ts";

const DAY_MS = 86_400_000;
/** An outbox gives up after about a day. */
const KEYS_KEPT_DAYS = 7;

/** `at` is the moment it is about, the same whenever it is told. */
type About = { conversation: string; seq: number; at: number };

export type TurnReport = About & { used: string[]; unanswered: Unanswered | null };
export type SolvedReport = About & { question: string; answer: string };

/** False where it was told before. */
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

/** A conversation has one suggestion, so telling it twice changes nothing. */
export const recordSolved = (sql: SqlStorage, report: SolvedReport): void => fileSuggestion(sql, report);

/** Everything a conversation told that holds somebody's words. Answers how many rows went. */
export function forgetConversation(sql: SqlStorage, conversation: string): number {
	const gone = (table: "unanswered" | "suggestion") =>
		sql.exec(`DELETE FROM ${table} WHERE conversation = ? RETURNING id`, conversation).toArray().length;
	return gone("unanswered") + gone("suggestion");
}
