/** What is counted of the AI's work: told by each conversation as sums, kept by day, shown on the figures' page. */
import * as v from "valibot";

const count = v.optional(v.number(), 0);

/** Of one conversation, ever growing but for `up` and `down`, which a visitor may change. */
export const ConversationMetrics = v.object({
	/** From the knowledge base; a courtesy is none. */
	answers: count,
	offers: count,
	/** By reason, also one that a later release has added: what was counted stays counted. */
	handoffs: v.optional(v.record(v.string(), v.number()), {}),
	up: count,
	down: count,
	/** How often it began anew: reopened later than a day after it was closed. */
	episode: count,
	/**
	 * The latest ending of this episode, while it holds: when, ms since 1970, and whether the AI resolved it. Null before,
	 * after a reopening, and where the AI took no part.
	 */
	ending: v.optional(v.nullable(v.object({ at: v.number(), resolved: v.boolean() })), null),
});
export type ConversationMetrics = v.InferOutput<typeof ConversationMetrics>;

/** What may be made of a suggested reply. */
export const CopilotUse = v.picklist(["used", "edited", "dropped"]);
export type CopilotUse = v.InferOutput<typeof CopilotUse>;

export const DayFigures = v.object({
	/** "2026-11-24", in UTC. */
	day: v.string(),
	answers: v.number(),
	offers: v.number(),
	handoffs: v.record(v.string(), v.number()),
	up: v.number(),
	down: v.number(),
	/** Conversations with the AI that ended this day, and those of them it resolved. */
	ended: v.number(),
	resolved: v.number(),
	copilot: v.object({ used: v.number(), edited: v.number(), dropped: v.number() }),
});
export type DayFigures = v.InferOutput<typeof DayFigures>;

export const FIGURE_DAYS = [7, 30, 90] as const;

/** GET /api/figures?days=30: a line a day, oldest first, days without anything too. */
export const Figures = v.object({ days: v.array(DayFigures) });
export type Figures = v.InferOutput<typeof Figures>;
