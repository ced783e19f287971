/**
 * What a reranker's reading makes of the order of passages. Its scores are another scale than ours, and no two models'
 * are alike, so it can only take away: how much worse a passage fits than the best fitting one lowers its chance, none
 * gets a higher one, and each keeps what it had: that its rivals have fallen must not make the best one surer (judge.ts).
 */
import { exactMatch, type Passage } from "../article/passage.ts";

/** Of the difference in log-odds, what counts. */
const WEIGHT = 0.5;
const LEAST = 1e-4;

/** A passage whose chance a reader may have lowered. */
export type RerankScores = Passage & {
	/** The chance that it had before; missing where nobody read it. */
	before?: number;
};

/** As they were before anybody read them. */
export const notReranked = (passages: RerankScores[]): Passage[] =>
	passages.map(({ before, ...passage }) => ({ ...passage, score: before ?? passage.score }));

const logOdds = (chance: number): number => {
	const inside = Math.min(1 - LEAST, Math.max(LEAST, chance));
	return Math.log(inside / (1 - inside));
};

/** `fits`: 0 to 1, one a passage, in their order. Best first; a question that the query asks just so stays where it is. */
export function reranked(passages: Passage[], fits: number[]): RerankScores[] {
	const best = Math.max(...fits.map(logOdds));
	return passages
		.map((passage, at): RerankScores => {
			if (passage.claim) return passage;
			const change = WEIGHT * (logOdds(fits[at] ?? 0) - best);
			const lowered = 1 / (1 + Math.exp(-(logOdds(passage.score) + change)));
			return { ...passage, before: passage.score, score: Math.min(passage.score, lowered) };
		})
		.sort((a, b) => exactMatch(b) - exactMatch(a) || b.score - a.score);
}
