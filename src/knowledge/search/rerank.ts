/**
 * Applies a reranker's scores to the passages of a search. Rerankers score on scales of their own, so a score only lowers a
 * passage's chance, by how much worse it is than the best one's; it never raises one. Each passage keeps the chance it had
 * before, because lowered rivals must not raise the confidence in the best one (answer/judge.ts).
 */
import { exactMatchRank, type Passage } from "../article/passage.ts";

/** Share of the difference in log-odds that counts. */
const WEIGHT = 0.5;
/** Distance from 0 and from 1 that a chance keeps, so that its log-odds are finite. */
const MIN_CHANCE = 1e-4;

/** A passage whose score a reranker may have lowered. */
export type RerankScores = Passage & {
	/** The score before; absent where no reranker has scored it. */
	scoreBefore?: number;
};

/** The passages with the scores they had before. */
export const withoutReranking = (passages: RerankScores[]): Passage[] =>
	passages.map(({ scoreBefore, ...passage }) => ({ ...passage, score: scoreBefore ?? passage.score }));

const logOdds = (chance: number): number => {
	const inside = Math.min(1 - MIN_CHANCE, Math.max(MIN_CHANCE, chance));
	return Math.log(inside / (1 - inside));
};

/** `scores`: the reranker's, 0 to 1, in the order of the passages. Returns the best first; exact matches keep their score. */
export function applyReranking(passages: Passage[], scores: number[]): RerankScores[] {
	const best = Math.max(...scores.map(logOdds));
	return passages
		.map((passage, at): RerankScores => {
			if (passage.exactMatch) return passage;
			const change = WEIGHT * (logOdds(scores[at] ?? 0) - best);
			const lowered = 1 / (1 + Math.exp(-(logOdds(passage.score) + change)));
			return { ...passage, scoreBefore: passage.score, score: Math.min(passage.score, lowered) };
		})
		.sort((a, b) => exactMatchRank(b) - exactMatchRank(a) || b.score - a.score);
}
