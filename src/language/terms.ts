/**
 * How text becomes terms: the same for what is stored and what is asked, and for the judge and the writers that compare
 * the two. Done here and not by FTS5's tokenizers, because those can't cut Chinese, Japanese or Thai (trigrams miss the
 * two-character words that most of Chinese is), and because a term must mean the same outside the index.
 */
import { stem } from "./stem.ts";
import { stopwordTest } from "./stopwords.ts";

/** Scripts written without spaces: cut into pairs of neighbours. */
const unspaced =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/u;
const piece = new RegExp(`${unspaced.source}|(?:(?!${unspaced.source})[\\p{L}\\p{M}\\p{N}])+`, "gu");

/** Japanese and Chinese function characters: a pair made of these alone carries no meaning. */
const functional =
	/[的了吗呢吧是在有我你他她它们这那个么什怎样啊和与或也都就不很能可以要会のはがをにでとへもかなたますしいるれらこそゃあ]/u;
const empty = new RegExp(`^${functional.source}+$`, "u");

/** A pair of neighbours that straddles a function character. Where no text has it, it says nothing of the question. */
export const straddles = (term: string): boolean => functional.test(term);

const arabicPrefix = /^(?:وال|بال|كال|فال|ال|لل)(?=.{3})/u;
const arabicSuffix = /(?:ها|ان|ات|ون|ين|يه|ية|ه|ة|ي)$/u;

/** Longest term kept: longer runs of letters are noise, or somebody trying. */
const MAX_TERM_LENGTH = 40;

const plainLetters: Record<string, string> = { ß: "ss", ł: "l", ø: "o", đ: "d", ı: "i", æ: "ae", œ: "oe" };

/** Lower case, one spelling for what looks alike, no accents on Latin, Greek or Cyrillic letters. */
export const fold = (text: string): string =>
	text
		.normalize("NFKD")
		.toLowerCase()
		.replace(/[\u0300-\u036f\u064b-\u0652\u0670\u0640]/g, "")
		.normalize("NFC")
		.replace(/[’‘ʼ`´]/g, "'")
		.replace(/[أإآٱ]/g, "ا")
		.replace(/ى/g, "ي")
		// Letters that Unicode doesn't take apart, but keyboards do.
		.replace(/[ßłøđıæœ]/g, (letter) => plainLetters[letter] ?? letter);

/** The folded words of a text, in order. Runs of an unspaced script stay whole. */
export function words(text: string): string[] {
	const plain = fold(text)
		.replace(/n't(?![\p{L}])/gu, "nt")
		.replace(/'(?:s|re|ve|ll|d|m)(?![\p{L}])/gu, "");
	return plain.match(piece) ?? [];
}

/** How many characters of a script make a word, near enough: they are written without spaces between them. */
const charactersAWord: [RegExp, number][] = [
	[/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]/u, 2],
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
	if (/^\p{Script=Arabic}/u.test(word)) {
		const bare = word.replace(arabicPrefix, "");
		const short = bare.replace(arabicSuffix, "");
		return [short.length >= 3 ? short : bare];
	}
	return [stem(word)];
}

/** Every term of a text, in order and with repeats: what the index stores. */
export const terms = (text: string): string[] => words(text).flatMap(toTerms);

const stopwords = stopwordTest(words);

/** One informative word of a query: the term to look up, and the word as it was written (folded). */
export type Asked = { term: string; word: string };

/** The informative words of a query, each once, in order. Empty when it says nothing but function words. */
export function asked(query: string): Asked[] {
	// "How much is it" asks what it costs, in two words that mean nothing by themselves.
	const all = words(query.replace(/\bhow much\s*(?=(?:is|are|do|does|will|would|for|to)\b|\W*$)/gi, "cost "));
	const isStopword = stopwords(all);
	const seen = new Map<string, Asked>();
	for (const word of all) {
		if (isStopword(word)) continue;
		for (const term of toTerms(word)) {
			// A single Latin letter is a slip or an initial; a single digit or ideograph says something.
			if (/^[a-z]$/.test(term) || empty.test(term)) continue;
			if (!seen.has(term)) seen.set(term, { term, word });
		}
	}
	return [...seen.values()];
}
