/**
 * Reads a message as what its words do in asking for a person: one letter a word ("can I talk to somebody" is `A T S`),
 * one reading a language. Slips of the keyboard are forgiven in longer words. Knows words only; which of them together
 * make a request is for `features.ts` and the weights it is judged by.
 */
import { distance } from "../../../language/text/distance.ts";
import { foldHasty } from "../../../language/text/fold.ts";
import { isNone, type Pack, type RequestWords } from "../../../language/pack.ts";
import { partsOf } from "../../../language/packs.ts";
import { words } from "../../../language/text/terms.ts";

/** What a word does (language/pack.ts), and its letter. Where a word could do two things, the sense that stands first here is meant. */
export const letters = {
	complete: "!",
	nothing: ".",
	role: "P",
	somebody: "S",
	office: "O",
	callMe: "L",
	connect: "C",
	talk: "T",
	contact: "K",
	machine: "B",
	unwanted: "U",
	enough: "N",
	past: "D",
	ago: "G",
	wish: "W",
	help: "H",
	there: "E",
	me: "M",
	mine: "J",
	you: "Y",
	may: "A",
	real: "R",
	here: "V",
	alone: "Q",
	not: "Z",
	other: "X",
	for: "F",
	outsider: "o",
	fact: "f",
	thing: "t",
	tongue: "l",
	settled: "g",
	filler: "",
} as const satisfies Record<keyof RequestWords, string>;

type Sense = keyof typeof letters;
const isSense = (name: string): name is Sense => name in letters;

/** Where the sentence breaks, and a word that isn't in the vocabulary. */
export const BREAK = "|";
export const UNKNOWN = "?";

/** Senses whose words are recognised with a slip in them. */
const slipTolerant = new Set<Sense>(["role", "somebody", "office", "talk", "connect", "contact", "wish", "machine"]);
/** Of which the last part of a word says that it is one. */
const compoundLetters = new Set<string>([letters.role, letters.office, letters.talk]);
/** Letters. Shorter words are one slip from too many others. */
const MIN_SLIP_LENGTH = 5;
const MIN_SLIP_STEM_LENGTH = 8;
/** Longer runs of letters are tokens and noise, and looking for a slip takes as long as their length cubed. */
const MAX_SLIP_LENGTH = 40;
/** Of the last part of a word made of several. */
const MIN_COMPOUND_PART_LENGTH = 6;

type Lexicon = {
	/** Whole words and phrases, and beginnings of words, to their letters. */
	exact: Map<string, string>;
	stems: Map<string, string>;
	/** Words that phrases begin with, to the words of the longest of them. */
	phrases: Map<string, number>;
	/** All words of phrases. */
	parts: Set<string>;
	/** Words that are recognised with a slip in them, alone or in a phrase. */
	slipTolerant: Set<string>;
	/** Whether words are made of others, the last of which says what they are: "Finanzierungsberater". */
	compounds: boolean;
	/** Particles that are written as one with the word. */
	attached: RegExp | null;
	/** Those with one letter left out, to the words they may be meant for: made when a word isn't known. */
	slips: Map<string, string[]> | null;
	/** Letters of the longest entry. */
	longest: number;
};

const withoutOne = (word: string): string[] => [...word].map((_, at) => word.slice(0, at) + word.slice(at + 1));

/** What separates the words of an entry, once folded. */
const gaps = /[^\p{L}\p{M}\p{N}\u30fc]+/u;

function compile({ requests, forms, writing }: Pack): Lexicon {
	const lexicon: Lexicon = {
		exact: new Map(),
		stems: new Map(),
		phrases: new Map(),
		parts: new Set(),
		slipTolerant: new Set(),
		compounds: writing.words === "compounding",
		attached: isNone(forms) || isNone(forms.attached) ? null : forms.attached,
		slips: null,
		longest: 1,
	};
	for (const sense of Object.keys(letters).filter(isSense)) {
		const entries = requests[sense];
		if (isNone(entries)) continue;
		for (const entry of foldHasty(entries).split(",")) {
			const tokens = entry.split(gaps).filter((token) => token !== "");
			const key = tokens.join(writing.words === "unspaced" ? "" : " ");
			const table = entry.trimEnd().endsWith("*") ? lexicon.stems : lexicon.exact;
			if (key === "" || table.has(key)) continue;
			table.set(key, letters[sense]);
			lexicon.longest = Math.max(lexicon.longest, key.length);
			const [first = ""] = tokens;
			if (tokens.length > 1) {
				lexicon.phrases.set(first, Math.max(lexicon.phrases.get(first) ?? 1, tokens.length));
				for (const token of tokens) lexicon.parts.add(token);
			}
			if (!slipTolerant.has(sense)) continue;
			const least = tokens.length > 1 ? MIN_SLIP_LENGTH : MIN_SLIP_LENGTH - 1;
			for (const token of tokens) if (token.length >= least) lexicon.slipTolerant.add(token);
		}
	}
	return lexicon;
}

function slipsOf(lexicon: Lexicon): Map<string, string[]> {
	if (lexicon.slips !== null) return lexicon.slips;
	const slips = new Map<string, string[]>();
	for (const word of lexicon.slipTolerant)
		for (const slip of [word, ...withoutOne(word)]) {
			const others = slips.get(slip);
			if (others === undefined) slips.set(slip, [word]);
			else others.push(word);
		}
	lexicon.slips = slips;
	return slips;
}

const lazyLexicon = (pack: Pack): (() => Lexicon) => {
	let lexicon: Lexicon | null = null;
	return () => (lexicon ??= compile(pack));
};

/** Of a phrase its last word may end differently, of a word all that follows. */
function senseOf({ exact, stems, compounds }: Lexicon, phrase: string, from: number): string | undefined {
	const whole = exact.get(phrase);
	if (whole !== undefined) return whole;
	for (let end = phrase.length; end > from + 1; end--) {
		const letter = stems.get(phrase.slice(0, end));
		if (letter !== undefined) return letter;
	}
	if (!compounds || from > 0) return undefined;
	for (let start = 3; start <= phrase.length - MIN_COMPOUND_PART_LENGTH; start++) {
		const last = phrase.slice(start);
		const letter = exact.get(last) ?? stems.get(last);
		if (letter !== undefined && compoundLetters.has(letter)) return letter;
	}
	return undefined;
}

/** The word that one with a slip is meant for, also before its ending, or two that the space between is missing from. */
function correctSlip(lexicon: Lexicon, word: string): string {
	if (word.length < MIN_SLIP_LENGTH || word.length > MAX_SLIP_LENGTH) return word;
	const slips = slipsOf(lexicon);
	for (let end = word.length; end >= Math.min(word.length, MIN_SLIP_STEM_LENGTH); end--) {
		const start = word.slice(0, end);
		const rest = word.slice(end);
		for (const slip of [start, ...withoutOne(start)])
			for (const other of slips.get(slip) ?? [])
				if (
					// Hardly anybody slips at the first letter.
					(other[0] === word[0] || other[1] === word[0]) &&
					(rest === "" || lexicon.stems.has(other)) &&
					distance(start, other, 1) <= 1
				)
					return other + rest;
	}
	for (let cut = 1; cut <= word.length - MIN_SLIP_LENGTH; cut++)
		if (lexicon.exact.has(word.slice(0, cut)) && lexicon.exact.has(word.slice(cut)))
			return `${word.slice(0, cut)} ${word.slice(cut)}`;
	return word;
}

const withoutAttached = ({ attached }: Lexicon, phrase: string): string =>
	attached === null ? phrase : phrase.replace(attached, "");

/** A number long enough to be an order's or a phone's says nothing of people. */
const isNumber = (word: string): boolean => /^\d{3,}$/.test(word);

function senseOfAttached(lexicon: Lexicon, phrase: string): string | undefined {
	if (isNumber(phrase)) return letters.filler;
	const bare = withoutAttached(lexicon, phrase);
	return senseOf(lexicon, phrase, phrase.lastIndexOf(" ") + 1) ?? senseOf(lexicon, bare, bare.lastIndexOf(" ") + 1);
}

/** The phrase that begins here, the longest there is: its letter and how many words it takes. */
function phraseAt(lexicon: Lexicon, clause: string[], at: number): [letter: string | undefined, count: number] {
	const first = clause[at] ?? "";
	const longest = lexicon.phrases.get(first) ?? lexicon.phrases.get(withoutAttached(lexicon, first)) ?? 1;
	for (let count = Math.min(longest, clause.length - at); count > 1; count--) {
		const letter = senseOfAttached(lexicon, clause.slice(at, at + count).join(" "));
		if (letter !== undefined) return [letter, count];
	}
	return [senseOfAttached(lexicon, first), 1];
}

function readSpaced(lexicon: Lexicon, clause: string[]): string {
	const strange = clause.filter((word) => senseOfAttached(lexicon, word) === undefined && !lexicon.parts.has(word));
	// Where most words are of another language, one that is nearly of this one is no slip.
	const foreign = strange.length > Math.max(2, clause.length / 2);
	const meant = foreign
		? clause
		: clause.flatMap((word) => (strange.includes(word) ? correctSlip(lexicon, word).split(" ") : [word]));
	let reading = "";
	for (let at = 0; at < meant.length;) {
		const [letter, count] = phraseAt(lexicon, meant, at);
		reading += letter ?? UNKNOWN;
		at += count;
	}
	return reading;
}

function readUnspaced({ exact, longest }: Lexicon, clause: string): string {
	let reading = "";
	for (let at = 0; at < clause.length;) {
		let taken = 0;
		for (let count = Math.min(longest, clause.length - at); count > 0 && taken === 0; count--) {
			const letter = exact.get(clause.slice(at, at + count));
			if (letter === undefined) continue;
			reading += letter;
			taken = count;
		}
		const digits = taken === 0 ? (/^\d+/.exec(clause.slice(at))?.[0].length ?? 0) : 0;
		if (digits > 0) {
			if (digits < 3) reading += letters.other;
			taken = digits;
		}
		if (taken === 0) reading += UNKNOWN;
		at += Math.max(taken, 1);
	}
	return reading;
}

const possessives = partsOf(({ forms }) => (isNone(forms) ? forms : forms.possessive));

/** The folded words of a message, clause by clause. What is somebody's isn't somebody: "a person's address". */
export const clausesOf = (text: string): string[][] =>
	possessives
		.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), foldHasty(text))
		.split(/[.!?,;:()¿¡\n。、！？，；：؟،…]+|\s-+\s/u)
		.map(words)
		.filter((clause) => clause.length > 0);

export type SenseReader = (clauses: string[][]) => string;

const joinClauses = (readings: string[]): string => readings.filter((reading) => reading !== "").join(BREAK);

/** The reading of a message in a pack's language, by how it parts its words. */
export function readerOf(pack: Pack): SenseReader {
	const lexicon = lazyLexicon(pack);
	return pack.writing.words === "unspaced"
		? (clauses) => joinClauses(clauses.map((clause) => readUnspaced(lexicon(), clause.join(""))))
		: (clauses) => joinClauses(clauses.map((clause) => readSpaced(lexicon(), clause)));
}
