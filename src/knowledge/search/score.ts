/**
 * From signals to a chance: how likely a passage answers, if nothing else does. One logistic formula for questions and
 * one for articles; each has coefficients for what there is to go by. Fitted by test/eval/fit.ts.
 */
import type { PassageFeatures } from "../article/passage.ts";
import { coefficients } from "./coefficients.ts";

/** Every signal as a number; what is null is left out by coefficients of 0. */
export const measured = (signals: PassageFeatures): Record<keyof PassageFeatures, number> => ({
	...signals,
	gist: signals.gist ?? 0,
	meaning: signals.meaning ?? 0,
});

/** What there is to go by: words alone, their vectors too, or an encoder too. */
export type Basis = "words" | "gists" | "meanings";
export const basisOf = ({ gist, meaning }: Pick<PassageFeatures, "gist" | "meaning">): Basis =>
	meaning !== null ? "meanings" : gist !== null ? "gists" : "words";

/** Short of certainty at both ends, so that odds stay numbers. */
const LEAST = 1e-9;

export function relevance(kind: "article" | "question", signals: PassageFeatures, basis: Basis): number {
	const { base, ...weights } = coefficients[kind][basis];
	const values = measured(signals);
	const sum = Object.entries(weights).reduce((total, [name, weight]) => total + weight * valueOf(values, name), base);
	return Math.min(1 - LEAST, Math.max(LEAST, 1 / (1 + Math.exp(-sum))));
}

const valueOf = (values: Record<string, number>, name: string): number => values[name] ?? 0;
