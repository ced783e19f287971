/**
 * What an answer says that nobody gave it: addresses, codes, prices, percentages and other figures that no passage has,
 * and our own instructions. A model that was talked into something shows it here, for its words may be smooth but what it
 * offers has to be written down somewhere.
 */
import { asciiDigits } from "../../language/text/digits.ts";
import { partsOf } from "../../language/packs.ts";

/** Every script's digits as ASCII's, and one way to write a number: 1,000 and 1.000 and 1 000 are 1000. */
function plain(text: string): string {
	return asciiDigits(text.normalize("NFKC"))
		.replace(/(\d)[.,'’\u00a0\u202f ](?=\d{3}(?!\d))/g, "$1")
		.replace(/(\d),(?=\d)/g, "$1.")
		.toLowerCase();
}

const addressPattern = /\bhttps?:\/\/[^\s<>()[\]"']+|\bwww\.[^\s<>()[\]"']+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;
const addressesIn = (text: string): string[] =>
	text.match(addressPattern)?.map((address) => address.replace(/[.,;:!?*_]+$/, "").toLowerCase()) ?? [];

/** Letters and digits in one word, as vouchers and order numbers are. */
const codePattern = /(?<![\p{L}\p{N}])(?=[\p{L}\d-]*\d)(?=[\p{L}\d-]*\p{L})[\p{L}\d][\p{L}\d-]{3,}(?![\p{L}\p{N}])/gu;
/** A number of two digits or more. Single ones are steps and "one of two". */
const numberPattern = /(?<![\p{L}\p{N}.])\d+(?:\.\d+)?/gu;
/** What makes of a number an offer. */
const worth = new RegExp(
	`^\\s?(?:%|€|\\$|£|¥|₺|kr|eur\\b|usd\\b|gbp\\b|chf\\b|${partsOf(({ amounts }) => amounts).join("|")})`,
);
const worthBefore = /(?:€|\$|£|¥|₺|eur|usd|gbp|chf)\s?$/;

type Figure = { value: string; worth: boolean };

function figuresIn(text: string): Figure[] {
	const bare = plain(text).replace(addressPattern, " ");
	const codes = [...bare.matchAll(codePattern)].map(([value]) => ({ value, worth: true }));
	const numbers = [...bare.replace(codePattern, " ").matchAll(numberPattern)].map(({ 0: value, index, input }) => ({
		value,
		worth: worth.test(input.slice(index + value.length)) || worthBefore.test(input.slice(0, index)),
	}));
	return [...codes, ...numbers.filter((number) => number.worth || number.value.replace(".", "").length >= 2)];
}

/** Words in a row that nobody hits upon by chance. */
const RUN = 7;
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function* runsOf(text: string): Generator<string> {
	const words = wordsOf(text);
	for (let at = 0; at + RUN <= words.length; at++) yield words.slice(at, at + RUN).join(" ");
}

/** Fewer words than these may be anybody's: "be brief". */
const NOTE_WORDS = 3;
/** In writing without spaces, where a sentence is one word: letters. */
const NOTE_LETTERS = 6;
const unspaced = /\p{scx=Han}|\p{scx=Hira}|\p{scx=Kana}|\p{scx=Thai}/u;

/** A note too short for a run of words, said from its first word to its last. */
function recites(text: string, note: string): boolean {
	const words = wordsOf(note);
	const telling = unspaced.test(note) ? words.join("").length >= NOTE_LETTERS : words.length >= NOTE_WORDS;
	if (!telling || words.length >= RUN) return false;
	const said = wordsOf(text);
	return unspaced.test(note)
		? said.join("").includes(words.join(""))
		: ` ${said.join(" ")} `.includes(` ${words.join(" ")} `);
}

export type GroundingSources = {
	passages: string;
	/** The visitor's own words: they may be repeated, but make no offer true. */
	question: string;
	/** What the model was told to do. */
	instructions: string;
	/** The team's own notes among that. */
	notes: string[];
};

export type Ungrounded = "address" | "figure" | "instructions";

/** What of a text was made up or given away, or null where everything in it was given. */
export function findUngrounded(
	text: string,
	{ passages, question, instructions, notes }: GroundingSources,
): Ungrounded | null {
	const given = `${passages}\n${question}`.toLowerCase();
	if (addressesIn(text).some((address) => !given.includes(address))) return "address";
	const facts = new Set(figuresIn(passages).map(({ value }) => value));
	const asked = new Set(figuresIn(question).map(({ value }) => value));
	if (figuresIn(text).some(({ value, worth: offered }) => !facts.has(value) && (offered || !asked.has(value))))
		return "figure";
	const secret = new Set(runsOf(instructions));
	const known = new Set(runsOf(passages));
	for (const run of runsOf(text)) if (secret.has(run) && !known.has(run)) return "instructions";
	if (notes.some((note) => recites(text, note) && !recites(passages, note))) return "instructions";
	return null;
}
