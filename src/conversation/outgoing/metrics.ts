/**
 * Counts what the AI did in a conversation, from the entries as they come: answers, offers, hand-overs, and whether it
 * resolved the matter. Sums, so that telling them twice, or late, changes nothing. Pure.
 */
import * as v from "valibot";
import type { Entry } from "../../protocol/conversation/entry.ts";
import { ConversationMetrics } from "../../protocol/figures.ts";

const DAY_MS = 86_400_000;

/** With what only the conversation needs to know: how this episode has gone so far. Loose for the same reason as `State`. */
export const StoredMetrics = v.looseObject({
	...ConversationMetrics.entries,
	/** The AI's last word was an answer, not an offer; it has spoken at all. */
	answered: v.optional(v.boolean(), false),
	spoke: v.optional(v.boolean(), false),
	/** A person was called or took part, or the visitor came back within a day. */
	spoiled: v.optional(v.boolean(), false),
	closedAt: v.optional(v.nullable(v.number()), null),
});
export type StoredMetrics = v.InferOutput<v.ObjectSchema<typeof StoredMetrics.entries, undefined>>;

export const noMetrics = (): StoredMetrics => v.parse(StoredMetrics, {});

/** What the AI resolved: its last word was an answer, nobody else was called or took part, and it stayed closed for a day. */
const resolved = ({ answered, spoiled }: StoredMetrics): boolean => answered && !spoiled;

function count(counts: StoredMetrics, entry: Entry): StoredMetrics {
	if (entry.kind === "note") return counts;
	if (entry.kind === "message") {
		const { author, offer, writer } = entry;
		if (author.kind === "member") return { ...counts, spoiled: true };
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
			return { ...counts, handoffs: handoffs, spoke: true, spoiled: true };
		}
		case "taken_over":
		case "assigned":
			return { ...counts, spoiled: true };
		case "closed":
			return { ...counts, closedAt: at, ending: counts.spoke ? { at, resolved: resolved(counts) } : null };
		case "reopened": {
			if (counts.closedAt !== null && at - counts.closedAt < DAY_MS) return { ...counts, ending: null, spoiled: true };
			// What ended stays ended: this is another matter.
			const anew = { answered: false, spoke: false, spoiled: false, closedAt: null };
			return { ...counts, ...anew, ending: null, episode: counts.episode + 1 };
		}
		default:
			return counts;
	}
}

export const nextMetrics = (counts: StoredMetrics, entries: readonly Entry[]): StoredMetrics =>
	entries.reduce(count, counts);
