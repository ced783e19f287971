/**
 * Makes a conversation long through SQL, in the same form that the product writes: quicker than sending messages, and the result
 * is the same.
 */
import { Documents } from "../../../src/conversation/storage/record.ts";
import type { Entry } from "../../../src/protocol/conversation/entry.ts";

/** Adds messages to a conversation that a person handles, by visitor and teammate in turn; all are read, and sent to the list. */
export function lengthen(sql: SqlStorage, messages: number): void {
	const record = new Documents(sql).load("record");
	const member = record?.state.assignee;
	if (!record || !member) throw new Error("Only a conversation that a person handles is lengthened.");
	const { state } = record;
	for (let each = 0; each < messages; each++) {
		const byVisitor = each % 2 === 0;
		const entry: Entry = {
			kind: "message",
			seq: ++state.seq,
			at: record.lastAt,
			id: `filled-${state.seq}`,
			author: byVisitor ? { kind: "visitor" } : { kind: "member", ...member },
			text: `Message number ${each} of a long conversation.`,
		};
		sql.exec(
			"INSERT INTO entry (seq, id, audience, said, body) VALUES (?, ?, 2, ?, ?)",
			entry.seq,
			entry.id,
			byVisitor ? "visitor" : "us",
			JSON.stringify(entry),
		);
		if (byVisitor) state.visitorSaid++;
		else state.oursSaid++;
	}
	state.settledSeq = state.seq;
	record.projectedSeq = state.seq;
	sql.exec("UPDATE document SET body = ? WHERE slot = 1", JSON.stringify(record));
}
