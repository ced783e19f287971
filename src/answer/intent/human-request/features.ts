/**
 * What a message is judged by when it is asked whether it wants a person: runs of what its words do, the same in all
 * languages, and its words and pieces of words, which know what a vocabulary can't. Training (scripts/train/person.ts)
 * and the judgement itself see the same, so a change here needs new weights.
 */
import { unspacedScript } from "../../../language/text/alphabets.ts";
import { foldHasty } from "../../../language/text/fold.ts";
import { concernsPeople, readingOf } from "./reading.ts";
import { BREAK, letters, UNKNOWN } from "./senses.ts";

/** A feature is known by a hash of this many bits, and has a strength. */
const HASH_BITS = 24;
export type Features = Map<number, number>;

/** Characters. What a longer message asks for, it asks for when it begins or at its end. */
const READ = 300;
/** Longest run of senses, and how far apart two may be that belong together. */
const RUN = 5;
const REACH = 6;
/** Of a longer message each word says less, but all of them together say more. */
const DILUTION = 0.7;
/** How sure a group of features is against the other; pieces of words against words. */
const STRENGTH = 3;
const PIECE = 0.6;
const APART = 0.7;
/** Words as long as this in all languages mean alike by their beginnings. */
const BEGINNING = 4;

/** FNV-1a, its bits stirred so that the low ones are as good as the high. */
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

/** Runs of senses, and pairs of them with others between. */
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

/** One spelling for what looks alike; a number is a number. */
const plain = (text: string): string => foldHasty(text).replace(/\d+/g, "#");

function weigh(named: Named, into: Features): void {
	const length = Math.sqrt([...named.values()].reduce((sum, strength) => sum + strength ** 2, 0));
	for (const [name, strength] of named) {
		const place = hash(name);
		into.set(place, (into.get(place) ?? 0) + (STRENGTH * strength) / length ** DILUTION);
	}
}

/** Null where no word is about people or about reaching them: then nobody is asked for. */
export function featuresOf(text: string): Features | null {
	const read = text.length <= 2 * READ ? text : `${text.slice(0, READ)}\n${text.slice(-READ)}`;
	const reading = readingOf(read);
	if (!concernsPeople(reading)) return null;
	const features: Features = new Map([[hash("always"), 1]]);
	weigh(sensesOf(reading), features);
	weigh(wordsOf(plain(read)), features);
	return features;
}
