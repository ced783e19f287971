/**
 * Character similarity of two short texts: the Dice coefficient of their trigrams. Other forms of a word, misspellings and word
 * order lower it little. Pure; the meaning of words isn't known here.
 */
import { words } from "./terms.ts";

export type Trigrams = ReadonlySet<string>;

export function trigrams(text: string): Trigrams {
	const padded = ` ${words(text).join(" ")} `;
	const found = new Set<string>();
	for (let at = 0; at + 3 <= padded.length; at++) found.add(padded.slice(at, at + 3));
	return found;
}

/** From 0 (no trigram in common) to 1 (the same trigrams). */
export function similarity(a: Trigrams, b: Trigrams): number {
	const [few, many] = a.size < b.size ? [a, b] : [b, a];
	let shared = 0;
	for (const run of few) if (many.has(run)) shared++;
	return shared === 0 ? 0 : (2 * shared) / (a.size + b.size);
}
