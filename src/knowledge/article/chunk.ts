/**
 * Chunks an article into passages along its structure: sections by heading, then paragraphs, lists, sentences. A passage is
 * small enough to be quoted and ranked as one, and keeps the headings above it.
 */
import { sentences } from "../../language/text/sentences.ts";
import { headingOf, type MarkdownHeading } from "./heading.ts";
import { tableHeaderOf } from "./section.ts";

export type Chunk = { heading: string; text: string };

/** Characters. About 200 words: the size of a help page's section. */
const PASSAGE_LENGTH = 1_000;

/** Passages of one article past which it is chunked by size alone: thousands of one-line sections would be thousands of rows. */
const MAX_PASSAGES = 400;

type Block = { heading: string; text: string };

/**
 * Paragraphs, lists, tables and fenced code, each with the headings above it. A heading without a text below it begins the
 * text that comes next, or ends the article's last one: alone it would be found as if it were an answer.
 */
function blocks(title: string, markdown: string): Block[] {
	const found: Block[] = [];
	const path: string[] = [];
	let lines: string[] = [];
	let fence = "";
	/** Headings without a text, and the last heading, which may become one. */
	let bare: string[] = [];
	let open: MarkdownHeading | null = null;
	const leaveOpen = (next: number) => {
		if (open && open.level >= next && open.text !== title) bare.push(open.text);
		open = null;
	};
	const flush = () => {
		const text = lines.join("\n").trim();
		if (text !== "") {
			const heading = path.filter((part) => part).join(" › ");
			// A table or code stays a block of its own.
			if (bare.length > 0 && /^(?:\||```|~~~)/.test(text))
				found.push({ heading, text: bare.join("\n\n") }, { heading, text });
			else found.push({ heading, text: [...bare, text].join("\n\n") });
			[bare, open] = [[], null];
		}
		lines = [];
	};
	for (const line of markdown.replaceAll("\r\n", "\n").split("\n")) {
		const mark = /^\s*(```|~~~)/.exec(line)?.[1];
		if (mark !== undefined && (fence === "" || fence === mark)) {
			fence = fence === "" ? mark : "";
			lines.push(line);
			continue;
		}
		const heading = fence === "" ? headingOf(line) : null;
		if (heading) {
			flush();
			const { level } = heading;
			leaveOpen(level);
			open = heading;
			path.length = Math.min(path.length, level - 1);
			while (path.length < level - 1) path.push("");
			path.push(heading.text.slice(0, 200));
		} else if (line.trim() === "" && fence === "") flush();
		else lines.push(line);
	}
	flush();
	leaveOpen(0);
	const last = found.at(-1);
	if (bare.length === 0) return found;
	if (!last) return [{ heading: "", text: bare.join("\n\n") }];
	return [...found.slice(0, -1), { ...last, text: [last.text, ...bare].join("\n\n") }];
}

/** Splits a text into parts of at most `PASSAGE_LENGTH`. Each part of a table begins with its header. */
function splitLong(text: string): string[] {
	if (text.length <= PASSAGE_LENGTH) return [text];
	const header = tableHeaderOf(text);
	if (header === null || header.length > PASSAGE_LENGTH / 2) return cutAt(text, PASSAGE_LENGTH);
	const rows = cutAt(text.slice(header.length).trim(), PASSAGE_LENGTH - header.length - 1);
	return rows.map((part) => `${header}\n${part}`);
}

/** Splits at lines, else sentences, else words, else anywhere. */
function cutAt(text: string, limit: number): string[] {
	const levels: [split: (text: string) => string[], glue: string][] = [
		[(part) => part.split("\n"), "\n"],
		[sentences, ""],
		[(part) => part.split(/(?<=\s)/u), ""],
		[(part) => part.match(new RegExp(`[\\s\\S]{1,${limit}}`, "gu")) ?? [], ""],
	];
	const cut = (part: string, level: number): string[] => {
		const [split, glue] = levels[level] ?? levels[3] ?? [() => [part], ""];
		const parts: string[] = [];
		let open = "";
		for (const next of split(part)) {
			if (next.length > limit && level < levels.length - 1) {
				if (open !== "") parts.push(open);
				open = "";
				parts.push(...cut(next, level + 1));
			} else if (open === "") open = next;
			else if (open.length + glue.length + next.length <= limit) open += glue + next;
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

/** An article's passages, in order. Every word of its text is in one of them, or in the headings above it. */
export function chunkArticle(title: string, markdown: string): Chunk[] {
	const parts = blocks(title, markdown).flatMap((block) =>
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
