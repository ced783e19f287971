/**
 * Takes personal data out of a text before it leaves its conversation for the knowledge base: addresses, numbers that
 * name one person or order, and the names we know. A pattern can't know every name; a person looks before anything is
 * published. Pure.
 */
import { partsOf } from "../../language/packs.ts";

/** What is tried at every letter is bounded: else a visitor's longest message in one word takes a second. */
const patterns: [pattern: RegExp, instead: string][] = [
	[/[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, "[e-mail]"],
	// What follows the question mark of a link may be somebody's token.
	[/(https?:\/\/[^\s?#]+)[?#]\S+/gu, "$1"],
	// IBANs: two letters, two digits, then groups.
	[/\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?\b/gu, "[number]"],
	// An order, invoice or parcel: marked with #, or letters and at least four digits.
	[/#\s?[\p{L}\d-]*\d{3,}[\p{L}\d-]*/gu, "[number]"],
	[/\b(?=[\p{L}\d-]{0,60}\d{4})(?=[\p{L}\d-]{0,60}\p{L})[\p{L}\d]+(?:-[\p{L}\d]+)*\b/gu, "[number]"],
	// A date is no secret, and looks like a phone number.
	[
		/(?<![\p{L}\d])(?!\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{4}(?!\d))(?:\+|00)?\(?\d(?:[\s()./-]{0,2}\d){6,}/gu,
		"[number]",
	],
	[/(?<![\p{L}\d.,])\d{5,}(?![\p{L}\d]|[.,]\d)/gu, "[number]"],
];

/** A greeting by name at a message's beginning: "Hi Anna," */
const greeting = new RegExp(
	`^\\s*(?:${partsOf(({ greetings }) => greetings).join("|")})\\b[^\\n,.!:?]{0,40}[,.!:]\\s*`,
	"iu",
);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** `names`: of the visitor, as far as they are known. */
export function redact(text: string, names: readonly string[] = []): string {
	const known = names
		.flatMap((name) => [name, ...name.split(/\s+/)])
		.filter((part) => part.length >= 3)
		.toSorted((a, b) => b.length - a.length);
	let masked = text;
	// As they are written: "Will" is a name, "will" is none.
	for (const part of known)
		masked = masked.replace(new RegExp(`(?<!\\p{L})${escaped(part)}(?!\\p{L})`, "gu"), "[name]");
	for (const [pattern, instead] of patterns) masked = masked.replace(pattern, instead);
	return masked;
}

export const withoutGreeting = (text: string): string => text.replace(greeting, "");
