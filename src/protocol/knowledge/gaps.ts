/** Gaps of the knowledge base: groups of questions it didn't answer, and suggestions made from answers that teammates gave. */
import * as v from "valibot";
import { HandoffReason } from "../conversation/entry.ts";

/** A group of similar questions that weren't answered. Its id is that of the latest question. */
export const Gap = v.object({
	id: v.number(),
	/** The most frequent wording. Personal data is redacted in all wordings. */
	question: v.string(),
	count: v.number(),
	lastAt: v.number(),
	/** The most frequent reason why the AI handed off. */
	reason: v.fallback(HandoffReason, "nothing_found"),
	/** Other wordings, most frequent first. */
	wordings: v.array(v.string()),
	/** The conversations in which it was asked, latest first. */
	conversations: v.array(v.object({ id: v.string(), seq: v.number(), at: v.number() })),
});
export type Gap = v.InferOutput<typeof Gap>;

/** GET /api/gaps: most frequent first. `more` is the number of gaps left out, `suggestions` the number of suggestions. */
export const GapList = v.object({ gaps: v.array(Gap), more: v.number(), suggestions: v.number() });
export type GapList = v.InferOutput<typeof GapList>;

/** A question and a teammate's answer to it, from a closed conversation. The AI doesn't use it until a teammate saves it. */
export const Suggestion = v.object({
	id: v.number(),
	question: v.string(),
	answer: v.string(),
	at: v.number(),
	conversation: v.string(),
});
export type Suggestion = v.InferOutput<typeof Suggestion>;

/** GET /api/suggestions: latest first. */
export const SuggestionList = v.object({ suggestions: v.array(Suggestion) });
export type SuggestionList = v.InferOutput<typeof SuggestionList>;
