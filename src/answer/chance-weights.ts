/** The weights of chance.ts, fitted by test/eval/fit. Not to be edited by hand. */
import type { ArticleSignals, KnownSignals, SaidSignals, Shape } from "./chance.ts";

type Weights<Signals> = { base: number } & Signals;

export const chanceWeights: {
	known: Record<Shape, Weights<KnownSignals>>;
	quoted: { article: Weights<ArticleSignals>; sections: Weights<SaidSignals> };
} = {
	known: {
		question: { base: -1.72, confidence: 0.47, odds: 0.36, coverage: 0, together: 0.46, unknown: -1.52, meaning: 3.61 },
		article: {
			base: -2.26,
			confidence: 0.51,
			odds: 0.16,
			coverage: 3.28,
			together: 1.04,
			unknown: 0.43,
			meaning: 0.15,
		},
		sections: {
			base: -0.64,
			confidence: 0.55,
			odds: -0.04,
			coverage: 0.18,
			together: 0.64,
			unknown: 0.75,
			meaning: 0.24,
		},
	},
	quoted: {
		article: {
			base: -1.4,
			confidence: 0.38,
			coverage: 1.05,
			own: 0.98,
			heading: 1.83,
			sense: 0.96,
			cue: 0,
			unknown: -1.91,
			ahead: 0.46,
			length: -0.55,
		},
		sections: {
			base: -2.3,
			confidence: 0.46,
			margin: 0.46,
			heading: 0.26,
			headingWhole: 1.17,
			proximity: 0.92,
			unknown: 0.3,
			length: -0.44,
		},
	},
};
