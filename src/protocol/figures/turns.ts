/**
 * The numbers of the AI's turns, without any text. Each conversation sends them once, and the Inbox keeps them for 90 days
 * (src/inbox/metrics/turns.ts). What is made of them is in answers.ts.
 */
import * as v from "valibot";
import { Rating } from "../conversation/entry.ts";
import { Decider, ReaderVerdict } from "../conversation/trace.ts";

const chance = v.nullable(v.number());

/** "part": an answer to a part of the question, with an offer of a person for the rest. */
const TurnEnd = v.picklist(["answer", "part", "courtesy", "offer", "hand_off"]);

/** The numbers of one turn. Chances from 0 to 1; null where the turn ended before it got so far. */
export const TurnFigures = v.object({
	/** The scale of its chances (conversation/scale.ts). */
	scale: v.number(),
	outcome: TurnEnd,
	/** "failure": the turn failed for good. */
	decidedBy: v.picklist([...Decider.options, "unknown", "failure"]),
	/** What a model said of the passages; null where none was asked. */
	verdict: v.nullable(ReaderVerdict),
	/** The chance that the text that would be quoted answers, and that something among the passages does. */
	quoted: chance,
	known: chance,
	/** The chance that decided. */
	confidence: chance,
	/** The highest chance that a model could have led to; null where there was no model. */
	reach: chance,
	/** The workspace's threshold then. */
	threshold: v.number(),
});
export type TurnFigures = v.InferOutput<typeof TurnFigures>;

/** A turn's place: the `seq` and time of the entry it led to, which never change. */
const place = { seq: v.number(), at: v.number() };

export const TurnNews = v.variant("type", [
	v.object({ type: v.literal("turn"), ...place, ...TurnFigures.entries }),
	v.object({ type: v.literal("rated"), ...place, rating: v.nullable(Rating) }),
	/** A handoff or a teammate's takeover followed, before any other answer. */
	v.object({ type: v.literal("escalated"), ...place }),
	/** The visitor came back within a day of the close that followed. */
	v.object({ type: v.literal("reopened"), ...place }),
]);
export type TurnNews = v.InferOutput<typeof TurnNews>;
