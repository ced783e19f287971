/**
 * Finds the passages that a text rests on, for a reply whose writer didn't say: those that have the text's informative words.
 * Nothing is said of whether the text is right; the other checks of this folder read it as they read any.
 */
import type { Passage } from "../../knowledge/article/passage.ts";
import { informativeWords, terms } from "../../language/text/terms.ts";

/** The share of a text's informative words that its passages must have together, and that each of them must add. */
const ENOUGH = 0.6;
const ADDS = 0.15;
/** Passages that a text is attributed to, at most. */
const MOST = 3;
/** Fewer words than these are in any passage by chance. */
const FEWEST_WORDS = 3;

/** The numbers of the passages, from 1, best first; none where the text says much that they don't. */
export function attribute(text: string, passages: readonly Passage[]): number[] {
	const said = new Set(informativeWords(text).map(({ term }) => term));
	if (said.size < FEWEST_WORDS) return [];
	const left = new Set(said);
	const having = passages.map(({ title, heading, text: body }, at) => ({
		number: at + 1,
		terms: new Set(terms(`${title}\n${heading}\n${body}`)),
	}));
	const cited: number[] = [];
	while (cited.length < MOST) {
		const best = having
			.map(({ number, terms: all }) => ({ number, adds: [...left].filter((term) => all.has(term)) }))
			.reduce<{ number: number; adds: string[] } | null>(
				(most, one) => (most && most.adds.length >= one.adds.length ? most : one),
				null,
			);
		if (!best || best.adds.length < said.size * ADDS) break;
		cited.push(best.number);
		for (const term of best.adds) left.delete(term);
	}
	return left.size <= said.size * (1 - ENOUGH) ? cited : [];
}
