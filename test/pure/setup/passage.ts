/** A passage that certainly answers the question, for tests of the steps after the search. */
import { informativeWords } from "../../../src/language/text/terms.ts";
import type { Passage } from "../../../src/knowledge/article/passage.ts";

export const surePassage = (
	question: string,
	over: Pick<Passage, "articleId" | "title" | "text"> & Partial<Passage>,
): Passage => ({
	kind: "article",
	heading: "",
	place: 0,
	score: 0.99,
	terms: informativeWords(question).map(({ word }) => ({ term: word, weight: 1, match: 1 })),
	coverage: 1,
	ownCoverage: 1,
	bm25: 1,
	titleOverlap: 1,
	charSimilarity: 1,
	usualCoverage: 1,
	usualCharSimilarity: 1,
	proximity: 1,
	unknown: 0,
	wordVectorSimilarity: null,
	embeddingSimilarity: null,
	...over,
});
