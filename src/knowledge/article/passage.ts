/**
 * A result of a search: a piece of an article or a question, with the features that ranking and the judge go by. Each
 * feature of a question is that of its best wording for that feature.
 */
export type Passage = PassageFeatures & {
	/** The article's or question's id, for a `Citation`. */
	articleId: string;
	kind: "article" | "question";
	title: string;
	/** Headings above the passage, outermost first, joined by " › ". Empty at the top and for questions. */
	heading: string;
	/** Markdown. */
	text: string;
	/** Orders the passages of one article as they stand in it. */
	place: number;
	/** The text of the whole section, with the passages around this one, where it was cut into several. */
	section?: string;
	/** The chance, 0 to 1, that this answers the query if nothing else does (score.ts). */
	score: number;
	/** Each informative word of the query: its weight (0 to 1, rare words more) and how well the passage matches it (0 to 1). */
	terms: { term: string; weight: number; match: number }[];
	/**
	 * Set where the query asks exactly this question. "pinned": the team has pinned it, and the query is nearly one of its
	 * wordings. "worded": the query is one of its wordings, word by word.
	 */
	exactMatch?: ExactMatch;
	/** A question that the team has pinned: a reader gets it first. */
	pinned?: true;
	/** No result of the search: it is here because a reader gets the whole of a small knowledge base (search/whole.ts). */
	unfound?: true;
};

export type ExactMatch = "pinned" | "worded";

const ranks = { pinned: 2, worded: 1 } as const;

/** Results are ordered by it before their score: a pinned question first, then a worded one, then all others (0). */
export const exactMatchRank = ({ exactMatch }: Pick<Passage, "exactMatch">): number =>
	exactMatch ? ranks[exactMatch] : 0;

/** What ranking and the judge know of a passage. All are from 0 to 1, except the two vector similarities: from -1. */
export type PassageFeatures = {
	/** Share of the query's weight (rare words weigh more) that the passage's words cover. */
	coverage: number;
	/** The same for its own heading, wording and text, without the title that all passages of an article share. */
	ownCoverage: number;
	/** SQLite's bm25, as a share of what a passage made of the query's words would get. */
	bm25: number;
	/** Overlap of the query with the title, heading or wording in their informative words. */
	titleOverlap: number;
	/** Similarity of the same two texts by their characters, function words too (language/text/similarity.ts). */
	charSimilarity: number;
	/** The average `coverage` of a question's three wordings with most of it. For an article, `coverage`. */
	usualCoverage: number;
	/** The average `charSimilarity` in the same way. */
	usualCharSimilarity: number;
	/** Share of the matched words' weight that stands close together. */
	proximity: number;
	/** Share of the query's weight whose words no passage has. */
	unknown: number;
	/** Cosine similarity of their sums of word vectors (language/text/text-vector.ts); null where either has none. */
	wordVectorSimilarity: number | null;
	/** Cosine similarity of their embeddings; null without an encoder. */
	embeddingSimilarity: number | null;
};
