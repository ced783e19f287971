/**
 * A long Markdown text in pieces that are each parsed in one short stretch, cut between blocks that stand at the margin, and
 * never in code; a text without such places is cut at a line, else anywhere. Pure, in proportion to the text.
 */

/** Characters; the library takes some 10 ms for them. */
const PIECE = 20_000;
const LONGEST = 60_000;

export function* markdownPieces(lines: readonly string[]): Generator<string> {
	let piece: string[] = [];
	let size = 0;
	let fence = "";
	const take = (): string => {
		const text = piece.join("\n");
		[piece, size] = [[], 0];
		return text;
	};
	for (const [at, line] of lines.entries()) {
		const mark = /^[ \t>]*(`{3,}|~{3,})/.exec(line)?.[1];
		if (fence === "" && mark !== undefined) fence = mark;
		else if (mark !== undefined && mark[0] === fence[0] && mark.length >= fence.length) fence = "";
		for (let from = 0; from === 0 || from < line.length; from += LONGEST) {
			const part = line.slice(from, from + LONGEST);
			if (size + part.length > LONGEST && size > 0) yield take();
			piece.push(part);
			size += part.length + 1;
		}
		if (size >= PIECE && fence === "" && line.trim() === "" && /^\S/.test(lines[at + 1] ?? "")) yield take();
	}
	if (piece.length > 0) yield take();
}
