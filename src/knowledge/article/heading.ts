/** A line of Markdown as a heading. By hand, for a pattern that takes the closing marks off is quadratic in a long line's spaces. */

export type MarkdownHeading = { level: number; text: string };

/** Characters; a longer line is text, whatever it begins with. */
const MAX_LINE = 2_000;

/** Null where the line is none. */
export function headingOf(line: string): MarkdownHeading | null {
	if (line[0] !== "#" || line.length > MAX_LINE) return null;
	const level = /^#{1,6}(?=\s)/.exec(line)?.[0].length ?? 0;
	if (level === 0) return null;
	let end = line.trimEnd().length;
	while (line[end - 1] === "#") end--;
	const text = line.slice(level, end).trim();
	return text === "" ? null : { level, text };
}
