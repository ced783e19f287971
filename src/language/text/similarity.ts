/**
 * How alike two short texts look, by the runs of three characters they share: other forms of a word, slips and word
 * order cost little. Pure; knows nothing of meaning.
 */
import { words } from "./terms.ts";

export type Trigrams = ReadonlySet<string>;

export function trigrams(text: string): Trigrams {
	const line = ` ${words(text).join(" ")} `;
	const found = new Set<string>();
	for (let at = 0; at + 3 <= line.length; at++) found.add(line.slice(at, at + 3));
	return found;
}

/** From 0 (nothing in common) to 1 (the same runs). */
export function similarity(a: Trigrams, b: Trigrams): number {
	const [few, many] = a.size < b.size ? [a, b] : [b, a];
	let shared = 0;
	for (const run of few) if (many.has(run)) shared++;
	return shared === 0 ? 0 : (2 * shared) / (a.size + b.size);
}
