/**
 * The grounding check: finds addresses, codes, prices, percentages and other numbers in an answer that no passage has, and
 * parts of our own instructions. It catches invented facts and the results of prompt injection; it doesn't judge other words.
 */
import { asciiDigits } from "../../language/text/digits.ts";
import { partsOf } from "../../language/packs.ts";
import { areGiven, withoutEnding } from "./given.ts";

/** Normalises numbers: ASCII digits, and no separators, so that 1,000 and 1.000 and 1 000 are 1000. */
function plain(text: string): string {
	return asciiDigits(text.normalize("NFKC"))
		.replace(/(\d)[.,'’\u00a0\u202f ](?=\d{3}(?!\d))/g, "$1")
		.replace(/(\d),(?=\d)/g, "$1.")
		.toLowerCase();
}

/** A mail address is looked for where a run of its characters begins, and not again at each of them. */
const addressPattern = /\bhttps?:\/\/[^\s<>()[\]"']+|\bwww\.[^\s<>()[\]"']+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;
const addressesIn = (text: string): string[] =>
	text
		.match(addressPattern)
		?.map((address) => withoutEnding(address.replace(/^[.+-]+/, ""), ".,;:!?*_").toLowerCase()) ?? [];

/** Words of letters and digits, such as vouchers and order numbers, are those of these that have both. */
const codePattern = /[\p{L}\d][\p{L}\d-]{3,}/gu;
const isCode = (word: string): boolean => /\d/.test(word) && /\p{L}/u.test(word);
/** Numbers. Single digits count only with a unit: others are steps and "one of two". */
const numberPattern = /(?<![\p{L}\p{N}.])\d+(?:\.\d+)?/gu;
/** A unit after a number that makes it a price or a share. */
const worth = new RegExp(
	`^\\s?(?:%|€|\\$|£|¥|₺|kr|eur\\b|usd\\b|gbp\\b|chf\\b|${partsOf(({ amounts }) => amounts).join("|")})`,
);
const worthBefore = /(?:€|\$|£|¥|₺|eur|usd|gbp|chf)\s?$/;
/** Characters of the longest of these. */
const WORTH_LENGTH = 4;

type Figure = { value: string; worth: boolean };

function figuresIn(text: string): Figure[] {
	const bare = plain(text).replace(addressPattern, " ");
	const codes = (bare.match(codePattern) ?? []).filter(isCode).map((value) => ({ value, worth: true }));
	const others = bare.replace(codePattern, (word) => (isCode(word) ? " " : word));
	const numbers = [...others.matchAll(numberPattern)].map(({ 0: value, index, input }) => ({
		value,
		worth:
			worth.test(input.slice(index + value.length)) ||
			worthBefore.test(input.slice(Math.max(0, index - WORTH_LENGTH), index)),
	}));
	return [...codes, ...numbers.filter((number) => number.worth || number.value.replace(".", "").length >= 2)];
}

/** Words in a row that a text doesn't share with the instructions by chance. */
const RUN = 7;
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function* runsOf(text: string): Generator<string> {
	const words = wordsOf(text);
	for (let at = 0; at + RUN <= words.length; at++) yield words.slice(at, at + RUN).join(" ");
}

/** Least words of a note that can be recognised: "be brief" may be anybody's. */
const NOTE_WORDS = 3;
/** The same in letters, for scripts without spaces. */
const NOTE_LETTERS = 6;
const unspaced = /\p{scx=Han}|\p{scx=Hira}|\p{scx=Kana}|\p{scx=Thai}/u;

/** True where a text repeats a whole note that is too short for a run of words. */
function recites(text: string, note: string): boolean {
	const words = wordsOf(note);
	const isLongEnough = unspaced.test(note) ? words.join("").length >= NOTE_LETTERS : words.length >= NOTE_WORDS;
	if (!isLongEnough || words.length >= RUN) return false;
	const textWords = wordsOf(text);
	return unspaced.test(note)
		? textWords.join("").includes(words.join(""))
		: ` ${textWords.join(" ")} `.includes(` ${words.join(" ")} `);
}

export type GroundingSources = {
	passages: string;
	/** The visitor's words. They may be repeated, but a price in them isn't evidence. */
	question: string;
	/** The system prompt. */
	instructions: string;
	/** The team's notes in it. */
	notes: string[];
};

export type Ungrounded = "address" | "figure" | "instructions";

/** The first kind of thing in a text that wasn't given, or that was instructions; null where all of it is grounded. */
export function findUngrounded(
	text: string,
	{ passages, question, instructions, notes }: GroundingSources,
): Ungrounded | null {
	const given = `${passages}\n${question}`.toLowerCase();
	if (!areGiven(addressesIn(text), addressesIn(given), given)) return "address";
	const facts = new Set(figuresIn(passages).map(({ value }) => value));
	const asked = new Set(figuresIn(question).map(({ value }) => value));
	if (figuresIn(text).some(({ value, worth: offered }) => !facts.has(value) && (offered || !asked.has(value))))
		return "figure";
	const instructionRuns = new Set(runsOf(instructions));
	const passageRuns = new Set(runsOf(passages));
	for (const run of runsOf(text)) if (instructionRuns.has(run) && !passageRuns.has(run)) return "instructions";
	if (notes.some((note) => recites(text, note) && !recites(passages, note))) return "instructions";
	return null;
}
