/**
 * Is this answerable from these passages? A confidence from 0 to 1, made of signals that can be read and explained.
 * Lexical: it knows which of the visitor's words a passage has, not what they mean, so it errs towards offering a person.
 */
import type { Passage } from "../knowledge/passage.ts";
import { asked } from "../language/terms.ts";

export type Signals = {
	/** Share of what the question tells that the best passage has: rare words weigh more. */
	coverage: number;
	/** How much the met words tell in all. One everyday word is little to go by, unless the question is a known wording. */
	evidence: number;
	/** How alike the question and the passage's title, heading or wording are. */
	named: number;
	/** Share of the met words that stand close together. */
	near: number;
	/** How far the best document is ahead of the next. */
	margin: number;
};

export type Judgement = {
	confidence: number;
	signals: Signals | null;
	/** Best first, each worth giving to a writer. */
	passages: Passage[];
};

/** A word that a third of the passages share is too little to go by; a rarer one, or two, will do. */
const ENOUGH_EVIDENCE = 0.35;
/** A question that an earlier one had to complete is a guess at what was meant. */
const FOLLOW_UP = 0.95;
/** "Why?" says nothing of what is asked: the earlier question's passage is only likely to have it. */
const NOTHING_OWN = 0.8;
/** A writer gets what scores at least this share of the best. */
const WORTH_READING = 0.5;

const clamp = (value: number): number => Math.max(0, Math.min(1, value));

/** What a passage has of the words that are the visitor's own now. */
function covered(passage: Passage, own: Set<string>): { coverage: number; mass: number } {
	const terms = passage.terms.filter(({ term }) => own.has(term));
	const asking = terms.reduce((sum, { weight }) => sum + weight, 0);
	const mass = terms.reduce((sum, { weight, match }) => sum + weight * match, 0);
	return { coverage: asking === 0 ? 0 : mass / asking, mass };
}

export function judge(question: string, found: { passages: Passage[]; followUp: boolean }): Judgement {
	const [first] = found.passages;
	if (!first) return { confidence: 0, signals: null, passages: [] };
	const mine = new Set(asked(question).map(({ word }) => word));
	// "And that one?" has no words of its own; then the earlier question's must do.
	const own = mine.size > 0 ? mine : new Set(first.terms.map(({ term }) => term));

	// Ranking looks at the whole; among near equals, the passage with more of the question is the one to answer from.
	const ranked = found.passages
		.map((passage) => ({ passage, ...covered(passage, own) }))
		.sort((a, b) => b.coverage + b.passage.score - (a.coverage + a.passage.score));
	const [best] = ranked;
	if (!best || best.mass === 0) return { confidence: 0, signals: null, passages: [] };
	const next = ranked.find(({ passage }) => passage.articleId !== best.passage.articleId);

	const signals: Signals = {
		coverage: best.coverage,
		evidence: clamp(Math.max(best.mass / ENOUGH_EVIDENCE, best.passage.phrased)),
		named: best.passage.named,
		near: best.passage.near,
		margin: next ? clamp(1 - next.passage.score / best.passage.score) : 1,
	};
	// Coverage decides. The others can only take away: words far apart, and nothing but the text to say it is about this.
	const support = clamp(0.4 * signals.near + 0.6 * Math.max(signals.named, 2 * signals.margin));
	const confidence =
		signals.coverage ** 1.5 *
		signals.evidence *
		(0.7 + 0.3 * support) *
		(found.followUp ? FOLLOW_UP : 1) *
		(mine.size > 0 ? 1 : NOTHING_OWN);
	return {
		confidence: clamp(confidence),
		signals,
		passages: ranked
			.filter(({ passage }) => passage.score >= best.passage.score * WORTH_READING)
			.map(({ passage }) => passage),
	};
}
