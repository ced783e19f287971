/**
 * Counts what the AI did in a conversation, entry by entry: answers, offers, handoffs, and whether it resolved the question; and
 * what each teammate did: replies, conversations taken over and closed, and how long a visitor had waited for the first reply.
 * The counts are totals, so that sending them to the Inbox twice or late changes nothing. Pure.
 */
import * as v from "valibot";
import type { Entry } from "../../protocol/conversation/entry.ts";
import { ConversationMetrics, MemberMetrics } from "../../protocol/figures/days.ts";

const DAY_MS = 86_400_000;

/** The metrics as stored, with the progress of this episode, which the Inbox doesn't need. Loose for the same reason as `State`. */
export const StoredMetrics = v.looseObject({
	...ConversationMetrics.entries,
	/** `answered`: the AI's last message was an answer, not an offer. `spoke`: it answered, offered or handed off at all. */
	answered: v.optional(v.boolean(), false),
	spoke: v.optional(v.boolean(), false),
	/** The episode can't count as resolved: it was handed off, a teammate took part, or the visitor came back within a day. */
	spoiled: v.optional(v.boolean(), false),
	/** The `seq` of the assignment that spoiled it, for its undoing; null: something else did, or nothing. */
	spoiledBy: v.optional(v.nullable(v.number()), null),
	closedAt: v.optional(v.nullable(v.number()), null),
	/** Since when the visitor waits for a teammate's word, in ms since 1970; null: they don't. */
	waitsSince: v.optional(v.nullable(v.number()), null),
});
export type StoredMetrics = v.InferOutput<v.ObjectSchema<typeof StoredMetrics.entries, undefined>>;

export const noMetrics = (): StoredMetrics => v.parse(StoredMetrics, {});

/** True when the AI resolved the episode: its last message was an answer, and nothing spoiled it. Reopening within a day does. */
const resolved = ({ answered, spoiled }: StoredMetrics): boolean => answered && !spoiled;

/** The counts with more of one member's. Who has nothing left isn't in them. */
function credit(counts: StoredMetrics, member: string, more: Partial<MemberMetrics>): StoredMetrics {
	const { [member]: had = v.parse(MemberMetrics, {}), ...others } = counts.members;
	const sum = (key: keyof MemberMetrics): number => had[key] + (more[key] ?? 0);
	const now = {
		replies: sum("replies"),
		taken: sum("taken"),
		closed: sum("closed"),
		waits: sum("waits"),
		waitMs: sum("waitMs"),
	};
	const isNothing = Object.values(now).every((n) => n === 0);
	return { ...counts, members: isNothing ? others : { ...others, [member]: now } };
}

/** A teammate's message. The first one after a hand-over ends the visitor's wait. */
function replied(counts: StoredMetrics, member: string, at: number): StoredMetrics {
	const { waitsSince } = counts;
	const wait = waitsSince === null ? {} : { waits: 1, waitMs: Math.max(0, at - waitsSince) };
	return { ...credit(counts, member, { replies: 1, ...wait }), waitsSince: null, spoiled: true };
}

function count(counts: StoredMetrics, entry: Entry): StoredMetrics {
	if (entry.kind === "note") return counts;
	if (entry.kind === "message") {
		const { author, offer, writer } = entry;
		if (author.kind === "member") return replied(counts, author.id, entry.at);
		if (author.kind === "visitor") return counts;
		if (offer) return { ...counts, offers: counts.offers + 1, spoke: true, answered: false };
		if (writer === "rules") return counts;
		return { ...counts, answers: counts.answers + 1, spoke: true, answered: true };
	}
	const { event, at } = entry;
	switch (event.type) {
		case "handed_off": {
			const reason = event.reason ?? "rule";
			const handoffs = { ...counts.handoffs, [reason]: (counts.handoffs[reason] ?? 0) + 1 };
			return { ...counts, handoffs, spoke: true, spoiled: true, waitsSince: counts.waitsSince ?? at };
		}
		case "taken_over":
			return { ...credit(counts, event.member.id, { taken: 1 }), spoiled: true, spoiledBy: null };
		case "handed_back":
			return { ...counts, waitsSince: null };
		case "assigned":
			return { ...counts, spoiled: true, spoiledBy: counts.spoiled ? counts.spoiledBy : entry.seq };
		case "undone":
			// Its conversation was open before, so no ending counted.
			if (event.what === "closed")
				return { ...credit(counts, event.by.id, { closed: -1 }), closedAt: null, ending: null };
			return event.undone === counts.spoiledBy ? { ...counts, spoiled: false, spoiledBy: null } : counts;
		case "closed": {
			const ending = counts.spoke ? { at, resolved: resolved(counts) } : null;
			const closed = { ...counts, closedAt: at, ending };
			return event.member ? credit(closed, event.member.id, { closed: 1 }) : closed;
		}
		case "reopened": {
			if (counts.closedAt !== null && at - counts.closedAt < DAY_MS)
				return { ...counts, ending: null, spoiled: true, waitsSince: null };
			// After a day, the visitor comes with another question: a new episode, and the last one's ending stays counted.
			const anew = { answered: false, spoke: false, spoiled: false, closedAt: null, waitsSince: null };
			return { ...counts, ...anew, ending: null, episode: counts.episode + 1 };
		}
		default:
			return counts;
	}
}

export const nextMetrics = (counts: StoredMetrics, entries: readonly Entry[]): StoredMetrics =>
	entries.reduce(count, counts);
