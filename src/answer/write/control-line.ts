/**
 * Reads the control line of a reply (prompt.ts) as models write it: with emphasis, in brackets, with text after it on the same
 * line, with words for "nothing". It says on which passages the text rests, or that there is no answer.
 */

export type Control = { kind: "sources"; numbers: number[] } | { kind: "offer" } | { kind: "none" };

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
const nothing = /^(?:none|nothing|no|n\/?a|null|0)[^\p{L}\p{N}]*$/iu;
/** How sure the model is, which some add. */
const verdict = /^[\s:;,.()*_[\]–—-]*(?:sure|likely|part)(?![\p{L}\p{N}])/iu;

/** Reads a whole line, without its line break. */
export function controlLine(line: string): ControlLine {
	if (offer.test(line) || offerInAnyCase.test(line)) return OFFER;
	const begun = head.exec(line);
	if (!begun) return NONE;
	let rest = line.slice(begun[0].length);
	const numbers: number[] = [];
	// The head has taken the bracket before the first number.
	for (let found = number.exec(rest); found; found = number.exec(rest)) {
		numbers.push(Number(found[1]));
		rest = rest.slice(found[0].length);
		const link = between.exec(rest) ?? (/^(?:\s+\d{1,3})+\W*$/.test(rest) ? /^\s+/.exec(rest) : null);
		if (!link) break;
		rest = rest.slice(link[0].length);
	}
	if (numbers.length === 0) return /^\W*sources?\W*[:=]/i.test(line) && nothing.test(rest) ? OFFER : NONE;
	rest = rest.replace(verdict, "");
	const text = rest.replace(/^[\s:;,.)\]*_–—-]+/u, "").trimEnd();
	return {
		control: { kind: "sources", numbers: [...new Set(numbers)] },
		rest: /[\p{L}\p{N}]/u.test(text) ? text : "",
		aside: /^\s*[(–—-]/u.test(rest) && !/[.!?。！？]\W*$/u.test(text),
	};
}
