/**
 * The terms of messages and of queries over them: those of language/text/terms.ts and, because people look for exactly what
 * they see, single ideographs and emoji. Pure.
 */
import { informativeWords, isUnspaced, terms, words } from "../language/text/terms.ts";

/** An emoji without skin tone and variation, or a flag's two letters. */
const emoji = /\p{RI}{2}|\p{Extended_Pictographic}/gu;

/** The index's tokenizer takes letters, digits and private use characters (Co) only; the first keeps it from being a word. */
const emojiTerm = (text: string): string =>
	`\u{E000}${[...text].map((character) => character.codePointAt(0)?.toString(16)).join("")}`;

/** The terms of a text's emoji. */
const emojiTerms = (text: string): string[] => (text.match(emoji) ?? []).map(emojiTerm);

/**
 * Every term of a message, as the index stores them. A script without spaces is indexed in pairs, so a single character is
 * found as the beginning of one; the last character of a run begins none, and is a term of its own.
 */
export function indexedTerms(text: string): string[] {
	const last = words(text).flatMap((word) => {
		const characters = isUnspaced(word) ? [...word] : [];
		return characters.length > 1 ? characters.slice(-1) : [];
	});
	return [...terms(text), ...last, ...emojiTerms(text)];
}

/** The last word, where it may be unfinished: the query ends in it. Null otherwise. */
export function unfinishedWord(query: string): string | null {
	const last = words(query).at(-1);
	if (last === undefined || isUnspaced(last) || !/[\p{L}\p{M}\p{N}]$/u.test(query)) return null;
	// Two letters begin too many words; a number is known by fewer characters.
	return [...last].length >= (/\p{N}/u.test(last) ? 2 : 3) ? last : null;
}

/** Words in quotes: a message has them one after the other. */
const PHRASE = /"([^"]*)"/g;

const phrase = (text: string): string | null => {
	const all = terms(text);
	return all.length === 0 ? null : `"${all.map((term) => term.replaceAll('"', "")).join(" ")}"`;
};

/** An FTS5 expression for any query text, with phrases in quotes; null where the text has neither words nor emoji. */
export function expression(query: string): string | null {
	const phrases = [...query.matchAll(PHRASE)].flatMap(([, text = ""]) => phrase(text) ?? []);
	const loose = phrases.length === 0 ? looseTerms(query) : looseTerms(query.replace(PHRASE, " "));
	const all = [...phrases, ...loose];
	return all.length === 0 ? null : all.join(" AND ");
}

/** The terms of a query that may stand anywhere in a message. */
function looseTerms(query: string): string[] {
	const informative = informativeWords(query);
	const wanted = informative.length > 0 ? informative : terms(query).map((term) => ({ term, word: term }));
	const unfinished = unfinishedWord(query);
	const parts = wanted.map(({ term, word }) => {
		const exact = `"${term.replaceAll('"', "")}"`;
		if (isUnspaced(term) && [...term].length === 1) return `${exact}*`;
		// While somebody types, the last word may be the beginning of a longer one, which its stem need not match.
		return word === unfinished || term === unfinished ? `(${exact} OR "${unfinished}"*)` : exact;
	});
	return [...parts, ...new Set(emojiTerms(query).map((term) => `"${term}"`))];
}

/** Whether a piece of a text has one of the query's terms, as `expression` would find it. */
export function matcherOf(query: string): (piece: string) => boolean {
	const wanted = new Set([...terms(query), ...emojiTerms(query)]);
	const unfinished = unfinishedWord(query);
	const single = new Set(words(query).filter((word) => isUnspaced(word) && [...word].length === 1));
	return (piece) =>
		indexedTerms(piece).some(
			(term) =>
				wanted.has(term) ||
				(unfinished !== null && term.startsWith(unfinished)) ||
				single.has(String.fromCodePoint(term.codePointAt(0) ?? 0)),
		) ||
		(unfinished !== null && words(piece).some((word) => word.startsWith(unfinished)));
}
