/**
 * A section's parts, joined to its whole text again. An article is cut into passages for ranking (chunk.ts); who reads one wants
 * the section it is from. Parts of a table repeat its header, which stands once in the whole.
 */

const isRow = (line: string | undefined): boolean => /^\s*\|/.test(line ?? "");
const isDelimiter = (line: string | undefined): boolean => /^[\s|:]*-[\s|:-]*$/.test(line ?? "");

/** The header of a Markdown table with the line below it, where the text begins with one. */
export function tableHeaderOf(text: string): string | null {
	const first = text.indexOf("\n");
	if (first < 0 || !isRow(text.slice(0, first))) return null;
	const second = text.indexOf("\n", first + 1);
	const end = second < 0 ? text.length : second;
	return isDelimiter(text.slice(first + 1, end)) ? text.slice(0, end) : null;
}

/** Parts of one section in their order. */
export function joinParts(parts: readonly string[]): string {
	const pieces: string[] = [];
	/** The header of the table that the text so far ends with; null where it ends with another. */
	let header: string | null = null;
	let before: string | undefined;
	for (const part of parts) {
		const own = tableHeaderOf(part);
		const goesOn = before !== undefined && isRow(before.slice(before.lastIndexOf("\n") + 1)) && isRow(part);
		if (goesOn) pieces.push("\n", own !== null && own === header ? part.slice(own.length + 1) : part);
		else pieces.push(before === undefined ? "" : "\n\n", part);
		const block = part.lastIndexOf("\n\n");
		header = tableHeaderOf(block < 0 ? part : part.slice(block + 2)) ?? (goesOn && block < 0 ? header : null);
		before = part;
	}
	return pieces.join("");
}
