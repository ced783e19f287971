/**
 * How alike texts are in meaning: by their words' vectors where both have them (English), else by their letters. Also which
 * share of a question's weight a text covers, where another form of a word, or a word of like meaning, counts in part.
 */
import { similarity, trigrams } from "../../language/text/similarity.ts";
import { terms } from "../../language/text/terms.ts";
import { wordLikeness, wordVectorOf } from "../../language/text/text-vector.ts";

export type Sense = { vector: Float32Array | null; letters: ReturnType<typeof trigrams> };

export const senseOf = (text: string): Sense => ({ vector: wordVectorOf(terms(text)), letters: trigrams(text) });

/** From -1 to 1; seldom under 0. */
export function alike(a: Sense, b: Sense): number {
	if (!a.vector || !b.vector) return similarity(a.letters, b.letters);
	let sum = 0;
	for (let at = 0; at < a.vector.length; at++) sum += (a.vector[at] ?? 0) * (b.vector[at] ?? 0);
	return sum;
}

/** A question's word, as a term of the index, with its weight. */
export type Weighed = { term: string; weight: number };

/** Letters with which two forms of one word begin alike. */
const STEM = 5;
const SAME_STEM = 0.6;
/** Likeness of two words' vectors under which they are strangers: most pairs of words are under it. */
const STRANGE = 0.4;
/** What a word of like meaning counts at most. */
const LIKE = 0.9;

/** The share of the words' weight that a text's terms cover, 0 to 1; 0 without words. */
export function covered(words: readonly Weighed[], text: ReadonlySet<string>): number {
	let [all, had] = [0, 0];
	for (const { term, weight } of words) {
		all += weight;
		if (weight > 0) had += weight * (text.has(term) ? 1 : nearest(term, text));
	}
	return all === 0 ? 0 : had / all;
}

function nearest(term: string, text: ReadonlySet<string>): number {
	const begins = term.length >= STEM ? term.slice(0, STEM) : null;
	let most = 0;
	for (const other of text) {
		if (begins !== null && other.startsWith(begins)) most = Math.max(most, SAME_STEM);
		const likeness = wordLikeness(term, other);
		if (likeness > STRANGE) most = Math.max(most, (LIKE * (likeness - STRANGE)) / (1 - STRANGE));
	}
	return most;
}
