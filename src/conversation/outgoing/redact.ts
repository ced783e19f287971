/**
 * Redacts personal data in a text before it leaves its conversation for the knowledge base: e-mail addresses, numbers that
 * identify one person or order, and the names we know. Patterns don't find every name; a teammate reviews a text before it
 * is published. Pure.
 */
import { partsOf } from "../../language/packs.ts";

/** Quantifiers tried at every letter are bounded: without that, the longest message as a single word takes a second. */
const patterns: [pattern: RegExp, instead: string][] = [
	[/[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, "[e-mail]"],
	// A link's query or fragment may hold somebody's token.
	[/(https?:\/\/[^\s?#]+)(?:[?#]\S+)?/gu, "$1"],
	// IBANs: two letters, two digits, then groups.
	[/\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?\b/gu, "[number]"],
	// An order, invoice or parcel: marked with #, or letters and at least four digits.
	[/#\s?[\p{L}\d-]*\d{3,}[\p{L}\d-]*/gu, "[number]"],
	[/\b(?=[\p{L}\d-]{0,60}\d{4})(?=[\p{L}\d-]{0,60}\p{L})[\p{L}\d]+(?:-[\p{L}\d]+)*\b/gu, "[number]"],
	// Phone numbers, but not dates, which look alike and aren't personal.
	[
		/(?<![\p{L}\d])(?!\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{4}(?!\d))(?:\+|00)?\(?\d(?:[\s()./-]{0,2}\d){6,}/gu,
		"[number]",
	],
	[/(?<![\p{L}\d.,])\d{5,}(?![\p{L}\d]|[.,]\d)/gu, "[number]"],
];

/** A greeting at a message's beginning, with a name: "Hi Anna," */
const greeting = new RegExp(
	`^\\s*(?:${partsOf(({ greetings }) => greetings).join("|")})\\b[^\\n,.!:?]{0,40}[,.!:]\\s*`,
	"iu",
);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The text with placeholders for personal data. `names`: the visitor's names, where we have them. */
export function redact(text: string, names: readonly string[] = []): string {
	const nameParts = names
		.flatMap((name) => [name, ...name.split(/\s+/)])
		.filter((part) => part.length >= 3)
		.toSorted((a, b) => b.length - a.length);
	let redacted = text;
	// Case-sensitive: "Will" is a name, "will" isn't.
	for (const part of nameParts)
		redacted = redacted.replace(new RegExp(`(?<!\\p{L})${escaped(part)}(?!\\p{L})`, "gu"), "[name]");
	for (const [pattern, instead] of patterns) redacted = redacted.replace(pattern, instead);
	return redacted;
}

export const withoutGreeting = (text: string): string => text.replace(greeting, "");
