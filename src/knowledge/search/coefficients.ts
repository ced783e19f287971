/** The coefficients of score.ts, fitted by test/eval/fit.ts. Not to be edited by hand. */
import type { PassageFeatures } from "../article/passage.ts";
import type { Basis } from "./score.ts";

type Weights = { base: number } & Partial<Record<keyof PassageFeatures, number>>;

export const coefficients: Record<"article" | "question", Record<Basis, Weights>> = {
	question: {
		words: { base: -6.23, met: -0.12, phrased: 4.08, usuallyMet: 5.67, usuallyPhrased: 10.52, unknown: -1.38 },
		gists: {
			base: -9.82,
			met: -0.45,
			phrased: 3.98,
			usuallyMet: 5.04,
			usuallyPhrased: 8.46,
			unknown: -0.36,
			gist: 6.08,
		},
		meanings: {
			base: -11.47,
			met: -0.56,
			phrased: 1.29,
			usuallyMet: 5.42,
			usuallyPhrased: 6.89,
			unknown: 0.03,
			gist: 2.87,
			meaning: 8.71,
		},
	},
	article: {
		words: { base: -5.22, met: 3.56, own: 3.65, bm25: 13.08, phrased: 0.68, near: -0.7, unknown: -0.66 },
		gists: { base: -8.67, met: 2.96, own: 2.3, bm25: 9.8, phrased: 3.46, near: -0.15, unknown: -1.68, gist: 5.42 },
		meanings: {
			base: -10.0,
			met: 3.1,
			own: 3.07,
			bm25: 6.89,
			phrased: 3.29,
			near: -0.73,
			unknown: -1.58,
			gist: 1.18,
			meaning: 11.49,
		},
	},
};
