/**
 * The features of a message for the classifier of requests for a person (detect.ts): n-grams of senses, the same in all
 * languages, and n-grams of words and characters. Training (scripts/train/person.ts) uses the same ones, so a change here
 * needs new weights.
 */
import { unspacedScript } from "../../../language/text/alphabets.ts";
import { foldHasty } from "../../../language/text/fold.ts";
import { concernsPeople, readingOf } from "./reading.ts";
import { BREAK, letters, UNKNOWN } from "./senses.ts";

/** Feature hashing: a feature's key is a hash of so many bits, and its value is its strength. */
const HASH_BITS = 24;
export type Features = Map<number, number>;

/** Characters that are read at the beginning and at the end of a longer message. */
const READ = 300;
/** Longest n-gram of senses, and the largest distance of a pair of senses. */
const RUN = 5;
const REACH = 6;
/** Exponent of the message's length by which strengths are divided: under 1, so that a longer message has more in all. */
const DILUTION = 0.7;
/** Strength of a group of features; of a piece of a word; of a pair of senses. */
const STRENGTH = 3;
const PIECE = 0.6;
const APART = 0.7;
/** Letters of a word's beginning that stand for the word, in all languages. */
const BEGINNING = 4;

/** FNV-1a with its bits mixed, so that the low ones are as evenly distributed as the high ones. */
function hash(name: string): number {
	let value = 2_166_136_261;
	for (let at = 0; at < name.length; at++) value = Math.imul(value ^ name.charCodeAt(at), 16_777_619);
	value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
	return ((value ^ (value >>> 12)) >>> 0) % 2 ** HASH_BITS;
}

type Named = Map<string, number>;

function runs(items: string[], kind: string, longest: number, into: Named, strength = 1): void {
	for (let start = 0; start < items.length; start++) {
		let name = kind;
		for (let end = start; end < Math.min(items.length, start + longest); end++) {
			name += items[end];
			into.set(name, strength);
		}
	}
}

const isInformative = (letter: string): boolean => letter !== UNKNOWN && letter !== letters.nothing;

/** N-grams of senses, and pairs of senses with others between. */
function sensesOf(reading: string): Named {
	const named: Named = new Map();
	const all = [BREAK, ...reading, BREAK];
	runs(all, "run", RUN, named);
	all.forEach((first, at) => {
		if (!isInformative(first)) return;
		for (const second of all.slice(at + 2, at + 1 + REACH))
			if (isInformative(second)) named.set(`apart${first}${second}`, APART);
	});
	return named;
}

function wordsOf(text: string): Named {
	const named: Named = new Map();
	if (unspacedScript.test(text)) {
		runs(["<", ...text.replace(/\s+/g, ""), ">"], "signs", BEGINNING, named);
		return named;
	}
	const words = ["<", ...(text.match(/[\p{L}\p{M}#]+|[?!]/gu) ?? []), ">"];
	words.forEach((word, at) => {
		const [before, earlier] = [words[at - 1], words[at - 2]];
		const beginning = word.slice(0, BEGINNING);
		named.set(`word${word}`, 1);
		if (before !== undefined)
			named.set(`pair${before} ${word}`, 1).set(`near${before.slice(0, BEGINNING)} ${beginning}`, 1);
		if (earlier !== undefined) named.set(`skip${earlier.slice(0, BEGINNING)} ${beginning}`, 1);
		const whole = `<${word}>`;
		for (let start = 0; start + 3 <= whole.length; start++)
			for (const end of [start + 3, start + 4])
				if (end <= whole.length) named.set(`piece${whole.slice(start, end)}`, PIECE);
	});
	return named;
}

/** The folded text, with every number as "#". */
const plain = (text: string): string => foldHasty(text).replace(/\d+/g, "#");

function weigh(named: Named, into: Features): void {
	const length = Math.sqrt([...named.values()].reduce((sum, strength) => sum + strength ** 2, 0));
	for (const [name, strength] of named) {
		const place = hash(name);
		into.set(place, (into.get(place) ?? 0) + (STRENGTH * strength) / length ** DILUTION);
	}
}

/** Null where no word is about people or about reaching them: such a message asks for nobody. */
export function featuresOf(text: string): Features | null {
	const read = text.length <= 2 * READ ? text : `${text.slice(0, READ)}\n${text.slice(-READ)}`;
	const reading = readingOf(read);
	if (!concernsPeople(reading)) return null;
	const features: Features = new Map([[hash("always"), 1]]);
	weigh(sensesOf(reading), features);
	weigh(wordsOf(plain(read)), features);
	return features;
}
