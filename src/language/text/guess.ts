/**
 * A guess at the language of a few words, by script and by function words. Only for our own fixed sentences: a wrong
 * guess gives English, never a wrong answer.
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

/** Letters settle what fewer function words than these leave open. */
const FEW = 2;

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
	if (most >= FEW) return best;
	return letters.find(({ own }) => own.test(text))?.language ?? best;
}

/** So many function words, and so many more than of another language, are no chance. */
const SURE = 2;

/** The language of a text, if it has clearly more of its words than of any of the others. A foreign name in another script makes no text foreign. */
function certainLanguage(text: string, others: readonly Language[]): Language | null {
	const all = words(text);
	const counts = sets
		.map(([language, set]) => ({ language, count: all.filter((word) => set.has(word)).length }))
		.toSorted((a, b) => b.count - a.count);
	const [first] = counts;
	if (!first) return null;
	const script = languageByScript(text);
	if (script) return first.count < SURE ? script : null;
	const rivals = counts.filter(({ language }) => language !== first.language && others.includes(language));
	return first.count - Math.max(0, ...rivals.map(({ count }) => count)) >= SURE ? first.language : null;
}

/** The language of `text` where `other` is certainly in another one; null for few words, mixed ones, and languages not known here. */
export function foreignTo(text: string, other: string): Language | null {
	const theirs = certainLanguage(other, languages);
	// A question has few words, and need only be told from the language it would be foreign to.
	const own = theirs && certainLanguage(text, [theirs]);
	if (!own || own === theirs) return null;
	// Short Japanese may be all in Chinese characters.
	return sharesScript(own, theirs) ? null : own;
}
