/** The client's copy of a conversation's log: entries merged by seq, whatever order they come in. Pure. */
import type { Entry, Message } from "../src/protocol/conversation/entry.ts";

/** Past this, live entries push the oldest ones out; they can be paged back. */
export const LOG_LIMIT = 2_000;
const LOG_KEPT = 1_000;

/** Entries in order, each seq once. An entry never changes but for an answer's rating, so the copy that came last stays. */
export function merge(have: readonly Entry[], incoming: readonly Entry[]): Entry[] {
	const last = have.at(-1)?.seq ?? 0;
	if (incoming.every((entry, index) => entry.seq > (incoming[index - 1]?.seq ?? last))) return [...have, ...incoming];
	const bySeq = new Map<number, Entry>();
	for (const entry of [...have, ...incoming]) bySeq.set(entry.seq, entry);
	return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** The newest entries of a log that has grown too long, or null when it has not. */
export const trim = (entries: readonly Entry[]): Entry[] | null =>
	entries.length > LOG_LIMIT ? entries.slice(-LOG_KEPT) : null;

/**
 * The seq to send in a `read` frame: the other side's last message. Events are left out, for a read mark is an event
 * itself and would call for the next one.
 */
export function lastToRead(role: "visitor" | "member", entries: readonly Entry[]): number {
	const theirs = (entry: Entry): entry is Message =>
		entry.kind === "message" && (entry.author.kind === "visitor") === (role === "member");
	return entries.findLast(theirs)?.seq ?? 0;
}
