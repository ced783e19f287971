/** How alike two texts are in meaning: by their words' vectors where both have them (English), else by their letters. */
import { similarity, trigrams } from "../../language/text/similarity.ts";
import { terms } from "../../language/text/terms.ts";
import { wordVectorOf } from "../../language/text/text-vector.ts";

export type Sense = { vector: Float32Array | null; letters: ReturnType<typeof trigrams> };

export const senseOf = (text: string): Sense => ({ vector: wordVectorOf(terms(text)), letters: trigrams(text) });

/** From -1 to 1; seldom under 0. */
export function alike(a: Sense, b: Sense): number {
	if (!a.vector || !b.vector) return similarity(a.letters, b.letters);
	let sum = 0;
	for (let at = 0; at < a.vector.length; at++) sum += (a.vector[at] ?? 0) * (b.vector[at] ?? 0);
	return sum;
}
