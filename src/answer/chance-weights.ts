/** The weights of chance.ts, fitted by test/eval/fit-sections.ts. Not to be edited by hand. */
import type { KnownSignals, QuotedSignals, Shape } from "./chance.ts";

type Weights<Signals> = { base: number } & Signals;

export const chanceWeights: {
	known: Record<Shape, Weights<KnownSignals>>;
	quoted: Record<Exclude<Shape, "question">, Weights<QuotedSignals>>;
} = {
	known: {
		question: { base: -0.11, confidence: 0.6, odds: 1.14, coverage: 0.0, together: 0.0, unknown: -1.04, meaning: 0.01 },
		article: { base: 1.23, confidence: 1.43, odds: -0.44, coverage: 0.0, together: 0.42, unknown: 0.73, meaning: 0.0 },
		sections: {
			base: -0.15,
			confidence: 0.88,
			odds: -0.13,
			coverage: 0.15,
			together: 0.0,
			unknown: -0.22,
			meaning: 0.72,
		},
	},
	quoted: {
		article: {
			base: 0.15,
			confidence: 0.59,
			share: 0.0,
			coverage: 0.22,
			own: 0.15,
			heading: 0.19,
			headingSense: 0.19,
			sense: 0.76,
			cue: 0.22,
			unknown: -0.92,
			whole: 0.0,
			ahead: 0.56,
			length: -0.89,
		},
		sections: {
			base: -1.05,
			confidence: 0.41,
			share: 0.4,
			coverage: 0.0,
			own: 0.0,
			heading: 0.0,
			headingSense: 0.0,
			sense: 0.69,
			cue: 0.0,
			unknown: 0.0,
			whole: 0.0,
			ahead: 0.07,
			length: -0.29,
		},
	},
};
