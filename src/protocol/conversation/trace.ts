/**
 * The trace of one attempt of the AI to answer, for the team only: the search query, the passages and their scores, the step
 * that decided, and the writer. It is stored with the entry it led to, and shown as "Why this answer" and in the playground.
 */
import * as v from "valibot";
import { HandoffReason, Rating, Citation } from "./entry.ts";
import { FIRST_SCALE } from "./scale.ts";

/** The step that decided the outcome: a rule about the visitor's message, or a stage of answering. */
export const Decider = v.picklist([
	"asked_for_person",
	"agreed",
	"sensitive",
	"frustrated",
	"unhelped",
	"courtesy",
	"file_alone",
	"search",
	"judge",
	"writer",
	"check",
	"repeated",
]);
export type Decider = v.InferOutput<typeof Decider>;

export const TraceStep = v.picklist(["rules", "search", "judge", "rewrite", "write"]);
export type TraceStep = v.InferOutput<typeof TraceStep>;

/** The fallback for a step of a later release, which no known step resembles. */
const unknown = "unknown";

export const TracePassage = v.object({
	articleId: v.string(),
	kind: v.fallback(v.picklist(["article", "question"]), "article"),
	title: v.string(),
	heading: v.string(),
	/** The beginning of the passage. */
	text: v.string(),
	/** The ranking score, comparable within this search only. */
	score: v.number(),
	/** The features that the score is computed from, by name. */
	features: v.record(v.string(), v.number()),
	/** Whether the passage was part of the writer's prompt. */
	given: v.boolean(),
	/** Whether the answer cites the passage's document. */
	cited: v.boolean(),
});
export type TracePassage = v.InferOutput<typeof TracePassage>;

/** What a model said of the passages it read: they answer (surely, probably, in part, without saying how), or they don't. */
export const ReaderVerdict = v.picklist(["sure", "likely", "part", "unsaid", "cannot"]);
export type ReaderVerdict = v.InferOutput<typeof ReaderVerdict>;

export const Trace = v.object({
	question: v.string(),
	/** The search query; null where a rule decided before the search. */
	query: v.nullable(v.string()),
	/** The question as a model asked it anew, where the first search found nothing worth reading; absent where none did. */
	rewritten: v.optional(v.string()),
	/** Whether the query also contains an earlier question. */
	followUp: v.boolean(),
	passages: v.array(TracePassage),
	/** The chance that decided; null where a rule decided, or nothing was found. */
	confidence: v.nullable(v.number()),
	/** The scale of all chances in the trace (scale.ts). */
	scale: v.optional(v.number(), FIRST_SCALE),
	/** The verdict of the last model that gave one; null where none did. */
	verdict: v.fallback(v.nullish(v.object({ writer: v.string(), word: ReaderVerdict }), null), null),
	/** The highest chance that a model's surest verdict could have led to; null where no model was there to ask. */
	reach: v.optional(v.nullable(v.number()), null),
	features: v.record(v.string(), v.number()),
	threshold: v.number(),
	decidedBy: v.fallback(v.picklist([...Decider.options, unknown]), unknown),
	/** The writer of the answer; null where none wrote one. */
	writer: v.nullable(v.string()),
	/** The writers that were tried before, and why each one's text wasn't used. */
	failed: v.array(v.object({ writer: v.string(), why: v.string() })),
	steps: v.array(v.object({ step: v.fallback(v.picklist([...TraceStep.options, unknown]), unknown), ms: v.number() })),
});
export type Trace = v.InferOutput<typeof Trace>;

/** GET /api/conversations/:id/entries/:seq/trace */
export const EntryTrace = v.object({
	seq: v.number(),
	trace: Trace,
	/** The visitor's rating of the entry. */
	rating: v.fallback(v.nullable(Rating), null),
});
export type EntryTrace = v.InferOutput<typeof EntryTrace>;

/** POST /api/playground: a visitor's question to try out, with the messages before it. */
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
	/** The text that the visitor would get; empty where the AI hands off without one. */
	text: v.string(),
	sources: v.array(Citation),
	reason: v.fallback(v.nullable(HandoffReason), null),
	/** True of an offer whose text begins with an answer to a part of the question. */
	partly: v.optional(v.boolean(), false),
	trace: Trace,
});
export type PlaygroundAnswer = v.InferOutput<typeof PlaygroundAnswer>;
