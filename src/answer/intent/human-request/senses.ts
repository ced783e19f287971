/**
 * Maps the words of a message to senses: what each does in a request for a person, one letter a word ("can I talk to somebody"
 * is `A T S`). A reading is the string of these letters in one language. Misspellings of longer words are recognised. Whether
 * a reading is a request isn't decided here but by the classifier (detect.ts).
 */
import { distance } from "../../../language/text/distance.ts";
import { foldHasty } from "../../../language/text/fold.ts";
import { isNone, type Pack, type RequestWords } from "../../../language/pack.ts";
import { partsOf } from "../../../language/packs.ts";
import { words } from "../../../language/text/terms.ts";

/** The letter of each sense (language/pack.ts). A word of two senses has the one that comes first here. */
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

/** The letters of a break between clauses, and of a word that the pack doesn't have. */
export const BREAK = "|";
export const UNKNOWN = "?";

/** Senses whose words are recognised with a misspelling. */
const slipTolerant = new Set<Sense>(["role", "somebody", "office", "talk", "connect", "contact", "wish", "machine"]);
/** Senses that a compound word has by its last part. */
const compoundLetters = new Set<string>([letters.role, letters.office, letters.talk]);
/** Least letters of a word that is corrected: shorter ones are one edit from too many others. */
const MIN_SLIP_LENGTH = 5;
const MIN_SLIP_STEM_LENGTH = 8;
/** Most letters: longer ones are tokens or noise, and correcting takes time in proportion to the length cubed. */
const MAX_SLIP_LENGTH = 40;
/** Least letters of a compound's last part. */
const MIN_COMPOUND_PART_LENGTH = 6;

type Lexicon = {
	/** Letters by whole word or phrase, and by the beginning of a word. */
	exact: Map<string, string>;
	stems: Map<string, string>;
	/** By a phrase's first word: the number of words of the longest such phrase. */
	phrases: Map<string, number>;
	/** All words that phrases have. */
	parts: Set<string>;
	/** Words that are recognised with a misspelling, alone or in a phrase. */
	slipTolerant: Set<string>;
	/** Whether words are compounded, the last part naming the thing: "Finanzierungsberater". */
	compounds: boolean;
	/** Particles that are written together with the word. */
	attached: RegExp | null;
	/** Words by their forms with one letter left out, for correction. Built when the first unknown word comes. */
	slips: Map<string, string[]> | null;
	/** Letters of the longest entry. */
	longest: number;
};

const withoutOne = (word: string): string[] => [...word].map((_, at) => word.slice(0, at) + word.slice(at + 1));

/** Separators of the words of a folded entry. */
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

/** The letter of a word or phrase, also with another ending of its last word (from `from` on), or by a compound's last part. */
function senseOf({ exact, stems, compounds, longest }: Lexicon, phrase: string, from: number): string | undefined {
	const whole = exact.get(phrase);
	if (whole !== undefined) return whole;
	for (let end = Math.min(phrase.length, longest); end > from + 1; end--) {
		const letter = stems.get(phrase.slice(0, end));
		if (letter !== undefined) return letter;
	}
	if (!compounds || from > 0) return undefined;
	for (let start = Math.max(3, phrase.length - longest); start <= phrase.length - MIN_COMPOUND_PART_LENGTH; start++) {
		const last = phrase.slice(start);
		const letter = exact.get(last) ?? stems.get(last);
		if (letter !== undefined && compoundLetters.has(letter)) return letter;
	}
	return undefined;
}

/** Corrects a misspelled word, also one with an ending, or splits two words with a missing space. */
function correctSlip(lexicon: Lexicon, word: string): string {
	if (word.length < MIN_SLIP_LENGTH || word.length > MAX_SLIP_LENGTH) return word;
	const slips = slipsOf(lexicon);
	for (let end = word.length; end >= Math.min(word.length, MIN_SLIP_STEM_LENGTH); end--) {
		const start = word.slice(0, end);
		const rest = word.slice(end);
		for (const slip of [start, ...withoutOne(start)])
			for (const other of slips.get(slip) ?? [])
				if (
					// The first letter is rarely mistyped.
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

/** True of order and phone numbers, which say nothing of people. */
const isNumber = (word: string): boolean => /^\d{3,}$/.test(word);

function senseOfAttached(lexicon: Lexicon, phrase: string): string | undefined {
	if (isNumber(phrase)) return letters.filler;
	const bare = withoutAttached(lexicon, phrase);
	return senseOf(lexicon, phrase, phrase.lastIndexOf(" ") + 1) ?? senseOf(lexicon, bare, bare.lastIndexOf(" ") + 1);
}

/** The longest phrase that begins here: its letter and its number of words. */
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
	const unknown = clause.filter((word) => senseOfAttached(lexicon, word) === undefined && !lexicon.parts.has(word));
	const corrected = new Set(unknown);
	// Where most words are of another language, one that resembles a word of this one is no misspelling.
	const foreign = unknown.length > Math.max(2, clause.length / 2);
	const meant = foreign
		? clause
		: clause.flatMap((word) => (corrected.has(word) ? correctSlip(lexicon, word).split(" ") : [word]));
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
		let matched = 0;
		for (let count = Math.min(longest, clause.length - at); count > 0 && matched === 0; count--) {
			const letter = exact.get(clause.slice(at, at + count));
			if (letter === undefined) continue;
			reading += letter;
			matched = count;
		}
		const digits = matched === 0 ? (/^\d+/.exec(clause.slice(at))?.[0].length ?? 0) : 0;
		if (digits > 0) {
			if (digits < 3) reading += letters.other;
			matched = digits;
		}
		if (matched === 0) reading += UNKNOWN;
		at += Math.max(matched, 1);
	}
	return reading;
}

const possessives = partsOf(({ forms }) => (isNone(forms) ? forms : forms.possessive));

/** The folded words of a message by clause. Possessives are replaced: "a person's address" isn't a person. */
export const clausesOf = (text: string): string[][] =>
	possessives
		.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), foldHasty(text))
		.split(/[.!?,;:()¿¡\n。、！？，；：؟،।…]+|\s-+\s/u)
		.map(words)
		.filter((clause) => clause.length > 0);

export type SenseReader = (clauses: string[][]) => string;

const joinClauses = (readings: string[]): string => readings.filter((reading) => reading !== "").join(BREAK);

/** The function that maps clauses to senses in a pack's language. */
export function readerOf(pack: Pack): SenseReader {
	const lexicon = lazyLexicon(pack);
	return pack.writing.words === "unspaced"
		? (clauses) => joinClauses(clauses.map((clause) => readUnspaced(lexicon(), clause.join(""))))
		: (clauses) => joinClauses(clauses.map((clause) => readSpaced(lexicon(), clause)));
}
