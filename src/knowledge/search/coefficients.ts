/** The coefficients of score.ts, fitted by test/eval/fit.ts. Not to be edited by hand. */
import type { PassageFeatures } from "../article/passage.ts";
import type { Basis } from "./score.ts";

type Weights = { base: number } & Partial<Record<keyof PassageFeatures, number>>;

export const coefficients: Record<"article" | "question", Record<Basis, Weights>> = {
	question: {
		words: {
			base: -6.23,
			coverage: -0.12,
			charSimilarity: 4.08,
			usualCoverage: 5.67,
			usualCharSimilarity: 10.52,
			unknown: -1.38,
		},
		wordVectors: {
			base: -9.82,
			coverage: -0.45,
			charSimilarity: 3.98,
			usualCoverage: 5.04,
			usualCharSimilarity: 8.46,
			unknown: -0.36,
			wordVectorSimilarity: 6.08,
		},
		embeddings: {
			base: -11.47,
			coverage: -0.56,
			charSimilarity: 1.29,
			usualCoverage: 5.42,
			usualCharSimilarity: 6.89,
			unknown: 0.03,
			wordVectorSimilarity: 2.87,
			embeddingSimilarity: 8.71,
		},
	},
	article: {
		words: {
			base: -5.22,
			coverage: 3.56,
			ownCoverage: 3.65,
			bm25: 13.08,
			charSimilarity: 0.68,
			proximity: -0.7,
			unknown: -0.66,
		},
		wordVectors: {
			base: -8.67,
			coverage: 2.96,
			ownCoverage: 2.3,
			bm25: 9.8,
			charSimilarity: 3.46,
			proximity: -0.15,
			unknown: -1.68,
			wordVectorSimilarity: 5.42,
		},
		embeddings: {
			base: -10.0,
			coverage: 3.1,
			ownCoverage: 3.07,
			bm25: 6.89,
			charSimilarity: 3.29,
			proximity: -0.73,
			unknown: -1.58,
			wordVectorSimilarity: 1.18,
			embeddingSimilarity: 11.49,
		},
	},
};
