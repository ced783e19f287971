/** The client's copy of a conversation's log: entries merged by seq, in whatever order they arrive. Pure. */
import type { Entry, Message } from "../src/protocol/conversation/entry.ts";

/** The most entries that a client keeps. Beyond it the oldest are dropped; the user can load them again. */
export const LOG_LIMIT = 2_000;
const LOG_KEPT = 1_000;

/** Both lists as one, ordered by seq, each seq once. Of two copies the later stays: only an answer's rating ever changes. */
export function merge(have: readonly Entry[], incoming: readonly Entry[]): Entry[] {
	const last = have.at(-1)?.seq ?? 0;
	if (incoming.every((entry, index) => entry.seq > (incoming[index - 1]?.seq ?? last))) return [...have, ...incoming];
	const bySeq = new Map<number, Entry>();
	for (const entry of [...have, ...incoming]) bySeq.set(entry.seq, entry);
	return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** The newest entries of a log over `LOG_LIMIT`; null when it isn't. */
export const trim = (entries: readonly Entry[]): Entry[] | null =>
	entries.length > LOG_LIMIT ? entries.slice(-LOG_KEPT) : null;

/**
 * The seq for a `read` frame: that of the other side's last message, 0 without one. Events don't count, because a read mark
 * is an event itself and would cause the next one.
 */
export function lastToRead(role: "visitor" | "member", entries: readonly Entry[]): number {
	const theirs = (entry: Entry): entry is Message =>
		entry.kind === "message" && (entry.author.kind === "visitor") === (role === "member");
	return entries.findLast(theirs)?.seq ?? 0;
}
