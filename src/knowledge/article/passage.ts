/**
 * What a search gives: a piece of an article or a question, with the signals that ranking and judging rest on. A
 * question's signals are those of its likest wording in each respect.
 */
export type Passage = PassageFeatures & {
	/** The article's or question's id, for `Source`. */
	articleId: string;
	kind: "article" | "question";
	title: string;
	/** Headings above the passage, outermost first, joined by " › ". Empty at the top and for questions. */
	heading: string;
	/** Markdown. */
	text: string;
	/** The chance, 0 to 1, that this answers the query if nothing else does (score.ts). */
	score: number;
	/** Each informative word of the query: how much it tells (0 to 1, rare words more) and how well it is met (0 to 1). */
	terms: { term: string; weight: number; match: number }[];
	/**
	 * The query asks just this question. "pinned": the team has pinned it, and the query is nearly one of its wordings.
	 * "worded": the query is one of its wordings, word by word.
	 */
	claim?: ExactMatch;
};

export type ExactMatch = "pinned" | "worded";

const ranks = { pinned: 2, worded: 1 } as const;

/** What a claim comes before: a pinned question before a worded one, either before what is only likely. */
export const exactMatch = ({ claim }: Pick<Passage, "claim">): number => (claim ? ranks[claim] : 0);

/** All from 0 to 1, likenesses of meaning from -1. */
export type PassageFeatures = {
	/** Share of what the query tells that the passage has: rare words weigh more. */
	met: number;
	/** The same of its own heading, wording and text, without the title that all passages of an article share. */
	own: number;
	/** SQLite's bm25, as a share of what a passage made of the query's words would get. */
	bm25: number;
	/** How alike the query and the title, heading or wording are in their informative words. */
	named: number;
	/** How alike they look, letter by letter, function words too (language/text/similarity.ts). */
	phrased: number;
	/** The average of `met` over a question's wordings that have most of it. Of an article, the same as `met`. */
	usuallyMet: number;
	/** The average of `phrased` in the same way. */
	usuallyPhrased: number;
	/** Share of the met words that stand close together. */
	near: number;
	/** Share of what the query tells that no passage has at all. */
	unknown: number;
	/** How alike query and passage are by their words' vectors (language/text/gist.ts); null where either has none. */
	gist: number | null;
	/** How alike they are to an encoder; null without one. */
	meaning: number | null;
};
