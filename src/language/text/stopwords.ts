/**
 * Stop words: left out of queries, never of the index. A language's list is used only for a text in it: German "die" must not
 * remove an English word.
 */
import { spacedPacks } from "../packs.ts";
import { queryWords } from "./without-packs.ts";

type Folding = (text: string) => string[];

/** Makes the test for stop words. `fold`: the folding of the texts, which the lists go through too. */
export function stopwordTest(fold: Folding): (words: string[]) => (word: string) => boolean {
	const lists = [...spacedPacks.map(({ search }) => `${search.stopWords} ${search.questionWords}`), ...queryWords];
	const sets = lists.map((list) => new Set(list.split(/\s+/).flatMap(fold)));
	const [first = new Set<string>()] = sets;
	return (words) => {
		// The language with the most function words in the text. Ties, and texts with none, go to the first pack.
		let best = first;
		let most = 0;
		for (const set of sets) {
			const count = words.reduce((sum, word) => sum + (set.has(word) ? 1 : 0), 0);
			if (count > most) [best, most] = [set, count];
		}
		return (word) => best.has(word);
	};
}
