/** A passage that certainly answers the question, for tests of the steps after the search. */
import { asked } from "../../../src/language/text/terms.ts";
import type { Passage } from "../../../src/knowledge/article/passage.ts";

export const surePassage = (
	question: string,
	over: Pick<Passage, "articleId" | "title" | "text"> & Partial<Passage>,
): Passage => ({
	kind: "article",
	heading: "",
	score: 0.99,
	terms: asked(question).map(({ word }) => ({ term: word, weight: 1, match: 1 })),
	met: 1,
	own: 1,
	bm25: 1,
	named: 1,
	phrased: 1,
	usuallyMet: 1,
	usuallyPhrased: 1,
	near: 1,
	unknown: 0,
	gist: null,
	meaning: null,
	...over,
});
