/**
 * Whether all that was found in a text (addresses, clauses) also stands in what its writer was given. Used by the other
 * checks of this folder. Takes time in proportion to both texts, whatever is in them.
 */

/** Finds that are looked for one by one. No writer quotes so many halves of addresses or clauses. */
const MAX_PARTS = 20;

/**
 * True where each find is one of `given`, or stands somewhere in `text`. Searching the text takes its whole length for each
 * find, so a text with too many that only a search would show counts as one that adds something.
 */
export function areGiven(found: readonly string[], given: readonly string[], text: string): boolean {
	const known = new Set(given);
	const parts = new Set(found.filter((one) => !known.has(one)));
	return parts.size <= MAX_PARTS && [...parts].every((part) => text.includes(part));
}

/** A text without these marks at its end. A pattern would try every run of them inside of the text, too. */
export function withoutEnding(text: string, marks: string): string {
	let end = text.length;
	while (end > 0 && marks.includes(text.charAt(end - 1))) end--;
	return text.slice(0, end);
}
