/**
 * Tells the language of a visitor's text, for our own fixed sentences: a wrong one gives a sentence in another language, never
 * a wrong answer. A script that only one of our languages uses decides alone; languages in Latin letters are told apart by
 * eld, a detector by n-grams, which is loaded with the first such text. Few words tell little, so languages that are likely for
 * other reasons (the conversation's, the page's, the browser's) are preferred where the text leaves it open.
 *
 * On 120 short questions in ten languages in Latin letters that no constant here was chosen by, eld's small database tells 119,
 * its extra small one with function words 116, and tinyld/light with function words 114.
 */
import { type Alphabet, alphabets, latin, sharesScript } from "./text/alphabets.ts";
import { isLanguage, type Language } from "./packs.ts";
import { words } from "./text/terms.ts";
import { foreignLetters } from "./text/without-packs.ts";

/** Characters that are looked at: eld reads no more bytes, and a language shows in fewer. */
const MAX_LENGTH = 600;

/** How far a likely language may be behind the best, in eld's scores of 0 to 1; and how far where there are one or two words. */
const MARGIN = 0.06;
const SHORT_MARGIN = 0.2;
const SHORT_WORDS = 2;

/** A letter of another script says as much as this many Latin ones: product names are Latin everywhere. */
const SCRIPT_WEIGHT = 3;

type Detector = { detect(text: string): { getScores(): Record<string, number>; isReliable(): boolean } };
let detector: Promise<Detector> | null = null;

async function load(): Promise<Detector> {
	const { eld } = await import("eld/small");
	// Node has the languages of all the world, the Worker only ours.
	eld.setLanguageSubset([...latin]);
	// Addresses, order numbers and e-mail addresses are of no language.
	eld.enableTextCleanup(true);
	return eld;
}

const count = (text: string, pattern: RegExp): number => text.match(new RegExp(pattern, "gu"))?.length ?? 0;

const isLatin = ({ languages }: Alphabet): boolean => languages.some((language) => latin.includes(language));

/** The alphabet that a text is in: another than Latin where it has a fair share of the letters. */
function alphabetOf(text: string): Alphabet | undefined {
	const inLatin = count(text, /\p{Script=Latin}/u);
	return alphabets.find((alphabet) => {
		const own = count(text, alphabet.script);
		return own > 0 && (isLatin(alphabet) || own * SCRIPT_WEIGHT >= inLatin);
	});
}

const wordsOf = (text: string): string[] =>
	text
		.normalize("NFC")
		.toLowerCase()
		.match(/[\p{L}\p{M}]+/gu) ?? [];

/** True where words have letters that none of our languages has. One such word may be a name. */
export function hasForeignLetters(text: string): boolean {
	const all = wordsOf(text.slice(0, MAX_LENGTH));
	const strange = all.filter((word) => foreignLetters.test(word)).length;
	return strange > 1 || (strange > 0 && strange * 3 >= all.length);
}

/** The language of a text; null where it tells none. */
async function tell(text: string, likely: readonly Language[]): Promise<Language | null> {
	const part = text.slice(0, MAX_LENGTH);
	const all = wordsOf(part);
	const alphabet = alphabetOf(part);
	if (!alphabet || hasForeignLetters(part)) return null;
	const { languages } = alphabet;
	if (!isLatin(alphabet)) return likely.find((language) => languages.includes(language)) ?? languages[0] ?? null;

	const result = (await (detector ??= load())).detect(part);
	const scores = result.getScores();
	const [best] = Object.keys(scores)
		.filter(isLanguage)
		.toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
	if (best === undefined) return null;
	const isShort = all.length <= SHORT_WORDS;
	if (isShort && !result.isReliable() && (likely.length > 0 || all.length === 1)) return null;
	const least = (scores[best] ?? 0) - (isShort ? SHORT_MARGIN : MARGIN);
	return likely.find((language) => (scores[language] ?? 0) >= least) ?? best;
}

/**
 * The language of a text. `likely`: languages that other things speak for, the likeliest first; the first of them is taken
 * where the text tells nothing, and English where there is none.
 */
export const languageOf = async (text: string, likely: readonly Language[] = []): Promise<Language> =>
	(await tell(text, likely)) ?? likely[0] ?? "en";

/** The languages of tags ("de-AT"), each once; those that we have no pack for are left out. */
export const languagesOf = (tags: readonly (string | null | undefined)[]): Language[] => [
	...new Set(
		tags.flatMap((tag) => {
			const [code = ""] = (tag ?? "").toLowerCase().split(/[-_]/);
			return isLanguage(code) ? [code] : [];
		}),
	),
];

/** Words under which a text doesn't show its language certainly. */
const CERTAIN_WORDS = 3;

/** The language of `text` where `other` is certainly in another one; null where one of them tells nothing, and for languages without a pack. */
export async function foreignTo(text: string, other: string): Promise<Language | null> {
	if (words(other).length < CERTAIN_WORDS && alphabetOf(other) === alphabetOf(text)) return null;
	const theirs = await tell(other, []);
	// A question has few words, so it has to be told clearly.
	const own = theirs && (await tell(text, [theirs]));
	if (!own || own === theirs) return null;
	// A short Japanese text may be in Chinese characters alone.
	return sharesScript(own, theirs) ? null : own;
}
