/**
 * Is this answerable from these passages? A confidence from 0 to 1: the chance that the best passage answers, among
 * the chances of its rivals and of there being no answer at all. What it can't know, such as how little a single
 * everyday word asks, takes away from it.
 */
import { exactMatch, type Passage } from "../knowledge/article/passage.ts";
import { notReranked } from "../knowledge/search/rerank.ts";
import { asked } from "../language/text/terms.ts";

export type JudgeFeatures = {
	/** The chance that the best passage answers, were there no others. */
	chance: number;
	/** The same of the next best document. */
	rival: number;
	/** How much the question tells. One everyday word is little to go by, unless it is a known wording. */
	evidence: number;
	/** Share of what the question itself tells, without what it follows on, that the best passage has. */
	coverage: number;
};

export type Judgement = {
	confidence: number;
	signals: JudgeFeatures | null;
	/** Best first, each worth giving to a writer. */
	passages: Passage[];
};

/** A word that a third of the passages share is too little to go by; a rarer one, or two, will do. */
const ENOUGH_EVIDENCE = 0.35;
/** A question that an earlier one had to complete is a guess at what was meant. */
const FOLLOW_UP = 0.95;
/** "Why?" says nothing of what is asked: the earlier question's passage is only likely to have it. */
const NOTHING_OWN = 0.8;
/** Without a word of the question's, a passage is worth a look only if it is likely by its meaning. */
const LIKELY = 0.5;
/** A writer gets what has at least this share of the best one's chance. */
const WORTH_READING = 0.1;
/** Who asks a pinned question in nearly its words, or any in just its words, gets its answer at any threshold a team would set. */
const CLAIMED = 0.99;

/** Without an encoder, a passage that has little of the question's words is never sure to answer, however alike it looks. */
const BLIND = 0.5;
/** Documents overlap: of what speaks for a rival, part speaks for the best one too. */
const RIVALRY = 0.6;

/** Two articles that each have all that is asked say the same of it; they leave little to doubt. */
const AGREEMENT = 0.1;
/** Chances that differ by less say nothing of which is the better. */
const AS_LIKELY = 0.005;
/** All of a question is this much at least: everyday words stand together by chance. */
const WHOLE_QUESTION = 0.8;

const clamp = (value: number): number => Math.max(0, Math.min(1, value));

const odds = (chance: number): number => chance / Math.max(1e-9, 1 - chance);

/** The chance of the best, by its odds against there being no answer and those of its rivals, of which some agree with it. */
export function among(best: number, rivals: number[], agreeing: number[] = []): number {
	const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
	const others = sum(rivals) + sum(agreeing);
	const answerable = (best + others) / (1 + best + others);
	return best === 0 ? 0 : (answerable * best) / (best + RIVALRY * sum(rivals) + AGREEMENT * sum(agreeing));
}

/** An article's passage that has every informative word asked, and not only its title or its neighbours do. */
const hasAll = ({ kind, own, terms }: Passage): boolean =>
	kind === "article" &&
	own >= 0.99 &&
	terms.length > 1 &&
	terms.reduce((sum, { weight }) => sum + weight, 0) >= WHOLE_QUESTION;

/** The likeliest; where others that have all of the question are as likely, the one whose name is most like it. */
function bestOf<One extends { passage: Passage; chance: number }>(ranked: One[]): One | null {
	const [first] = ranked;
	if (!first || !hasAll(first.passage)) return first ?? null;
	const naming = ({ passage }: One): number => passage.named + passage.phrased;
	const best = ranked
		.filter(({ passage, chance }) => hasAll(passage) && chance >= first.chance - AS_LIKELY)
		.reduce((most, one) => (naming(one) > naming(most) ? one : most), first);
	return { ...best, chance: first.chance };
}

/** What a passage has of the words that are the visitor's own now. */
function covered(passage: Passage, own: Set<string>): { coverage: number; asking: number; mass: number } {
	const terms = passage.terms.filter(({ term }) => own.has(term));
	const asking = terms.reduce((sum, { weight }) => sum + weight, 0);
	const mass = terms.reduce((sum, { weight, match }) => sum + weight * match, 0);
	return { coverage: asking === 0 ? 0 : mass / asking, asking, mass };
}

type Found = { passages: Passage[]; followUp: boolean };

/**
 * A reranker's reading chooses among the passages and makes nobody surer: taking the rivals of one down raises it, so
 * the confidence is at most what it would be without the reading.
 */
export function judge(question: string, found: Found): Judgement {
	const judgement = weigh(question, found);
	const before = weigh(question, { ...found, passages: notReranked(found.passages) });
	if (before.confidence >= judgement.confidence) return judgement;
	return { ...judgement, confidence: before.confidence, signals: before.signals };
}

function weigh(question: string, found: Found): Judgement {
	const [first] = found.passages;
	if (!first) return { confidence: 0, signals: null, passages: [] };
	const mine = new Set(asked(question).map(({ word }) => word));
	// "And that one?" has no words of its own; then the earlier question's must do.
	const own = mine.size > 0 ? mine : new Set(first.terms.map(({ term }) => term));

	// What an earlier question brought in can't vouch for the later one.
	const ranked = found.passages
		.map((passage) => ({ passage, ...covered(passage, own) }))
		.map((one) => {
			const evidence = clamp(Math.max(one.asking / ENOUGH_EVIDENCE, one.passage.phrased));
			const chance = found.followUp ? one.passage.score * one.coverage : one.passage.score;
			return { ...one, evidence, chance };
		})
		.filter(({ mass, chance }) => mass > 0 || chance >= LIKELY)
		.sort((a, b) => exactMatch(b.passage) - exactMatch(a.passage) || b.chance * b.evidence - a.chance * a.evidence);
	const best = bestOf(ranked);
	if (!best) return { confidence: 0, signals: null, passages: [] };

	// A question and an article often say the same, so only those of a kind are each other's rivals.
	const rivals = new Map<string, { chance: number; agrees: boolean }>();
	for (const { passage, chance } of ranked) {
		if (passage.kind !== best.passage.kind || passage.articleId === best.passage.articleId) continue;
		const before = rivals.get(passage.articleId);
		const agrees = hasAll(best.passage) && hasAll(passage);
		rivals.set(passage.articleId, {
			chance: Math.max(before?.chance ?? 0, chance),
			agrees: agrees || before?.agrees === true,
		});
	}
	const oddsOf = (agreeing: boolean): number[] =>
		[...rivals.values()].filter(({ agrees }) => agrees === agreeing).map(({ chance }) => odds(chance));

	const signals: JudgeFeatures = {
		chance: best.chance,
		rival: Math.max(0, ...[...rivals.values()].map(({ chance }) => chance)),
		evidence: best.evidence,
		coverage: best.coverage,
	};
	const sight = best.passage.meaning === null ? clamp(BLIND + best.coverage) : 1;
	const confidence =
		Math.min(sight, among(odds(best.chance), oddsOf(false), oddsOf(true))) *
		signals.evidence *
		(found.followUp ? FOLLOW_UP : 1) *
		(mine.size > 0 ? 1 : NOTHING_OWN);
	return {
		confidence: clamp(undisputed(best.passage, found.passages) ? Math.max(CLAIMED, confidence) : confidence),
		signals,
		passages: [
			best.passage,
			...ranked
				.filter(({ chance, passage }) => passage !== best.passage && chance >= best.chance * WORTH_READING)
				.map(({ passage }) => passage),
		],
	};
}

/** Nothing else claims the query as much: two questions with one wording and two answers are for a person to sort out. */
const undisputed = (best: Passage, all: Passage[]): boolean =>
	exactMatch(best) > 0 &&
	all.every((other) => other.articleId === best.articleId || exactMatch(other) < exactMatch(best));
