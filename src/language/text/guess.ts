/**
 * Guesses the language of a few words by script and function words. Used only to choose our own fixed sentences: a wrong guess
 * gives an English sentence, never a wrong answer.
 */
import { languageByScript, sharesScript } from "./alphabets.ts";
import { isNone } from "../pack.ts";
import { type Language, languages, packs } from "../packs.ts";
import { words } from "./terms.ts";

const sets = languages.flatMap((language) => {
	const { guess } = packs[language];
	return isNone(guess) ? [] : [[language, new Set(words(guess))] as const];
});

/** Letters that only one language has. */
const letters = languages.flatMap((language) => {
	const own = packs[language].writing.letters;
	return isNone(own) ? [] : [{ language, own }];
});

/** Function words from which the guess counts. With fewer, letters that only one language has decide. */
const ENOUGH_WORDS = 2;

export function guessLanguage(text: string): Language {
	const script = languageByScript(text);
	if (script) return script;
	const all = words(text);
	let best: Language = "en";
	let most = 0;
	for (const [language, set] of sets) {
		const count = all.reduce((sum, word) => sum + (set.has(word) ? 1 : 0), 0);
		if (count > most) [best, most] = [language, count];
	}
	if (most >= ENOUGH_WORDS) return best;
	return letters.find(({ own }) => own.test(text))?.language ?? best;
}

/** Function words that a certain guess has at least, and has more than any rival language. */
const CERTAIN_WORDS = 2;

/** The language of a text that has clearly more function words of it than of the others, else null. A name in another script alone doesn't decide. */
function certainLanguage(text: string, others: readonly Language[]): Language | null {
	const all = words(text);
	const counts = sets
		.map(([language, set]) => ({ language, count: all.filter((word) => set.has(word)).length }))
		.toSorted((a, b) => b.count - a.count);
	const [first] = counts;
	if (!first) return null;
	const script = languageByScript(text);
	if (script) return first.count < CERTAIN_WORDS ? script : null;
	const rivals = counts.filter(({ language }) => language !== first.language && others.includes(language));
	return first.count - Math.max(0, ...rivals.map(({ count }) => count)) >= CERTAIN_WORDS ? first.language : null;
}

/** The language of `text` where `other` is certainly in another one; null for few or mixed words, and for languages without a pack. */
export function foreignTo(text: string, other: string): Language | null {
	const theirs = certainLanguage(other, languages);
	// A question has few words, so it is compared with the language of `other` alone.
	const own = theirs && certainLanguage(text, [theirs]);
	if (!own || own === theirs) return null;
	// A short Japanese text may be in Chinese characters alone.
	return sharesScript(own, theirs) ? null : own;
}
