/** A crawled article's original: what its page said, piece by piece in its order, with what isn't in the article and why. */
import * as v from "valibot";

/** Why text of a page isn't in its article. */
export const leftReasons = ["navigation", "notice", "control", "hidden", "struck", "outside", "caption"] as const;
export type LeftReason = (typeof leftReasons)[number];

/** GET /api/articles/:id/original */
export const Original = v.object({
	/** Of the page. */
	address: v.string(),
	/** When it was read like this, in ms since 1970. */
	at: v.number(),
	pieces: v.array(
		v.object({
			text: v.string(),
			/** One of `leftReasons`, or one of a later release; null for what is in the article. */
			left: v.nullable(v.string()),
		}),
	),
	/** The page is longer than what is kept of it. */
	cut: v.boolean(),
});
export type Original = v.InferOutput<typeof Original>;
