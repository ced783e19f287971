/**
 * Classifies whether a message asks for a person. Its words are mapped to senses (senses.ts); a linear classifier adds the
 * weights of n-grams of senses and of words (features.ts). Hand-written rules over the senses were tried first: they found
 * three in four of new wordings, and each further rule added as many false alarms.
 */
import { packs } from "../../../language/packs.ts";
import { fold } from "../../../language/text/fold.ts";
import { featuresOf } from "./features.ts";
import { table } from "./weights.ts";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** A feature takes four digits: sixteen bits for the distance of its hash from the one before, eight for its weight, in steps of 1/16. */
export const STEPS = 16;

/** The score from which a message counts as a request. A higher one lowers both recall and false alarms. */
const THRESHOLD = 0.5;

let weights: Map<number, number> | null = null;

/** Decoded with the first message, so that a Worker that only serves files doesn't do it. */
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

const declines = Object.values(packs).map(
	({ around }) =>
		new RegExp(
			`(?<![\\p{L}\\p{M}\\p{N}])(?:${around.declines.replace(/[^\p{ASCII}]+/gu, (letters) => fold(letters))})`,
			"gu",
		),
);

/**
 * A message without what says that no person is wanted: the classifier knows the words of such a phrase from requests. "I don't
 * want a bot, I want a human" says nothing of the kind.
 */
const withoutDeclines = (text: string): string =>
	declines.reduce((rest, pattern) => rest.replace(pattern, "…"), fold(text));

/** True where the message asks for a person. */
export function asksForPerson(message: string): boolean {
	const left = withoutDeclines(message);
	const text = left === fold(message) ? message : left;
	const features = featuresOf(text);
	if (features === null) return false;
	const weightOf = loadWeights();
	let score = 0;
	for (const [place, strength] of features) score += (weightOf.get(place) ?? 0) * strength;
	return score > THRESHOLD;
}
