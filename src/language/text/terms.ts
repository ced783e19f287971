/**
 * Tokenisation: turns a text into terms, the same for stored texts and queries, and for the judge and the writers that compare
 * the two. It isn't left to FTS5's tokenizers, because those can't segment Chinese, Japanese or Thai (trigrams miss words of two
 * characters, which most Chinese words are), and because terms are compared outside the index too.
 */
import { scriptPattern } from "./alphabets.ts";
import { fold } from "./fold.ts";
import { isNone, type Replacement } from "../pack.ts";
import { packs, partsOf, unspacedPacks } from "../packs.ts";
import { stem } from "./stem.ts";
import { stopwordTest } from "./stopwords.ts";
import { hasTones, tonedForm } from "./tones.ts";
import { endings, queryFiller } from "./without-packs.ts";

/** Runs of scripts that are written without spaces; they are cut into pairs of neighbouring characters. */
const unspaced =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]+/u;
/** Whether a word is written in a script without spaces. */
export const isUnspaced = (word: string): boolean => unspaced.test(word);
const piece = new RegExp(`${unspaced.source}|(?:(?!${unspaced.source})[\\p{L}\\p{M}\\p{N}])+`, "gu");

/** Function characters of languages without spaces. A pair of only these isn't informative. */
const functional = new RegExp(
	`[${unspacedPacks.map(({ search }) => search.stopWords + search.questionWords).join("")}]`,
	"u",
);
const onlyFunctional = new RegExp(`^${functional.source}+$`, "u");

/** True of a pair with a function character. Where no text has such a pair, it says nothing about the question. */
export const straddles = (term: string): boolean => functional.test(term);

/** Characters of a term that are kept. Longer runs of letters are noise or an attack. */
const MAX_TERM_LENGTH = 40;

const contractions = partsOf(({ forms }) => (isNone(forms) ? forms : forms.contractions)).flat();
const rewordings = [...partsOf(({ search }) => search.rewordings).flat(), ...queryFiller];

const applyReplacements = (text: string, replacements: readonly Replacement[]): string =>
	replacements.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);

/** Affixes that are removed, by the script of the language. */
const affixed = Object.values(packs).flatMap(({ forms, writing }) => {
	if (isNone(forms) || isNone(forms.affixes)) return [];
	return [{ script: new RegExp(`^${scriptPattern(writing.scripts).source}`, "u"), ...forms.affixes }];
});

/** The folded words of a text, in order. Runs of an unspaced script stay whole. */
export function words(text: string): string[] {
	const plain = applyReplacements(fold(text), contractions);
	return plain.match(piece) ?? [];
}

/** Characters of an average word in scripts without spaces. */
const charactersAWord: [RegExp, number][] = [
	[/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30fc]/u, 2],
	[/[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u, 4],
];

/** The length of a text in words, also in scripts where a whole sentence is one run of letters. */
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

/** Every term of a text, in order and with repeats, as the index stores them. */
export const terms = (text: string): string[] => words(text).flatMap(toTerms);

/** A term without the ending that a language without a stemmer would change. */
function withoutEnding(term: string): string {
	const rule = endings.find(({ script }) => script.test(term));
	if (!rule) return term;
	const short = term.replace(rule.ending, "");
	return short.length >= rule.least ? short : term;
}

const toSearchTerms = (word: string): string[] => toTerms(word).map(withoutEnding);

/** Runs of letters with their marks, as they stand in a text. */
const written = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * Every term of a text for the search of knowledge, in order and with repeats: `terms` without changing endings, and each
 * Vietnamese word also with its tones.
 */
export function searchTerms(text: string): string[] {
	if (!hasTones(text)) return words(text).flatMap(toSearchTerms);
	return (text.normalize("NFC").match(written) ?? []).flatMap((word) => {
		const toned = tonedForm(word);
		const plain = words(word).flatMap(toSearchTerms);
		return toned === null ? plain : [...plain, toned];
	});
}

/** The words of a text, Vietnamese ones with their tones. */
const tonedWords = (text: string): string[] =>
	(text.normalize("NFC").match(written) ?? []).flatMap((word) => tonedForm(word) ?? words(word));

const stopwords = stopwordTest(words);
const tonedStopwords = stopwordTest(tonedWords);

/** An informative word of a query: the term to look up, and the folded word. */
export type InformativeWord = { term: string; word: string };

/** The words that are informative, each once; `toWordTerms`: of a word. */
function informative(
	all: readonly string[],
	isStopword: (word: string) => boolean,
	toWordTerms: (word: string) => string[],
): InformativeWord[] {
	const seen = new Map<string, InformativeWord>();
	for (const word of all) {
		if (isStopword(word)) continue;
		for (const term of toWordTerms(word)) {
			// A single Latin letter is a typing error or an initial; a single digit or ideograph is informative.
			if (/^[a-z]$/.test(term) || onlyFunctional.test(term)) continue;
			if (!seen.has(term)) seen.set(term, { term, word });
		}
	}
	return [...seen.values()];
}

/** The informative words of a text, each once, in order; empty where it has only function words. */
export function informativeWords(text: string): InformativeWord[] {
	const all = words(applyReplacements(text, rewordings));
	return informative(all, stopwords(all), toTerms);
}

/** The same of a query to the knowledge, with the terms of `searchTerms`: of Vietnamese with tones, only those with tones. */
export function searchWords(query: string): InformativeWord[] {
	if (!hasTones(query)) {
		const all = words(applyReplacements(query, rewordings));
		return informative(all, stopwords(all), toSearchTerms);
	}
	const all = tonedWords(query);
	return informative(all, tonedStopwords(all), (word) => (/\d/.test(word) ? [word] : toSearchTerms(word)));
}

/** A term for words with tones without them, for texts that were typed so. */
export const withoutTones = (term: string): string =>
	/^[a-z]+\d[a-z\d]*$/.test(term) ? term.replace(/\d/g, "") : term;
