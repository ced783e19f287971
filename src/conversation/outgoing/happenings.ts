/**
 * What happens in a conversation that a teammate may be told of. What the Inbox hasn't got is kept in the record, written with
 * its cause, and goes with the list item (inbox-sync.ts). It doesn't decide who is told, or how: notification/decide.ts. Pure.
 */
import * as v from "valibot";
import type { Entry } from "../../protocol/conversation/entry.ts";
import { Happening } from "../../protocol/notification/notice.ts";
import { UNDO_HOLD_MS } from "../../protocol/limits.ts";
import { undoSeqOf } from "../filing/undoable.ts";
import type { State } from "../state.ts";

/** Kept while the Inbox can't be reached. The oldest are dropped: nobody is told of what was said that long ago. */
const MAX_UNSENT = 50;

/** A happening, with the record's version of the change it came with. Loose for the same reason as `State`. */
const Unsent = v.looseObject({
	version: v.number(),
	happening: Happening,
	/** Until when it waits, in ms since 1970, because its cause may be undone; absent: it doesn't. */
	heldUntil: v.optional(v.number()),
});

export const StoredHappenings = v.looseObject({
	/** The member who closed the conversation last; null: nobody of the team did. */
	closedBy: v.optional(v.nullable(v.string()), null),
	/** Oldest first. One that this release can't read is a later one's, and is dropped. */
	unsent: v.optional(v.fallback(v.array(Unsent), []), []),
});
export type StoredHappenings = v.InferOutput<v.ObjectSchema<typeof StoredHappenings.entries, undefined>>;

export const noHappenings = (): StoredHappenings => v.parse(StoredHappenings, {});

/** What a change of the state lets happen. `before`: of the state that the entries changed. */
export function happeningsOf(
	before: Pick<State, "status" | "handler">,
	entries: readonly Entry[],
	after: Pick<State, "status" | "handler" | "assignee" | "archived">,
	closedBy: string | null,
): Happening[] {
	return entries.flatMap((entry): Happening[] => {
		const { seq, at } = entry;
		if (entry.kind === "note") {
			const by = entry.author.id;
			const others = (entry.mentions ?? []).filter(({ id }) => id !== by);
			return others.map(({ id }) => ({ what: "mentioned", seq, at, by, to: id }));
		}
		if (after.archived) return [];
		if (entry.kind === "message") {
			if (entry.author.kind !== "visitor") return [];
			if (after.handler === "human" && after.assignee)
				return [{ what: "mine", seq, at, by: null, to: after.assignee.id }];
			if (before.status === "closed")
				return closedBy === null ? [] : [{ what: "reopened", seq, at, by: null, to: closedBy }];
			// Nobody has had it since its teammate left, and the visitor was answered then.
			const waitsAnew = before.handler === "waiting" && before.status === "pending";
			return waitsAnew ? [{ what: "waiting", seq, at, by: null, to: null }] : [];
		}
		const { event } = entry;
		if (event.type === "mail_failed" && event.reason !== "unsubscribed")
			return [{ what: "bounced", seq, at, by: null, to: after.assignee?.id ?? null }];
		if (event.type === "woke") {
			// By a message to the assignee, and by a handoff, they are told of that. The AI answers what is said to it.
			const isQueued = before.handler === "waiting" && before.status === "open" && after.handler === "waiting";
			if (event.by === "member" || (event.by === "visitor" && !isQueued)) return [];
			return [{ what: "woke", seq, at, by: null, to: after.assignee?.id ?? null }];
		}
		if (event.type === "routed") return [{ what: "waiting", seq, at, by: null, to: event.member.id }];
		if (event.type === "route_lapsed" && after.handler === "waiting")
			return [{ what: "waiting", seq, at, by: null, to: null }];
		if (event.type === "handed_off") return [{ what: "waiting", seq, at, by: null, to: null }];
		if (event.type !== "assigned") return [];
		const by = event.by.id;
		if (event.member) return event.member.id === by ? [] : [{ what: "assigned", seq, at, by, to: event.member.id }];
		return after.handler === "waiting" && after.status === "open" ? [{ what: "waiting", seq, at, by, to: null }] : [];
	});
}

/** What there is to send after a change. */
export function nextHappenings(
	was: StoredHappenings,
	before: State,
	entries: readonly Entry[],
	after: State,
	version: number,
): StoredHappenings {
	const news = happeningsOf(before, entries, after, was.closedBy);
	let { closedBy } = was;
	const gone = new Set<number>();
	for (const { event } of entries.filter((entry) => entry.kind === "event")) {
		if (event.type === "closed") closedBy = event.member?.id ?? null;
		if (event.type === "undone") gone.add(event.undone);
		if (event.type === "note_deleted") gone.add(event.note);
	}
	const kept = gone.size === 0 ? was.unsent : was.unsent.filter(({ happening }) => !gone.has(happening.seq));
	if (news.length === 0 && closedBy === was.closedBy && kept.length === was.unsent.length) return was;
	const cause = undoSeqOf(after, entries);
	const added = news.map((happening) => ({
		version,
		happening,
		...(happening.seq === cause && { heldUntil: happening.at + UNDO_HOLD_MS }),
	}));
	return { ...was, closedBy, unsent: [...kept, ...added].slice(-MAX_UNSENT) };
}

const isDue = ({ heldUntil = 0 }: Pick<StoredHappenings["unsent"][number], "heldUntil">, now: number): boolean =>
	heldUntil <= now;

/** What there is to tell at `now`. */
export const dueHappenings = ({ unsent }: StoredHappenings, now: number): Happening[] =>
	unsent.filter((each) => isDue(each, now)).map(({ happening }) => happening);

/** When something is to be told that waits now, in ms since 1970; null: nothing does. */
export function nextHeldUntil({ unsent }: StoredHappenings): number | null {
	const times = unsent.map((each) => each.heldUntil ?? null).filter((time) => time !== null);
	return times.length === 0 ? null : Math.min(...times);
}

/** What is left to send once the Inbox has the conversation's version `version`, sent at `at`. */
export const afterTelling = (stored: StoredHappenings, version: number, at: number): StoredHappenings =>
	stored.unsent.length === 0
		? stored
		: { ...stored, unsent: stored.unsent.filter((each) => each.version > version || !isDue(each, at)) };
