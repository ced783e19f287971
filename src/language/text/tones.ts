/**
 * Vietnamese with its tones. Folding takes them away, and with them most of a word's meaning: "bo" is six words. A word of a text
 * in Vietnamese has a second form for search, with its marks as digits, in the way of the VNI keyboard: "bò" is "bo2". A query
 * that is typed with tones is looked for by these, one without by the folded words.
 */
import { syllable } from "./without-packs.ts";

/** VNI's digits of the combining marks. */
const digits: Record<string, string> = {
	"\u0301": "1",
	"\u0300": "2",
	"\u0309": "3",
	"\u0303": "4",
	"\u0323": "5",
	"\u0302": "6",
	"\u031b": "7",
	"\u0306": "8",
};
const mark = /[\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]/g;

/** Letters that hardly any other language has. */
const telling = /[\u01a0\u01a1\u01af\u01b0\u0110\u0111\u1ea0-\u1ef9]/;
/** Characters of a text that are looked at. */
const LOOKED_AT = 2_000;
/** Share of a text's words that are syllables, from which it may be Vietnamese: names and numbers stand between them. */
const SYLLABLES = 0.6;
/** Words of a heading or a question up to which its letters needn't tell, if all of it are syllables. */
const SHORT = 6;

const bare = (word: string): string =>
	word.normalize("NFD").replace(mark, "").toLowerCase().replaceAll("\u0111", "d").normalize("NFC");
const isMarked = (word: string): boolean => telling.test(word) || word.normalize("NFD").search(mark) >= 0;

/** True of a text that is written in Vietnamese with its tones. */
export function hasTones(text: string): boolean {
	const words = text.slice(0, LOOKED_AT).match(/[\p{L}\p{M}]+/gu) ?? [];
	if (!words.some(isMarked)) return false;
	const share = words.filter((word) => syllable.test(bare(word))).length / words.length;
	return (
		(telling.test(text.slice(0, LOOKED_AT).normalize("NFC")) && share >= SYLLABLES) ||
		(words.length <= SHORT && share === 1)
	);
}

/** A word with its marks as digits, or null where it has none. */
export function tonedForm(word: string): string | null {
	let form = "";
	let marked = false;
	for (const letter of word.toLowerCase().normalize("NFD")) {
		const digit = letter === "\u0111" ? "9" : digits[letter];
		form += letter === "\u0111" ? "d9" : (digit ?? letter);
		marked ||= digit !== undefined;
	}
	return marked ? form.normalize("NFC") : null;
}
