/**
 * The two chances that an answer is decided by: `quoted`, that the text which the embedded writer would say answers the
 * question, and `known`, that something among the passages found answers it, which a reader needs. Logistic regressions on
 * what ranking, the judge and the choice of a section know, fitted by test/eval/fit.
 */
import type { Passage } from "../knowledge/article/passage.ts";
import { chanceOf, logOdds } from "../knowledge/search/log-odds.ts";
import { exactMatchRank } from "../knowledge/article/passage.ts";
import { searchTerms as termsOf } from "../language/text/terms.ts";
import { chanceWeights } from "./chance-weights.ts";
import type { Judgement } from "./judge.ts";
import { asksIn, cueMatch } from "./section/cues.ts";
import { alike, senseOf } from "./section/sense.ts";
import type { Choice } from "./section/choose.ts";
import { quote } from "./section/quote.ts";
import type { SectionSignals } from "./section/signals.ts";

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

/** Of an article without sections, and what would be said of it. */
export type ArticleSignals = {
	confidence: number;
	/** The quotation's share of the question's weight, with its title and without. */
	coverage: number;
	own: number;
	/** Likeness by letters of the question to the title. */
	heading: number;
	/** Likeness in meaning of the question to the quotation. */
	sense: number;
	cue: number;
	unknown: number;
	/** How far the likeliest passage of another document is behind, in log-odds. */
	ahead: number;
	/** The logarithm of the text's length in four hundreds of letters: a long text has many words by chance. */
	length: number;
};

/** Of the sections that would be said. Those of signals.ts are the first one's. */
export type SaidSignals = Pick<SectionSignals, "heading" | "headingWhole" | "proximity" | "length"> & {
	confidence: number;
	/** How far the likeliest section that isn't said is behind, in log-odds. */
	margin: number;
	unknown: number;
};

/** How the nearest texts are made, which says how far a signal can be trusted. */
export type Shape = "question" | "article" | "sections";

/** What would be said, as its chance is worked out. */
export type Saying =
	| { shape: "question" }
	| { shape: "article"; signals: ArticleSignals }
	| { shape: "sections"; signals: SaidSignals };

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

/**
 * True of a text without a heading, such as an article's opening, that has every word of the question: nothing that tells sections
 * apart tells of it, and it is judged as an article of its own.
 */
const isWhole = ({ heading, ownCoverage, terms }: Passage): boolean =>
	heading === "" && ownCoverage >= 0.99 && terms.length > 1;

/** `said`: what would be quoted, not empty. */
export function sayingOf(
	question: string,
	{ confidence, features }: Judgement,
	{ said: chosen, ahead: margin }: Choice,
	said: Passage,
): Saying {
	if (said.kind === "question") return { shape: "question" };
	const [first] = chosen;
	if (first && !isWhole(said)) {
		const { heading, headingWhole, proximity, length } = first.signals;
		return {
			shape: "sections",
			signals: {
				confidence: logOdds(confidence, LIMIT),
				margin,
				heading,
				headingWhole,
				proximity,
				unknown: said.unknown,
				length,
			},
		};
	}
	const ahead = logOdds(features?.chance ?? 0, LIMIT) - logOdds(features?.rival ?? 0, LIMIT);
	const text = quote(said, question);
	const own = new Set(termsOf(text));
	const around = new Set([...own, ...termsOf(said.title)]);
	const had = (all: ReadonlySet<string>): number => {
		const words = said.terms.filter(({ term }) => all.has(term) || termsOf(term).some((one) => all.has(one)));
		return words.reduce((sum, { weight }) => sum + weight, 0) / weightOf(said.terms);
	};
	return {
		shape: "article",
		signals: {
			confidence: logOdds(confidence, LIMIT),
			coverage: had(around),
			own: had(own),
			heading: said.charSimilarity,
			sense: alike(senseOf(question), senseOf(text)),
			cue: cueMatch(asksIn(question), text),
			unknown: said.unknown,
			ahead,
			length: Math.log(Math.max(SHORTEST, said.text.length) / 400),
		},
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

/** `choice`: of a section, empty where there is none. */
export const shapeOf = (best: Passage, { ranked }: Choice): Shape =>
	best.kind === "question" ? "question" : ranked.length > 0 ? "sections" : "article";

/** `found`: best first. */
export function knownChance(judgement: Judgement, found: readonly Passage[], choice: Choice): number {
	const [best] = found;
	if (!best) return 0;
	const value = chance(knownSignals(judgement, found), chanceWeights.known[shapeOf(best, choice)]);
	return certainly(best, judgement) ? Math.max(CERTAIN, value) : value;
}

/**
 * Weight (of a word in this knowledge base) from which a word is a name, and the most that an answer's chance is without it,
 * where the title of another article has it: of two products of one firm, the other's article answers as if it were asked for. A
 * question's wordings are many, so there a word that one lacks tells little.
 */
const NAME = 0.5;
const NAMED_ELSEWHERE = 0.5;

/**
 * The most that the chance of quoting a passage is where the question has a rare word that its article lacks and another's title
 * has; null where it has none. `found`: with the article's.
 */
export function namedElsewhere({ articleId, terms, kind }: Passage, found: readonly Passage[]): number | null {
	if (kind === "question") return null;
	const lacking = terms
		.filter(({ weight, match }) => match === 0 && weight >= NAME)
		.flatMap(({ term }) => termsOf(term));
	if (lacking.length === 0) return null;
	const isNamed = found.some((other) => {
		if (other.articleId === articleId || other.kind === "question") return false;
		const title = new Set(termsOf(other.title));
		return lacking.some((term) => title.has(term));
	});
	return isNamed ? NAMED_ELSEWHERE : null;
}

/**
 * A question's answer is said as it is, so the judge's confidence in the question is the chance. `bound`: see `namedElsewhere`.
 */
export function quotedChance(saying: Saying, passage: Passage, judgement: Judgement, bound: number | null): number {
	const { confidence } = judgement;
	if (saying.shape === "question" || certainly(passage, judgement)) return confidence;
	const most = bound ?? 1;
	// A text that fits well is no better than its article, whatever the weights make of a question unlike those fitted to.
	return saying.shape === "sections"
		? Math.min(most, (1 + confidence) / 2, chance(saying.signals, chanceWeights.quoted.sections))
		: Math.min(most, confidence ** 0.25, chance(saying.signals, chanceWeights.quoted.article));
}
