/**
 * The grounding check: finds addresses, codes, prices, percentages and other numbers in an answer that no passage has, and
 * parts of our own instructions. It catches invented facts and the results of prompt injection; it doesn't judge other words.
 */
import { areGiven, withoutEnding } from "./given.ts";
import { monthsIn, type Quantity, quantitiesIn } from "./quantities.ts";

/** A mail address is looked for where a run of its characters begins, and not again at each of them. */
const addressPattern = /\bhttps?:\/\/[^\s<>()[\]"']+|\bwww\.[^\s<>()[\]"']+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;
const addressesIn = (text: string): string[] =>
	text
		.match(addressPattern)
		?.map((address) => withoutEnding(address.replace(/^[.+-]+/, ""), ".,;:!?*_").toLowerCase()) ?? [];

const withoutAddresses = (text: string): string => text.replace(addressPattern, " ");

/** The quantities of a text, by what they are compared with. */
class Facts {
	readonly #values = new Set<string>();
	/** Numbers without a unit that is known: in a table the unit is in the head of the column. */
	readonly #bare = new Set<number>();
	readonly #numbers = new Set<number>();
	readonly #months: ReadonlySet<number>;
	readonly #telephones: string[] = [];
	/** Values and numbers of what the text calls an order. */
	readonly #ofOrder = new Set<string | number>();

	constructor(text: string) {
		this.#months = new Set(monthsIn(text));
		for (const { kind, values, numbers, ofOrder } of quantitiesIn(withoutAddresses(text))) {
			for (const value of values) this.#values.add(value);
			if (kind === "telephone") this.#telephones.push(...values);
			for (const number of numbers) this.#numbers.add(number);
			if (kind === "plain" || kind === "date") for (const number of numbers) this.#bare.add(number);
			if (ofOrder) for (const each of [...values, ...numbers]) this.#ofOrder.add(each);
		}
	}

	/** True where the text has the same quantity, or its number without a unit. */
	has({ kind, values, numbers }: Quantity): boolean {
		if (values.some((value) => this.#values.has(value))) return true;
		if (kind === "telephone") return values.some((value) => this.#hasTelephone(value));
		if (kind === "code") return false;
		if (kind === "plain") return numbers.every((number) => this.#numbers.has(number));
		if (kind === "date") return numbers.every((number) => this.#numbers.has(number) || this.#months.has(number));
		return numbers.some((number) => this.#bare.has(number));
	}

	/** True where both the text and the quantity's own call it an order: "an order of 80 euros". A share of one isn't an order. */
	hasOrder({ kind, values, numbers, ofOrder }: Quantity): boolean {
		return (
			ofOrder &&
			kind !== "share" &&
			[...values, ...(values.length === 0 ? numbers : [])].some((each) => this.#ofOrder.has(each))
		);
	}

	/** A number is the same with and without the code of its country, if enough of it is. */
	#hasTelephone(digits: string): boolean {
		return this.#telephones.some((other) => {
			const [short, long] = other.length < digits.length ? [other, digits] : [digits, other];
			return short.length >= MIN_TELEPHONE && long.endsWith(short);
		});
	}
}

/** Digits of a telephone number without the code of its country, at least. */
const MIN_TELEPHONE = 7;

/**
 * True of a quantity that says something by itself. A number of one digit without a unit is a step or "one of two", and a written
 * one is an article.
 */
const saysSomething = ({ kind, numbers, article }: Quantity): boolean =>
	!article && (kind !== "plain" || numbers.some((number) => number >= 10 || !Number.isInteger(number)));

/** True of what a team can be held to. The visitor's own words aren't evidence for it. */
const isOffer = ({ kind }: Quantity): boolean =>
	kind === "price" || kind === "share" || kind === "code" || kind === "telephone";

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

/**
 * A function that returns the first kind of thing in a text that wasn't given, or that was instructions; null where all of it is
 * grounded. The sources are read once, for a text that is checked as it grows.
 */
export function groundingCheck({ passages, question, instructions, notes }: GroundingSources) {
	const given = `${passages}\n${question}`.toLowerCase();
	const givenAddresses = addressesIn(given);
	const [facts, asked] = [new Facts(passages), new Facts(question)];
	const isGrounded = (quantity: Quantity): boolean =>
		facts.has(quantity) || (isOffer(quantity) ? asked.hasOrder(quantity) : asked.has(quantity));
	const instructionRuns = new Set(runsOf(instructions));
	for (const run of runsOf(passages)) instructionRuns.delete(run);
	const secretNotes = notes.filter((note) => !recites(passages, note));

	return (text: string): Ungrounded | null => {
		if (!areGiven(addressesIn(text), givenAddresses, given)) return "address";
		if (quantitiesIn(withoutAddresses(text)).some((each) => saysSomething(each) && !isGrounded(each))) return "figure";
		for (const run of runsOf(text)) if (instructionRuns.has(run)) return "instructions";
		return secretNotes.some((note) => recites(text, note)) ? "instructions" : null;
	};
}
