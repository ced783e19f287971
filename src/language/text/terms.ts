/**
 * How text becomes terms: the same for what is stored and what is asked, and for the judge and the writers that compare
 * the two. Done here and not by FTS5's tokenizers, because those can't cut Chinese, Japanese or Thai (trigrams miss the
 * two-character words that most of Chinese is), and because a term must mean the same outside the index.
 */
import { scriptPattern } from "./alphabets.ts";
import { fold } from "./fold.ts";
import { isNone, type Replacement } from "../pack.ts";
import { packs, partsOf, unspacedPacks } from "../packs.ts";
import { stem } from "./stem.ts";
import { stopwordTest } from "./stopwords.ts";

/** Scripts written without spaces: cut into pairs of neighbours. */
const unspaced =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]+/u;
const piece = new RegExp(`${unspaced.source}|(?:(?!${unspaced.source})[\\p{L}\\p{M}\\p{N}])+`, "gu");

/** Function characters of languages without spaces: a pair made of these alone carries no meaning. */
const functional = new RegExp(
	`[${unspacedPacks.map(({ search }) => search.stopWords + search.questionWords).join("")}]`,
	"u",
);
const onlyFunctional = new RegExp(`^${functional.source}+$`, "u");

/** A pair of neighbours that straddles a function character. Where no text has it, it says nothing of the question. */
export const straddles = (term: string): boolean => functional.test(term);

/** Longest term kept: longer runs of letters are noise, or somebody trying. */
const MAX_TERM_LENGTH = 40;

const contractions = partsOf(({ forms }) => (isNone(forms) ? forms : forms.contractions)).flat();
const rewordings = partsOf(({ search }) => search.rewordings).flat();

const applyReplacements = (text: string, replacements: readonly Replacement[]): string =>
	replacements.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);

/** Of languages whose words come apart by their affixes, each for words in its own script. */
const affixed = Object.values(packs).flatMap(({ forms, writing }) => {
	if (isNone(forms) || isNone(forms.affixes)) return [];
	return [{ script: new RegExp(`^${scriptPattern(writing.scripts).source}`, "u"), ...forms.affixes }];
});

/** The folded words of a text, in order. Runs of an unspaced script stay whole. */
export function words(text: string): string[] {
	const plain = applyReplacements(fold(text), contractions);
	return plain.match(piece) ?? [];
}

/** How many characters of a script make a word, near enough: they are written without spaces between them. */
const charactersAWord: [RegExp, number][] = [
	[/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30fc]/u, 2],
	[/[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u, 4],
];

/** How long a text is in words, also where a whole sentence is one run of letters. */
export function lengthInWords(text: string): number {
	const lengthOf = (word: string): number => {
		const [, size = null] = charactersAWord.find(([script]) => script.test(word)) ?? [];
		return size === null ? 1 : [...word].length / size;
	};
	return words(text).reduce((sum, word) => sum + lengthOf(word), 0);
}

function pairs(run: string): string[] {
	const characters = [...run];
	if (characters.length === 1) return characters;
	return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

function toTerms(word: string): string[] {
	if (unspaced.test(word)) return pairs(word);
	if (word.length > MAX_TERM_LENGTH) return [word.slice(0, MAX_TERM_LENGTH)];
	for (const { script, prefix, suffix } of affixed) {
		if (!script.test(word)) continue;
		const bare = word.replace(prefix, "");
		const short = bare.replace(suffix, "");
		return [short.length >= 3 ? short : bare];
	}
	return [stem(word)];
}

/** Every term of a text, in order and with repeats: what the index stores. */
export const terms = (text: string): string[] => words(text).flatMap(toTerms);

const stopwords = stopwordTest(words);

/** One informative word of a query: the term to look up, and the word as it was written (folded). */
export type InformativeWord = { term: string; word: string };

/** The informative words of a query, each once, in order. Empty when it says nothing but function words. */
export function informativeWords(query: string): InformativeWord[] {
	const all = words(applyReplacements(query, rewordings));
	const isStopword = stopwords(all);
	const seen = new Map<string, InformativeWord>();
	for (const word of all) {
		if (isStopword(word)) continue;
		for (const term of toTerms(word)) {
			// A single Latin letter is a slip or an initial; a single digit or ideograph says something.
			if (/^[a-z]$/.test(term) || onlyFunctional.test(term)) continue;
			if (!seen.has(term)) seen.set(term, { term, word });
		}
	}
	return [...seen.values()];
}
