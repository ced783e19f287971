/**
 * Metrics of copilot's suggested replies: how each was used, counted by day when a teammate's dashboard first reports it. A
 * row is written when copilot suggests a reply, never when a message is sent, and holds no text.
 */
import type { CopilotUse } from "../../protocol/figures/days.ts";
import { newId } from "../../db/id.ts";
import { countCopilot } from "./days.ts";

/** How many suggestions are remembered; the use of an older one isn't counted. */
const KEPT = 5_000;

/** Records a suggestion. Returns its id. */
export function recordSuggestion(sql: SqlStorage, conversation: string): string {
	const id = newId("sg");
	const { no } = sql
		.exec<{ no: number }>("INSERT INTO suggested_reply (id, conversation) VALUES (?, ?) RETURNING no", id, conversation)
		.one();
	sql.exec("DELETE FROM suggested_reply WHERE no <= ?", no - KEPT);
	return id;
}

/** Counts a suggestion's use, once. False when no such suggestion was made in this conversation. */
export function recordSuggestionUse(
	sql: SqlStorage,
	{ id, conversation, use }: { id: string; conversation: string; use: CopilotUse },
	now: number,
): boolean {
	const row = sql
		.exec<{ used: number }>("SELECT used FROM suggested_reply WHERE id = ? AND conversation = ?", id, conversation)
		.toArray()[0];
	if (!row) return false;
	if (row.used === 0) {
		sql.exec("UPDATE suggested_reply SET used = 1 WHERE id = ?", id);
		countCopilot(sql, use, now);
	}
	return true;
}
