/**
 * The vector of a text: the normalised sum of its words' vectors, which have their inverse frequency as weight. "Refund" and
 * "money back" have similar ones. English only: a text with mostly unknown words has none.
 */
import { DIMENSIONS, numbers, words } from "./word-vectors.ts";

/** Least share of known words for a vector. */
const MIN_KNOWN = 0.5;

/** `lengths`: of each word's vector. */
type Table = { places: Map<string, number>; values: Int8Array; lengths: Float32Array };
let table: Table | undefined;

/** Decoded with the first text, so that a Worker that only serves files doesn't do it. */
function loadTable(): Table {
	if (table) return table;
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const valueOf = new Int8Array(128);
	for (let at = 0; at < digits.length; at++) valueOf[digits.charCodeAt(at)] = at - 32;
	const values = new Int8Array(numbers.length);
	for (let at = 0; at < numbers.length; at++) values[at] = valueOf[numbers.charCodeAt(at)] ?? 0;
	const lengths = new Float32Array(values.length / DIMENSIONS);
	for (let at = 0; at < values.length; at++) {
		const word = Math.floor(at / DIMENSIONS);
		lengths[word] = (lengths[word] ?? 0) + (values[at] ?? 0) ** 2;
	}
	for (let word = 0; word < lengths.length; word++) lengths[word] = Math.sqrt(lengths[word] ?? 0);
	table = { places: new Map(words.split(" ").map((word, place) => [word, place])), values, lengths };
	return table;
}

/** The vector of a text's terms (terms.ts), of length 1, or null. */
export function wordVectorOf(terms: readonly string[]): Float32Array | null {
	const { places, values } = loadTable();
	const sum = new Float32Array(DIMENSIONS);
	let [known, unknown] = [0, 0];
	for (const term of terms) {
		const place = places.get(term);
		if (place === undefined) {
			// A number is no evidence of another language.
			if (!/^\d/.test(term)) unknown++;
			continue;
		}
		known++;
		const start = place * DIMENSIONS;
		for (let at = 0; at < DIMENSIONS; at++) sum[at] = (sum[at] ?? 0) + (values[start + at] ?? 0);
	}
	const length = Math.hypot(...sum);
	if (length === 0 || known / (known + unknown) < MIN_KNOWN) return null;
	for (let at = 0; at < DIMENSIONS; at++) sum[at] = (sum[at] ?? 0) / length;
	return sum;
}

/** Cosine similarity of two terms' vectors; 0 where either has none. */
export function wordLikeness(a: string, b: string): number {
	const { places, values, lengths } = loadTable();
	const [first, second] = [places.get(a), places.get(b)];
	if (first === undefined || second === undefined) return 0;
	let sum = 0;
	for (let at = 0; at < DIMENSIONS; at++)
		sum += (values[first * DIMENSIONS + at] ?? 0) * (values[second * DIMENSIONS + at] ?? 0);
	return sum / ((lengths[first] ?? 0) * (lengths[second] ?? 0) || 1);
}
