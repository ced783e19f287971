/** Metrics of the AI's and the team's work: each conversation sends its sums, the Inbox stores them by day, the figures show them. */
import * as v from "valibot";

const count = v.optional(v.number(), 0);

/** What one teammate did in a conversation. `waits`: those that their message ended; `waitMs`: how long they took together. */
export const MemberMetrics = v.object({ replies: count, taken: count, closed: count, waits: count, waitMs: count });
export type MemberMetrics = v.InferOutput<typeof MemberMetrics>;

/** The sums of one conversation. They only grow, except `up` and `down`, for a visitor may change a rating, and `closed`, for a teammate may undo it. */
export const ConversationMetrics = v.object({
	/** Answers from the knowledge base, without replies to courtesies. */
	answers: count,
	offers: count,
	/** Handoffs by reason. Any string is a reason, so that those of a later release stay counted. */
	handoffs: v.optional(v.record(v.string(), v.number()), {}),
	up: count,
	down: count,
	/** The episode's number: it grows when the conversation is reopened more than a day after it was closed. */
	episode: count,
	/**
	 * The latest end of this episode: when, in ms since 1970, and whether the AI resolved it. Null while the conversation is
	 * open, and where the AI took no part.
	 */
	ending: v.optional(v.nullable(v.object({ at: v.number(), resolved: v.boolean() })), null),
	/** By member's id. */
	members: v.optional(v.record(v.string(), MemberMetrics), {}),
});
export type ConversationMetrics = v.InferOutput<typeof ConversationMetrics>;

/** How a teammate used a suggested reply: sent as it was, sent after an edit, or not sent. */
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

/** GET /api/figures?days=30: one element a day, oldest first, including days on which nothing happened. */
export const Figures = v.object({
	days: v.array(DayFigures),
	/**
	 * The first day with today's scale of confidence (conversation/scale.ts); null where there was no turn yet. What the threshold let
	 * through before it isn't comparable.
	 */
	scaleSince: v.optional(v.nullable(v.string()), null),
});
export type Figures = v.InferOutput<typeof Figures>;

/** GET /api/figures/own?days=30: what one did oneself, a day an element, oldest first. */
export const OwnFigures = v.object({ days: v.array(v.object({ day: v.string(), ...MemberMetrics.entries })) });
export type OwnFigures = v.InferOutput<typeof OwnFigures>;
