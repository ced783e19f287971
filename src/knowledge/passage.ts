/** What a search gives: a piece of an article or question, with the signals that ranking and judging rest on. */
export type Passage = {
	/** The article's or question's id, for `Source`. */
	articleId: string;
	kind: "article" | "question";
	title: string;
	/** Headings above the passage, outermost first, joined by " › ". Empty at the top and for questions. */
	heading: string;
	/** Markdown. */
	text: string;
	/** For ranking within one search only: higher is better. */
	score: number;
	/** SQLite's bm25, turned so that higher is better. */
	bm25: number;
	/** Each informative word of the query: how much it tells (0 to 1, rare words more) and how well it is met (0 to 1). */
	terms: { term: string; weight: number; match: number }[];
	/** How alike the query and the title, heading or best wording are, 0 to 1. */
	named: number;
	/** How alike the query and the passage's own heading or wording are word for word, function words too, 0 to 1. */
	phrased: number;
	/** Share of the met words that stand close together, 0 to 1. */
	near: number;
	/** The team has pinned this question, and the query is nearly one of its wordings: nothing else is to be answered. */
	pinned?: boolean;
};
