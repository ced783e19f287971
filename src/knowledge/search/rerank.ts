/**
 * Applies a reranker's scores to the passages of a search. Rerankers score on scales of their own, so a score only lowers a
 * passage's chance, by how much worse it is than the best one's; it never raises one. Each passage keeps the chance it had
 * before, because lowered rivals must not raise the confidence in the best one (answer/judge.ts).
 */
import { exactMatchRank, type Passage } from "../article/passage.ts";
import { chanceOf, logOdds } from "./log-odds.ts";

/** Share of the difference in log-odds that counts. */
const WEIGHT = 0.5;
/** Log-odds of a chance of 1 in 10,000: scores of 0 and 1 say no more. */
const MOST = Math.log(9_999);

/** A passage whose score a reranker may have lowered. */
export type RerankScores = Passage & {
	/** The score before; absent where no reranker has scored it. */
	scoreBefore?: number;
};

/** The passages with the scores they had before. */
export const withoutReranking = (passages: RerankScores[]): Passage[] =>
	passages.map(({ scoreBefore, ...passage }) => ({ ...passage, score: scoreBefore ?? passage.score }));

/** `scores`: the reranker's, 0 to 1, in the order of the passages. Returns the best first; exact matches keep their score. */
export function applyReranking(passages: Passage[], scores: number[]): RerankScores[] {
	const best = Math.max(...scores.map((score) => logOdds(score, MOST)));
	return passages
		.map((passage, at): RerankScores => {
			if (passage.exactMatch) return passage;
			const change = WEIGHT * (logOdds(scores[at] ?? 0, MOST) - best);
			const lowered = chanceOf(logOdds(passage.score, MOST) + change);
			return { ...passage, scoreBefore: passage.score, score: Math.min(passage.score, lowered) };
		})
		.sort((a, b) => exactMatchRank(b) - exactMatchRank(a) || b.score - a.score);
}
