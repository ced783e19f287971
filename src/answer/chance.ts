/**
 * The two chances that an answer is decided by: `quoted`, that the text which the embedded writer would say answers the
 * question, and `known`, that something among the passages found answers it, which a reader needs. Logistic regressions on
 * what ranking, the judge and the choice of a section know, fitted by test/eval/fit-sections.ts.
 */
import type { Passage } from "../knowledge/article/passage.ts";
import { chanceOf, logOdds } from "../knowledge/search/log-odds.ts";
import { exactMatchRank } from "../knowledge/article/passage.ts";
import { terms as termsOf } from "../language/text/terms.ts";
import { chanceWeights } from "./chance-weights.ts";
import type { Judgement } from "./judge.ts";
import { asksIn, cueMatch } from "./section/cues.ts";
import { alike, senseOf } from "./section/sense.ts";
import type { Choice } from "./section/choose.ts";

export type KnownSignals = {
	/** The log-odds of the judge's confidence. */
	confidence: number;
	/** The logarithm of 1 + the sum of the odds of the likeliest passage of each document. */
	odds: number;
	/** The best passage's share of the question's weight, and that of all passages together. */
	coverage: number;
	together: number;
	unknown: number;
	/** Similarity of the meaning of the nearest passage. */
	meaning: number;
};

export type QuotedSignals = {
	confidence: number;
	/** The log-odds of the chosen section among the others; 0 where there is one. */
	share: number;
	/** The quotation's share of the question's weight, with its title and heading and without. */
	coverage: number;
	own: number;
	heading: number;
	/** Likeness in meaning of the question to the heading, and to the quotation. */
	headingSense: number;
	sense: number;
	cue: number;
	unknown: number;
	/** The part of the passage that is quoted. */
	whole: number;
	/** How far the likeliest passage of another document is behind, in log-odds. */
	ahead: number;
	/** The logarithm of the section's length in four hundreds of letters: a long text has many words by chance. */
	length: number;
};

/** What a chance of 0 or 1 weighs as a signal. */
const LIMIT = 6;

const weightOf = (terms: Passage["terms"]): number => terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
const matched = (terms: Passage["terms"]): number => terms.reduce((sum, { weight, match }) => sum + weight * match, 0);

export function knownSignals({ confidence }: Judgement, found: readonly Passage[]): KnownSignals {
	const [best] = found;
	const terms = best?.terms ?? [];
	const byDocument = new Map<string, number>();
	for (const { articleId, score } of found)
		byDocument.set(articleId, Math.max(byDocument.get(articleId) ?? 0, score / (1 - score)));
	const together = terms.map(({ weight }, at) => ({
		term: "",
		weight,
		match: Math.max(0, ...found.map((passage) => passage.terms[at]?.match ?? 0)),
	}));
	return {
		confidence: logOdds(confidence, LIMIT),
		odds: Math.log(1 + [...byDocument.values()].reduce((sum, value) => sum + Math.min(value, 1e4), 0)),
		coverage: Math.max(0, ...found.map((passage) => matched(passage.terms) / weightOf(passage.terms))),
		together: matched(together) / weightOf(terms),
		unknown: best?.unknown ?? 1,
		meaning: Math.max(0, ...found.map(({ wordVectorSimilarity }) => wordVectorSimilarity ?? 0)),
	};
}

/** Letters of the shortest texts that the weights were fitted to. */
const SHORTEST = 160;

/** `quotation`: the text that would be said of the passage. */
export function quotedSignals(
	question: string,
	{ confidence, features }: Judgement,
	{ ranked, share }: Choice,
	passage: Passage,
	quotation: string,
): QuotedSignals {
	const said = new Set(termsOf(quotation));
	const around = new Set(termsOf(`${passage.title}\n${passage.heading}\n${quotation}`));
	const covered = (all: ReadonlySet<string>): number => {
		const had = passage.terms.filter(({ term }) => all.has(term) || termsOf(term).some((one) => all.has(one)));
		return had.reduce((sum, { weight }) => sum + weight, 0) / weightOf(passage.terms);
	};
	const chosen = ranked[0]?.passage === passage ? ranked[0].signals : null;
	return {
		confidence: logOdds(confidence, LIMIT),
		share: ranked.length > 1 ? Math.max(-4, Math.min(4, logOdds(share, LIMIT))) : 0,
		coverage: covered(around),
		own: covered(said),
		heading: chosen?.heading ?? passage.charSimilarity,
		headingSense: chosen?.headingSense ?? passage.charSimilarity,
		sense: alike(senseOf(question), senseOf(quotation)),
		cue: cueMatch(asksIn(question), quotation),
		unknown: passage.unknown,
		whole: Math.min(1, quotation.length / Math.max(1, passage.text.length)),
		ahead: logOdds(features?.chance ?? 0, LIMIT) - logOdds(features?.rival ?? 0, LIMIT),
		length: Math.log(Math.max(SHORTEST, passage.text.length) / 400),
	};
}

function chance<Signals extends Record<keyof Signals, number>>(
	signals: Signals,
	weights: { base: number } & Signals,
): number {
	let sum = weights.base;
	for (const name in signals) sum += signals[name] * weights[name];
	return chanceOf(sum);
}

/** Somebody who asks a question of the team's word by word gets its answer, whatever the rest says. */
const CERTAIN = 0.99;
const certainly = (passage: Passage | undefined, judgement: Judgement): boolean =>
	passage !== undefined && exactMatchRank(passage) > 0 && judgement.confidence >= CERTAIN;

export type Shape = "question" | "article" | "sections";
/** How the nearest texts are made, which says how far a signal can be trusted. `choice`: of a section, empty where there is none. */
export const shapeOf = (best: Passage, { ranked }: Choice): Shape =>
	best.kind === "question" ? "question" : ranked.length > 0 ? "sections" : "article";

/** `found`: best first. */
export function knownChance(judgement: Judgement, found: readonly Passage[], choice: Choice): number {
	const [best] = found;
	if (!best) return 0;
	const value = chance(knownSignals(judgement, found), chanceWeights.known[shapeOf(best, choice)]);
	return certainly(best, judgement) ? Math.max(CERTAIN, value) : value;
}

/** A question's answer is said as it is, so the judge's confidence in the question is the chance. */
export function quotedChance(signals: QuotedSignals, passage: Passage, judgement: Judgement, choice: Choice): number {
	const shape = shapeOf(passage, choice);
	if (shape === "question" || certainly(passage, judgement)) return judgement.confidence;
	const value = chance(signals, chanceWeights.quoted[shape]);
	// A text that fits well is no better than its article, whatever the weights make of a question unlike those fitted to.
	const { confidence } = judgement;
	return Math.min(value, shape === "sections" ? (1 + confidence) / 2 : confidence ** 0.25);
}
