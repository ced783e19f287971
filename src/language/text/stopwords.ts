/**
 * Words that say nothing about what a text is about. Left out of queries, never of the index.
 * A pack's list counts only for a text that is in its language: German "die" must not silence an English word.
 */
import { spacedPacks } from "../packs.ts";

type Folding = (text: string) => string[];

/** Builds the test from the folding that texts themselves go through, so that both spell a word alike. */
export function stopwordTest(fold: Folding): (words: string[]) => (word: string) => boolean {
	const sets = spacedPacks.map(
		({ search }) => new Set(`${search.stopWords} ${search.questionWords}`.split(/\s+/).flatMap(fold)),
	);
	const [first = new Set<string>()] = sets;
	return (words) => {
		// The language with the most of its function words in the text. Ties and blanks go to the first pack.
		let best = first;
		let most = 0;
		for (const set of sets) {
			const count = words.reduce((sum, word) => sum + (set.has(word) ? 1 : 0), 0);
			if (count > most) [best, most] = [set, count];
		}
		return (word) => best.has(word);
	};
}
