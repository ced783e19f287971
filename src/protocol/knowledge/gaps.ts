/** What the knowledge base lacks: questions it didn't answer, and answers that teammates gave, as the team looks at them. */
import * as v from "valibot";
import { HandoffReason } from "../conversation/entry.ts";

/** Alike questions that weren't answered, under the id of the latest. */
export const Gap = v.object({
	id: v.number(),
	/** The most frequent wording. Personal data is masked in all of them. */
	question: v.string(),
	count: v.number(),
	lastAt: v.number(),
	/** The most frequent one. */
	reason: v.fallback(HandoffReason, "nothing_found"),
	/** Other wordings, most frequent first. */
	wordings: v.array(v.string()),
	/** Where it was asked, latest first. */
	conversations: v.array(v.object({ id: v.string(), seq: v.number(), at: v.number() })),
});
export type Gap = v.InferOutput<typeof Gap>;

/** GET /api/gaps: most frequent first. `more` is how many are left out. */
export const GapList = v.object({ gaps: v.array(Gap), more: v.number(), suggestions: v.number() });
export type GapList = v.InferOutput<typeof GapList>;

/** A question and the answer a teammate gave, from a closed conversation. Nobody is answered from it until it is saved. */
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
