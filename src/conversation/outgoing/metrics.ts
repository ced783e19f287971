/**
 * Counts what the AI did in a conversation, from the entries as they come: answers, offers, hand-overs, and whether it
 * resolved the matter. Sums, so that telling them twice, or late, changes nothing. Pure.
 */
import * as v from "valibot";
import type { Entry } from "../../protocol/conversation/entry.ts";
import { Counted } from "../../protocol/figures.ts";

const DAY_MS = 86_400_000;

/** With what only the conversation needs to know: how this episode has gone so far. Loose for the same reason as `State`. */
export const Counts = v.looseObject({
	...Counted.entries,
	/** The AI's last word was an answer, not an offer; it has spoken at all. */
	answered: v.optional(v.boolean(), false),
	spoke: v.optional(v.boolean(), false),
	/** A person was called or took part, or the visitor came back within a day. */
	spoiled: v.optional(v.boolean(), false),
	closedAt: v.optional(v.nullable(v.number()), null),
});
export type Counts = v.InferOutput<v.ObjectSchema<typeof Counts.entries, undefined>>;

export const noCounts = (): Counts => v.parse(Counts, {});

/** What the AI resolved: its last word was an answer, nobody else was called or took part, and it stayed closed for a day. */
const resolved = ({ answered, spoiled }: Counts): boolean => answered && !spoiled;

function count(counts: Counts, entry: Entry): Counts {
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
		case "escalated": {
			const reason = event.reason ?? "rule";
			const handovers = { ...counts.handovers, [reason]: (counts.handovers[reason] ?? 0) + 1 };
			return { ...counts, handovers, spoke: true, spoiled: true };
		}
		case "took_over":
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

export const counted = (counts: Counts, entries: readonly Entry[]): Counts => entries.reduce(count, counts);
