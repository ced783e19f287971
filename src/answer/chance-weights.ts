/** The weights of chance.ts, fitted by test/eval/fit. Not to be edited by hand. */
import type { ArticleSignals, KnownSignals, SaidSignals, Shape } from "./chance.ts";

type Weights<Signals> = { base: number } & Signals;

export const chanceWeights: {
	known: Record<Shape, Weights<KnownSignals>>;
	quoted: { article: Weights<ArticleSignals>; sections: Weights<SaidSignals> };
} = {
	known: {
		question: { base: -1.72, confidence: 0.47, odds: 0.36, coverage: 0, together: 0.46, unknown: -1.52, meaning: 3.61 },
		article: { base: -2.26, confidence: 0.51, odds: 0.16, coverage: 3.3, together: 1.03, unknown: 0.43, meaning: 0.15 },
		sections: {
			base: -0.91,
			confidence: 0.55,
			odds: -0.03,
			coverage: 0.07,
			together: 1.17,
			unknown: 1.02,
			meaning: 0.05,
		},
	},
	quoted: {
		article: {
			base: -1.4,
			confidence: 0.38,
			coverage: 1.05,
			own: 0.98,
			heading: 1.87,
			sense: 0.96,
			cue: 0.08,
			unknown: -1.93,
			ahead: 0.45,
			length: -0.55,
		},
		sections: {
			base: -1.81,
			confidence: 0.48,
			margin: 0.48,
			heading: 0.21,
			headingWhole: 1.11,
			proximity: 0.41,
			unknown: 0.31,
			length: -0.42,
		},
	},
};
