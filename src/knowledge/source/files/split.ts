/**
 * Splits a document into articles: one, or for a long document one a top heading, so that a citation names the part and a
 * change touches that part alone. Nothing is left out.
 */
import { MAX_TITLE_LENGTH } from "../../../protocol/knowledge/articles.ts";

export type ArticlePart = {
	/** The part's key in the file: its headings. It stays the same when the part moves in a later upload. */
	place: string;
	title: string;
	text: string;
};

/** Characters up to which a text stays one article: a long page of a help centre. */
const MAX_ARTICLE_LENGTH = 30_000;
/** Characters under which a section is joined to the one before it, under its own heading. */
const MIN_ARTICLE_LENGTH = 300;

type Section = { heading: string; text: string };

/** The text cut at the headings of a level. The first section is the text before them. */
function sections(lines: string[], level: number): Section[] {
	const found: Section[] = [];
	let open: { heading: string; lines: string[] } = { heading: "", lines: [] };
	const close = () => found.push({ heading: open.heading, text: open.lines.join("\n").trim() });
	for (const { line, heading } of withHeadings(lines)) {
		if (heading?.level === level) {
			close();
			open = { heading: heading.text, lines: [] };
		} else open.lines.push(line);
	}
	close();
	return found;
}

/** Each line with its heading, if it is one. A "#" in fenced code isn't. */
function withHeadings(lines: string[]): { line: string; heading: { level: number; text: string } | null }[] {
	let fence = "";
	return lines.map((line) => {
		const mark = /^\s*(```|~~~)/.exec(line)?.[1];
		if (mark !== undefined && (fence === "" || fence === mark)) fence = fence === "" ? mark : "";
		const found = fence === "" && mark === undefined ? /^(#{1,6})\s+(.+?)\s*#*$/.exec(line) : null;
		return { line, heading: found ? { level: found[1]?.length ?? 1, text: found[2] ?? "" } : null };
	});
}

/** The shallowest level deeper than `above` that has more than one heading. */
function topLevel(lines: string[], above: number): number | null {
	const levels = withHeadings(lines).flatMap(({ heading }) => (heading ? [heading.level] : []));
	return (
		[1, 2, 3, 4, 5, 6].find((level) => level > above && levels.filter((each) => each === level).length > 1) ?? null
	);
}

const joinShort = (level: number, found: Section[]): Section[] => {
	const kept: Section[] = [];
	for (const section of found) {
		const before = kept.at(-1);
		if (
			before &&
			section.text.length < MIN_ARTICLE_LENGTH &&
			before.text.length + section.text.length < MAX_ARTICLE_LENGTH
		)
			before.text += `\n\n${"#".repeat(level)} ${section.heading}\n\n${section.text}`;
		else kept.push({ ...section });
	}
	return kept.filter(({ heading, text }) => heading !== "" || text !== "");
};

/** Cuts a text without headings between paragraphs, else between lines, else anywhere. */
function pieces(text: string): string[] {
	const found: string[] = [];
	let open = "";
	const add = (part: string, glue: string) => {
		if (open !== "" && open.length + glue.length + part.length > MAX_ARTICLE_LENGTH) {
			found.push(open);
			open = "";
		}
		open += (open === "" ? "" : glue) + part;
	};
	for (const paragraph of text.split(/\n{2,}/)) {
		if (paragraph.length <= MAX_ARTICLE_LENGTH) add(paragraph, "\n\n");
		else
			for (const line of paragraph.split("\n"))
				for (const part of line.length <= MAX_ARTICLE_LENGTH
					? [line]
					: (line.match(new RegExp(`[\\s\\S]{1,${MAX_ARTICLE_LENGTH}}`, "gu")) ?? []))
					add(part, "\n");
	}
	if (open.trim() !== "") found.push(open);
	return found.map((piece) => piece.trim()).filter((piece) => piece !== "");
}

const shorten = (title: string): string =>
	title.length <= MAX_TITLE_LENGTH ? title : `${title.slice(0, MAX_TITLE_LENGTH - 1).trimEnd()}…`;

function cut(title: string, path: string, text: string, above = 0): ArticlePart[] {
	if (text.length <= MAX_ARTICLE_LENGTH) return [{ place: path, title: shorten(title), text }];
	const lines = text.split("\n");
	const level = topLevel(lines, above);
	if (level === null)
		return pieces(text).map((piece, index) => ({
			place: index === 0 ? path : `${path} (${index + 1})`,
			title: shorten(index === 0 ? title : `${title} (${index + 1})`),
			text: piece,
		}));
	return joinShort(level, sections(lines, level)).flatMap((section) => {
		const name = section.heading === "" ? title : `${title}: ${section.heading}`;
		const place = section.heading === "" ? path : `${path}/${section.heading}`;
		// A heading without a text is still found by its words.
		return cut(name, place.slice(0, 500), section.text || section.heading, level);
	});
}

/** Returns at least one part, unless the document has no text. */
export function split(title: string, markdown: string): ArticlePart[] {
	const text = markdown.replaceAll("\r\n", "\n").trim();
	if (text === "") return [];
	const seen = new Map<string, number>();
	return cut(title, "", text).map((part) => {
		const nth = (seen.get(part.place) ?? 0) + 1;
		seen.set(part.place, nth);
		return nth === 1 ? part : { ...part, place: `${part.place} #${nth}` };
	});
}
