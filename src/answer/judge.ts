/**
 * The confidence, 0 to 1, that a question can be answered from the passages that were found: the chance of the best one,
 * weighed against the chances of its rivals and of there being no answer at all, and lowered where the question itself gives
 * little evidence. Used once an answer; the threshold is compared by the caller (answer.ts).
 */
import { exactMatchRank, type Passage } from "../knowledge/article/passage.ts";
import { withoutReranking } from "../knowledge/search/rerank.ts";
import { searchWords } from "../language/text/terms.ts";

export type JudgeFeatures = {
	/** The chance that the best passage answers, were there no others. */
	chance: number;
	/** The same of the next best document. */
	rival: number;
	/** How much evidence the question gives. One everyday word gives little, unless the whole is a known wording. */
	evidence: number;
	/** The best passage's coverage of the question itself, without the earlier question that it follows on. */
	questionCoverage: number;
};

export type Judgement = {
	confidence: number;
	features: JudgeFeatures | null;
	/** Best first, each worth giving to a writer. */
	passages: Passage[];
};

/** Weight of a question's words that is full evidence: one word of a third of the passages has less, a rarer one has more. */
const ENOUGH_EVIDENCE = 0.35;
/** Factor for a follow-up: that it means the earlier question's subject is a guess. */
const FOLLOW_UP = 0.95;
/** Factor for a question without an informative word ("Why?"): the earlier question's passage may not answer it. */
const NO_OWN_WORDS = 0.8;
/** Chance from which a passage without a word of the question counts: its vectors alone speak for it. */
const LIKELY_BY_VECTORS = 0.5;
/** Share of the best passage's chance from which a passage is given to the writer. */
const WORTH_READING = 0.1;
/** The least confidence of an exact match (passage.ts): above any threshold that a team would set. */
const EXACT_MATCH_CONFIDENCE = 0.99;

/** Without an encoder the confidence is at most this plus the coverage, however similar the passage looks. */
const CAP_WITHOUT_ENCODER = 0.5;
/** Weight of a rival's odds. Under 1, for documents overlap: part of a rival's evidence is the best one's too. */
const RIVAL_WEIGHT = 0.6;

/** Weight of the odds of a rival that covers the whole question as the best one does: it says the same, and raises little doubt. */
const AGREEING_WEIGHT = 0.1;
/** Difference of two chances under which they count as equal. */
const EQUAL_CHANCE = 0.005;
/** Least weight of a question that an article can cover wholly. Everyday words weigh less and stand together by chance. */
const MIN_WHOLE_WEIGHT = 0.8;

const clamp = (value: number): number => Math.max(0, Math.min(1, value));

const odds = (chance: number): number => chance / Math.max(1e-9, 1 - chance);

/** The chance of the best passage from its odds, its rivals' odds, and the odds of rivals that agree with it; no answer has odds of 1. */
export function confidenceAmong(best: number, rivals: number[], agreeing: number[] = []): number {
	const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
	const others = sum(rivals) + sum(agreeing);
	const answerable = (best + others) / (1 + best + others);
	return best === 0 ? 0 : (answerable * best) / (best + RIVAL_WEIGHT * sum(rivals) + AGREEING_WEIGHT * sum(agreeing));
}

/** True of an article's passage whose own text has every informative word of the query; title and neighbours don't count. */
const coversQuestion = ({ kind, ownCoverage, terms }: Passage): boolean =>
	kind === "article" &&
	ownCoverage >= 0.99 &&
	terms.length > 1 &&
	terms.reduce((sum, { weight }) => sum + weight, 0) >= MIN_WHOLE_WEIGHT;

/** The likeliest passage. Among equally likely ones that cover the question, the one whose title is most similar to it. */
function bestOf<One extends { passage: Passage; chance: number }>(ranked: One[]): One | null {
	const [first] = ranked;
	if (!first || !coversQuestion(first.passage)) return first ?? null;
	const titleSimilarity = ({ passage }: One): number => passage.titleOverlap + passage.charSimilarity;
	const best = ranked
		.filter(({ passage, chance }) => coversQuestion(passage) && chance >= first.chance - EQUAL_CHANCE)
		.reduce((most, one) => (titleSimilarity(one) > titleSimilarity(most) ? one : most), first);
	return { ...best, chance: first.chance };
}

/** A passage's coverage of the question's own words: their weight, and how much of it the passage matches. */
function coverageOf(passage: Passage, own: Set<string>): { coverage: number; asked: number; matched: number } {
	const terms = passage.terms.filter(({ term }) => own.has(term));
	const askedWeight = terms.reduce((sum, { weight }) => sum + weight, 0);
	const matched = terms.reduce((sum, { weight, match }) => sum + weight * match, 0);
	return { coverage: askedWeight === 0 ? 0 : matched / askedWeight, asked: askedWeight, matched };
}

type Found = { passages: Passage[]; followUp: boolean };

/**
 * Reranking may change which passage is best, but never raises the confidence: lowered rivals would, so the confidence is
 * at most what it is with the scores before (search/rerank.ts).
 */
export function judge(question: string, found: Found): Judgement {
	const judgement = weigh(question, found);
	const before = weigh(question, { ...found, passages: withoutReranking(found.passages) });
	if (before.confidence >= judgement.confidence) return judgement;
	return { ...judgement, confidence: before.confidence, features: before.features };
}

function weigh(question: string, found: Found): Judgement {
	const [first] = found.passages;
	if (!first) return { confidence: 0, features: null, passages: [] };
	const mine = new Set(searchWords(question).map(({ word }) => word));
	// "And that one?" has no informative word; then those of the query, which has the earlier question's, are used.
	const own = mine.size > 0 ? mine : new Set(first.terms.map(({ term }) => term));

	// A follow-up is searched with the earlier question's words; they must not count as evidence for the later one.
	const ranked = found.passages
		.map((passage) => ({ passage, ...coverageOf(passage, own) }))
		.map((one) => {
			const evidence = clamp(Math.max(one.asked / ENOUGH_EVIDENCE, one.passage.charSimilarity));
			const chance = found.followUp ? one.passage.score * one.coverage : one.passage.score;
			return { ...one, evidence, chance };
		})
		.filter(({ matched, chance }) => matched > 0 || chance >= LIKELY_BY_VECTORS)
		.sort(
			(a, b) => exactMatchRank(b.passage) - exactMatchRank(a.passage) || b.chance * b.evidence - a.chance * a.evidence,
		);
	const best = bestOf(ranked);
	if (!best) return { confidence: 0, features: null, passages: [] };

	// A question and an article often say the same, so only documents of one kind are rivals.
	const rivals = new Map<string, { chance: number; agrees: boolean }>();
	for (const { passage, chance } of ranked) {
		if (passage.kind !== best.passage.kind || passage.articleId === best.passage.articleId) continue;
		const known = rivals.get(passage.articleId);
		const agrees = coversQuestion(best.passage) && coversQuestion(passage);
		rivals.set(passage.articleId, {
			chance: Math.max(known?.chance ?? 0, chance),
			agrees: agrees || known?.agrees === true,
		});
	}
	const oddsOf = (agreeing: boolean): number[] =>
		[...rivals.values()].filter(({ agrees }) => agrees === agreeing).map(({ chance }) => odds(chance));

	const features: JudgeFeatures = {
		chance: best.chance,
		rival: Math.max(0, ...[...rivals.values()].map(({ chance }) => chance)),
		evidence: best.evidence,
		questionCoverage: best.coverage,
	};
	const cap = best.passage.embeddingSimilarity === null ? clamp(CAP_WITHOUT_ENCODER + best.coverage) : 1;
	const confidence =
		Math.min(cap, confidenceAmong(odds(best.chance), oddsOf(false), oddsOf(true))) *
		features.evidence *
		(found.followUp ? FOLLOW_UP : 1) *
		(mine.size > 0 ? 1 : NO_OWN_WORDS);
	return {
		confidence: clamp(
			isOnlyExactMatch(best.passage, found.passages) ? Math.max(EXACT_MATCH_CONFIDENCE, confidence) : confidence,
		),
		features,
		passages: [
			best.passage,
			...ranked
				.filter(({ chance, passage }) => passage !== best.passage && chance >= best.chance * WORTH_READING)
				.map(({ passage }) => passage),
		],
	};
}

/** False where another document matches as exactly: two questions with one wording and two answers are for a person to sort out. */
const isOnlyExactMatch = (best: Passage, all: Passage[]): boolean =>
	exactMatchRank(best) > 0 &&
	all.every((other) => other.articleId === best.articleId || exactMatchRank(other) < exactMatchRank(best));
