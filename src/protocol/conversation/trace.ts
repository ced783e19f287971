/**
 * What one attempt of the AI to answer did, for the team only: what was searched, what was found and how well it fitted,
 * which step decided, who wrote. Kept with the entry it led to, shown as "Why this answer" and in the playground.
 */
import * as v from "valibot";
import { HandoffReason, Rating, Citation } from "./entry.ts";

/** The step whose word was the last: a rule about the visitor's message, or a stage of answering. */
export const Decider = v.picklist([
	"asked_for_person",
	"agreed",
	"sensitive",
	"frustrated",
	"unhelped",
	"courtesy",
	"search",
	"judge",
	"writer",
	"check",
	"repeated",
]);
export type Decider = v.InferOutput<typeof Decider>;

export const TraceStep = v.picklist(["rules", "search", "judge", "write"]);
export type TraceStep = v.InferOutput<typeof TraceStep>;

/** A word of a later release: no step of today's stands for it, so it is said to be another one. */
const unknown = "unknown";

export const TracePassage = v.object({
	articleId: v.string(),
	kind: v.fallback(v.picklist(["article", "question"]), "article"),
	title: v.string(),
	heading: v.string(),
	/** Its beginning. */
	text: v.string(),
	/** For ranking within this search only. */
	score: v.number(),
	/** The numbers that the score was computed from, by name. */
	features: v.record(v.string(), v.number()),
	/** The writer got it. */
	given: v.boolean(),
	/** The answer cites its article. */
	cited: v.boolean(),
});
export type TracePassage = v.InferOutput<typeof TracePassage>;

export const Trace = v.object({
	question: v.string(),
	/** What was searched; null where a rule decided before. */
	query: v.nullable(v.string()),
	/** Searched together with an earlier question. */
	followUp: v.boolean(),
	passages: v.array(TracePassage),
	/** The judge's; null where it wasn't asked. */
	confidence: v.nullable(v.number()),
	features: v.record(v.string(), v.number()),
	threshold: v.number(),
	decidedBy: v.fallback(v.picklist([...Decider.options, unknown]), unknown),
	/** Who wrote the answer; null where nobody did. */
	writer: v.nullable(v.string()),
	/** Writers that were tried before, and why their text isn't the answer. */
	failed: v.array(v.object({ writer: v.string(), why: v.string() })),
	steps: v.array(v.object({ step: v.fallback(v.picklist([...TraceStep.options, unknown]), unknown), ms: v.number() })),
});
export type Trace = v.InferOutput<typeof Trace>;

/** GET /api/conversations/:id/entries/:seq/trace */
export const EntryTrace = v.object({
	seq: v.number(),
	trace: Trace,
	/** The visitor's. */
	rating: v.fallback(v.nullable(Rating), null),
});
export type EntryTrace = v.InferOutput<typeof EntryTrace>;

/** POST /api/playground: a question as a visitor would ask it, with what was said before. */
export const PlaygroundRequest = v.object({
	question: v.pipe(v.string(), v.trim(), v.minLength(1, "Write a question."), v.maxLength(4_000)),
	thread: v.pipe(
		v.array(
			v.object({
				author: v.picklist(["visitor", "ai"]),
				text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4_000)),
				offer: v.optional(v.boolean()),
			}),
		),
		v.maxLength(12),
	),
});
export type PlaygroundRequest = v.InferOutput<typeof PlaygroundRequest>;

export const PlaygroundAnswer = v.object({
	action: v.fallback(v.picklist(["answer", "offer", "hand_off"]), "answer"),
	/** What the visitor would read; empty where a person is called at once. */
	text: v.string(),
	sources: v.array(Citation),
	reason: v.fallback(v.nullable(HandoffReason), null),
	trace: Trace,
});
export type PlaygroundAnswer = v.InferOutput<typeof PlaygroundAnswer>;
