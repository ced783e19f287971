/**
 * Reads the control line of a reply (prompt.ts) as models write it: with emphasis, in brackets, with text after it on the same
 * line, with words for "nothing". It says on which passages the text rests, or that there is no answer.
 */
import type { Verdict } from "../../model/catalogue.ts";

export type Control = { kind: "sources"; numbers: number[]; verdict: Verdict } | { kind: "offer" } | { kind: "none" };

/** A control line, and what stands behind it on the same line. `aside`: that names the source and is no part of the text. */
export type ControlLine = { control: Control; rest: string; aside: boolean };

const NONE: ControlLine = { control: { kind: "none" }, rest: "", aside: false };
const OFFER: ControlLine = { control: { kind: "offer" }, rest: "", aside: false };

/** In capitals it may have reasons after it; "Offers end in May" is a text. */
const offer = /^[^\p{L}\p{N}]*(?:OFFER(?![\p{L}\p{N}])|[Oo]ffer(?:\s*[:–-]|[^\p{L}\p{N}]*$))/u;
const offerInAnyCase = /^[^\p{L}\p{N}]*offer[^\p{L}\p{N}]*$/iu;
const head = /^[^\p{L}\p{N}]*(?:sources?|citations?)(?:\s+used)?[^\p{L}\p{N}]*(?=$|[\p{L}\p{N}])/iu;
const number = /^(?:passages?|sources?|nos?\.?|numbers?)?\s*[#[(*_]*(\d{1,3})(?![\d.,]*\d|[.,]?\p{L})[\])*_]*/iu;
const between = /^\s*(?:[,;&/+]|and\b|[-–—](?=\s*[#[(]?\d)|(?<=[\])])(?=\s*[[(]))\s*(?=(?:passages?\s*)?[#[(*_]*\d)/iu;
/** Numbers with blanks between them to the end of the line. */
const onlyNumbers = /^(?:\s+\d{1,3}){1,40}[^\p{L}\p{N}]*$/u;
const nothing = /^(?:none|nothing|no|n\/?a|null|0)[^\p{L}\p{N}]*$/iu;
/** No answer rests on more passages. */
const MOST_NUMBERS = 40;
/** Characters of a text's end that say whether a sentence ends there. */
const ENDING = 40;
/** How sure the model is. In small letters it may be the text's first word, unless the line ends with it. */
const verdictWord = /^[\s:;,.()*_[\]–—-]*(sure|likely|part)(?![\p{L}\p{N}])([^\p{L}\p{N}]*$)?/iu;

const verdicts = ["sure", "likely", "part"] as const;
const toVerdict = (word: string): Verdict => verdicts.find((each) => each === word.toLowerCase()) ?? "unsaid";

/** Reads a whole line, without its line break. */
export function controlLine(line: string): ControlLine {
	if (offer.test(line) || offerInAnyCase.test(line)) return OFFER;
	const begun = head.exec(line);
	if (!begun) return NONE;
	let rest = line.slice(begun[0].length);
	const numbers: number[] = [];
	// The head has taken the bracket before the first number.
	for (let found = number.exec(rest); found && numbers.length < MOST_NUMBERS; found = number.exec(rest)) {
		numbers.push(Number(found[1]));
		rest = rest.slice(found[0].length);
		const link = between.exec(rest) ?? (onlyNumbers.test(rest) ? /^\s+/.exec(rest) : null);
		if (!link) break;
		rest = rest.slice(link[0].length);
	}
	if (numbers.length === 0) return /^\W*sources?\W*[:=]/i.test(line) && nothing.test(rest) ? OFFER : NONE;
	const [all = "", word = "", end] = verdictWord.exec(rest) ?? [];
	const isVerdict = word !== "" && (end !== undefined || word === word.toUpperCase());
	if (isVerdict) rest = rest.slice(all.length);
	const verdict = isVerdict ? toVerdict(word) : "unsaid";
	const text = rest.replace(/^[\s:;,.)\]*_–—-]+/u, "").trimEnd();
	return {
		control: { kind: "sources", numbers: [...new Set(numbers)], verdict },
		rest: /[\p{L}\p{N}]/u.test(text) ? text : "",
		aside: /^\s*[(–—-]/u.test(rest) && !/[.!?。！？]\W*$/u.test(text.slice(-ENDING)),
	};
}
