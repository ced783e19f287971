/**
 * Chunks an article into passages along its structure: sections by heading, then paragraphs, lists, sentences. A passage is
 * small enough to be quoted and ranked as one, and keeps the headings above it.
 */
import { sentences } from "../../language/text/sentences.ts";

export type Chunk = { heading: string; text: string };

/** Characters. About 200 words: the size of a help page's section. */
const PASSAGE_LENGTH = 1_000;

/** Passages of one article past which it is chunked by size alone: thousands of one-line sections would be thousands of rows. */
const MAX_PASSAGES = 400;

type Block = { heading: string; text: string };

/** Paragraphs, lists, tables and fenced code, each with the headings above it. */
function blocks(markdown: string): Block[] {
	const found: Block[] = [];
	const path: string[] = [];
	let lines: string[] = [];
	let fence = "";
	const flush = () => {
		const text = lines.join("\n").trim();
		if (text !== "") found.push({ heading: path.filter((part) => part).join(" › "), text });
		lines = [];
	};
	for (const line of markdown.replaceAll("\r\n", "\n").split("\n")) {
		const mark = /^\s*(```|~~~)/.exec(line)?.[1];
		if (mark !== undefined && (fence === "" || fence === mark)) {
			fence = fence === "" ? mark : "";
			lines.push(line);
			continue;
		}
		const heading = fence === "" ? /^(#{1,6})\s+(.+?)\s*#*$/.exec(line) : null;
		if (heading) {
			flush();
			const level = heading[1]?.length ?? 1;
			path.length = Math.min(path.length, level - 1);
			while (path.length < level - 1) path.push("");
			path.push((heading[2] ?? "").slice(0, 200));
		} else if (line.trim() === "" && fence === "") flush();
		else lines.push(line);
	}
	flush();
	return found;
}

/** Splits a text into parts of at most `PASSAGE_LENGTH`: at lines, else sentences, else words, else anywhere. */
function splitLong(text: string): string[] {
	if (text.length <= PASSAGE_LENGTH) return [text];
	const levels: [split: (text: string) => string[], glue: string][] = [
		[(part) => part.split("\n"), "\n"],
		[sentences, ""],
		[(part) => part.split(/(?<=\s)/u), ""],
		[(part) => part.match(new RegExp(`[\\s\\S]{1,${PASSAGE_LENGTH}}`, "gu")) ?? [], ""],
	];
	const cut = (part: string, level: number): string[] => {
		const [split, glue] = levels[level] ?? levels[3] ?? [() => [part], ""];
		const parts: string[] = [];
		let open = "";
		for (const next of split(part)) {
			if (next.length > PASSAGE_LENGTH && level < levels.length - 1) {
				if (open !== "") parts.push(open);
				open = "";
				parts.push(...cut(next, level + 1));
			} else if (open === "") open = next;
			else if (open.length + glue.length + next.length <= PASSAGE_LENGTH) open += glue + next;
			else {
				parts.push(open);
				open = next;
			}
		}
		if (open !== "") parts.push(open);
		return parts;
	};
	return cut(text, 0)
		.map((part) => part.trim())
		.filter((part) => part !== "");
}

/** Joins neighbouring blocks into passages, where `join` allows it and the length does. */
function gather(parts: Block[], join: (open: Block, next: Block) => boolean): Chunk[] {
	const passages: Chunk[] = [];
	let open: Chunk | null = null;
	for (const next of parts) {
		if (open && join(open, next) && open.text.length + next.text.length + 2 <= PASSAGE_LENGTH)
			open.text += `\n\n${next.text}`;
		else {
			open = { ...next };
			passages.push(open);
		}
	}
	return passages;
}

/** An article's passages, in order. Every word of its text is in exactly one of them. */
export function chunkArticle(title: string, markdown: string): Chunk[] {
	const parts = blocks(markdown).flatMap((block) =>
		splitLong(block.text).map((text) => ({
			// Every passage has the title already, so a first heading that repeats it is left out.
			heading: block.heading === title ? "" : block.heading.replace(`${title} › `, ""),
			text,
		})),
	);
	const chunks = gather(parts, (open, next) => open.heading === next.heading);
	if (chunks.length <= MAX_PASSAGES) return chunks;
	const inline = parts.map(({ heading, text }, index) => ({
		heading: "",
		text: heading === "" || heading === parts[index - 1]?.heading ? text : `${heading}\n\n${text}`,
	}));
	return gather(inline, () => true);
}
