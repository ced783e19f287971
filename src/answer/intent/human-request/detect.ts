/**
 * Does a visitor ask for a person? A message is read as what its words do (`senses.ts`), and a linear classifier
 * adds up what runs of those, and the words themselves, say for and against (`features.ts`). Rules over the same
 * reading came first: of fresh wordings they heard three in four, and each rule more took in as many who didn't ask.
 */
import { featuresOf } from "./features.ts";
import { table } from "./weights.ts";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** Four digits are a feature: sixteen bits say how far its hash is from the one before, eight its weight, in these steps. */
export const STEPS = 16;

/** The score from which somebody is heard. Higher hears fewer who ask, and fewer who don't. */
const THRESHOLD = 0.5;

let weights: Map<number, number> | null = null;

/** Read when the first message asks for it: a Worker that only serves files never does. */
function loadWeights(): Map<number, number> {
	if (weights !== null) return weights;
	const found = new Map<number, number>();
	const digit = (at: number): number => DIGITS.indexOf(table.charAt(at));
	let place = 0;
	for (let at = 0; at < table.length; at += 4) {
		const number = (digit(at) << 18) | (digit(at + 1) << 12) | (digit(at + 2) << 6) | digit(at + 3);
		place += number >> 8;
		found.set(place, ((number & 255) - 128) / STEPS);
	}
	weights = found;
	return found;
}

/** True where the message asks to be put in touch with a person. */
export function asksForPerson(text: string): boolean {
	const features = featuresOf(text);
	if (features === null) return false;
	const known = loadWeights();
	let score = 0;
	for (const [place, strength] of features) score += (known.get(place) ?? 0) * strength;
	return score > THRESHOLD;
}
