/**
 * Quotes what answers a question: of a section its heading and the sentences with most of the question's words, in their order
 * and with their Markdown. A list comes with the line that introduces it, a table's row with its header, and a condition with
 * what follows from it. Adds no word. Takes a millisecond.
 */
import { tableHeaderOf } from "../../knowledge/article/section.ts";
import type { Passage } from "../../knowledge/article/passage.ts";
import { sentences } from "../../language/text/sentences.ts";
import { searchWords, searchTerms } from "../../language/text/terms.ts";

/**
 * Characters that are quoted of a section, about: 120 words, as a model writes by default. A shorter section is quoted whole.
 * Where two sections are quoted, each has less room.
 */
const ROOM = 700;
const ROOM_OF_TWO = 450;
/** A question's answer was written to be given as it is, so more of it is quoted. */
const ROOM_OF_ANSWER = 2_400;
/** Weight of a word that the title or heading has already, as a share. */
const SAID_ABOVE = 0.3;
/** What the first sentence is ahead of the others: a section begins with its answer. */
const OPENING = 0.3;
/** Items of a list that are looked at for one quotation: more have no room in it. */
const MAX_ITEMS = 200;

/** A sentence, a list item or a block that must stay whole. `before`: the white space between it and the unit before. */
type Unit = { text: string; before: string; block: number; item: boolean };

const isItem = (line: string): boolean => /^\s*(?:[-*+]|\d+[.)])\s/.test(line);

function units(markdown: string, room: number): Unit[] {
	const found: Unit[] = [];
	markdown.split(/\n{2,}/).forEach((paragraph, block) => {
		const header = paragraph.length > room ? tableHeaderOf(paragraph) : null;
		const whole = /^\s*(?:```|~~~|\|)/.test(paragraph) && header === null;
		const lines = whole
			? [paragraph]
			: header === null
				? paragraph.split("\n")
				: [header, ...paragraph.slice(header.length + 1).split("\n")];
		lines.forEach((line, at) => {
			// A row is an item of its table, as a line of a list is.
			const item = !whole && (isItem(line) || (header !== null && at > 0));
			const parts = whole || item || header !== null ? [line] : sentences(line);
			parts.forEach((part, index) => {
				if (part.trim() === "") return;
				const before = index > 0 ? " " : at > 0 ? "\n" : "\n\n";
				found.push({ text: part.trimEnd(), before, block, item });
			});
		});
	});
	return found;
}

/** True of what needs what follows it: "If it is lost:", a line that is no sentence. */
const leads = ({ text, item }: Unit): boolean => !item && !/[.!?。！？؟।…)\]"»”*`]$/u.test(text);
const introduces = ({ text }: Unit): boolean => text.endsWith(":") || tableHeaderOf(text) === text;

/** The part of a passage that best matches the question, as Markdown, without its heading. */
export function quote(passage: Passage, question: string, room = ROOM): string {
	const text = passage.text.trim();
	if (text.length <= (passage.kind === "question" ? ROOM_OF_ANSWER : room)) return text;

	const all = units(text, room);
	const weights = new Map(passage.terms.map(({ term, weight }) => [term, weight]));
	// What the heading has, the whole section is about: it tells its sentences apart less.
	const above = new Set(searchTerms(`${passage.title}\n${passage.heading}`));
	const weightOf = new Map(
		searchWords(question).map(({ term, word }) => [
			term,
			(weights.get(word) ?? 0.5) * (above.has(term) ? SAID_ABOVE : 1),
		]),
	);
	const scores = all.map((unit, at) =>
		[...new Set(searchTerms(unit.text))].reduce((sum, term) => sum + (weightOf.get(term) ?? 0), OPENING / (1 + at)),
	);
	const most = Math.max(...scores);
	const chosen = new Set<number>();
	let length = 0;
	const take = (index: number): void => {
		const unit = all[index];
		if (!unit || chosen.has(index) || (chosen.size > 0 && length + unit.text.length > room)) return;
		chosen.add(index);
		length += unit.text.length;
	};
	// By item: the unit before its list.
	const openings: number[] = [];
	all.forEach((unit, at) => openings.push(all[at - 1]?.item && unit.item ? (openings[at - 1] ?? -1) : at - 1));
	const itemsAfter = (index: number): number[] => {
		const items: number[] = [];
		for (let at = index + 1; at <= index + MAX_ITEMS && all[at]?.item; at++) items.push(at);
		return items;
	};
	/** A list that has room is said whole, for its items are one answer. */
	const takeList = (opening: number): void => {
		const items = itemsAfter(opening);
		const whole = items.reduce((sum, at) => sum + (all[at]?.text.length ?? 0), length);
		if (whole <= room) for (const at of items) take(at);
	};
	// The best sentence with the one after it in the same paragraph, then the others by their weight, while there is room.
	const order = scores.map((score, index) => ({ score, index })).sort((a, b) => b.score - a.score || a.index - b.index);
	for (const { score, index } of order) {
		if (chosen.size > 0 && (score === 0 || score < most * 0.4)) break;
		take(index);
		const unit = all[index];
		if (!unit) continue;
		if (unit.item) {
			const opening = openings[index] ?? -1;
			const before = all[opening];
			if (before && introduces(before)) take(opening);
			takeList(opening);
		} else if (introduces(unit)) for (const at of itemsAfter(index)) take(at);
		const following = all[index + 1];
		if (!following || following.item || unit.item) continue;
		if (leads(unit) || (score === most && following.block === unit.block)) take(index + 1);
	}
	return all
		.filter((_, index) => chosen.has(index))
		.map((unit, position, kept) => {
			if (position === 0) return unit.text;
			return (kept[position - 1]?.block === unit.block ? unit.before : "\n\n") + unit.text;
		})
		.join("");
}

/**
 * What the embedded answerer says of the passages: each one's quotation, a section's with its heading, for "No." or a list says
 * nothing without the question that its heading asks.
 */
export function quotation(passages: readonly Passage[], question: string): string {
	const room = passages.length > 1 ? ROOM_OF_TWO : ROOM;
	return passages
		.map((passage) => {
			const text = quote(passage, question, room);
			const name = passage.kind === "article" ? (passage.heading.split(" › ").at(-1) ?? "") : "";
			const bold = name.replaceAll("*", "").trim();
			return bold === "" ? text : `**${bold}**\n\n${text}`;
		})
		.join("\n\n");
}
