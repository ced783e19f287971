/**
 * Figures made of the AI's turns: how often the answers of each confidence didn't help, and what another threshold would have
 * done. They count turns of one scale only (conversation/scale.ts), and say from which day on.
 */
import * as v from "valibot";

/** Answers of a confidence from `from` to under `to` (the last one: up to and with 1), and what became of them. */
export const ConfidenceBand = v.object({
	from: v.number(),
	to: v.number(),
	answers: v.number(),
	up: v.number(),
	down: v.number(),
	reopened: v.number(),
	escalated: v.number(),
	/** Answers with a thumb down, a return or a handoff, each counted once. */
	unhelpful: v.number(),
});
export type ConfidenceBand = v.InferOutput<typeof ConfidenceBand>;

/** What a threshold would have done with the turns. */
export const ThresholdEffect = v.object({
	/** Answers that were given and would still have been, and those of them that didn't help. */
	kept: v.number(),
	keptUnhelpful: v.number(),
	/** Answers that would have been given in place of an offer, and the sum of their chances to be right: nobody rated them. */
	more: v.number(),
	moreRight: v.number(),
	/** Questions that a model would have read and didn't: what it would have said can't be known. */
	unread: v.number(),
});
export type ThresholdEffect = v.InferOutput<typeof ThresholdEffect>;

/** GET /api/figures/answers?days=30 */
export const AnswerFigures = v.object({
	/** The first day that is counted, "2026-11-24" in UTC; null where there is nothing to count. */
	since: v.nullable(v.string()),
	/** Questions that a threshold decides about, and those of them that were answered, whole or in part. */
	questions: v.number(),
	answered: v.number(),
	partly: v.number(),
	/** Turns of an earlier scale within these days, which aren't counted. */
	earlier: v.number(),
	/** From the highest confidence down. */
	bands: v.array(ConfidenceBand),
	/** By the threshold in whole percent, from 0 to 100. */
	thresholds: v.array(ThresholdEffect),
});
export type AnswerFigures = v.InferOutput<typeof AnswerFigures>;
