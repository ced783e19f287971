/**
 * The score of a passage: the chance that it answers the query if nothing else does, by logistic regression on its
 * features. Questions and articles have coefficients of their own, fitted by test/eval/fit.ts; nothing here is tuned by hand.
 */
import type { PassageFeatures } from "../article/passage.ts";
import { coefficients } from "./coefficients.ts";
import { chanceOf } from "./log-odds.ts";

/** Every feature as a number. A missing similarity counts as 0; the coefficients of that basis don't use it. */
export const valuesOf = (features: PassageFeatures): Record<keyof PassageFeatures, number> => ({
	...features,
	wordVectorSimilarity: features.wordVectorSimilarity ?? 0,
	embeddingSimilarity: features.embeddingSimilarity ?? 0,
});

/** The features that a score is computed from: words alone, word vectors too, or embeddings too. */
export type Basis = "words" | "wordVectors" | "embeddings";

export function basisOf(features: Pick<PassageFeatures, "wordVectorSimilarity" | "embeddingSimilarity">): Basis {
	if (features.embeddingSimilarity !== null) return "embeddings";
	return features.wordVectorSimilarity !== null ? "wordVectors" : "words";
}

/** Distance from 0 and from 1 that a score keeps, so that its odds are finite. */
const MIN_CHANCE = 1e-9;

export function relevance(kind: "article" | "question", features: PassageFeatures, basis: Basis): number {
	const { base, ...weights } = coefficients[kind][basis];
	const values: Record<string, number> = valuesOf(features);
	const sum = Object.entries(weights).reduce((total, [name, weight]) => total + weight * (values[name] ?? 0), base);
	return Math.min(1 - MIN_CHANCE, Math.max(MIN_CHANCE, chanceOf(sum)));
}
