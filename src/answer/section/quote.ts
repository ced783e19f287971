/**
 * Quotes the part of a passage that answers a question: the sentences with most of its words, in their order and with their
 * Markdown. A list item comes with the line that introduces its list. Adds no word. Takes a millisecond.
 */
import type { Passage } from "../../knowledge/article/passage.ts";
import { sentences } from "../../language/text/sentences.ts";
import { informativeWords, terms } from "../../language/text/terms.ts";

/** Characters up to which a passage is quoted whole. */
const WHOLE_LENGTH = 420;
/** Characters that are quoted of a longer one, about. */
const QUOTE_LENGTH = 600;
/** Weight of a word that the title or heading has already, as a share. */
const SAID_ABOVE = 0.3;
/** What the first sentence is ahead of the others: a section begins with its answer. */
const OPENING = 0.3;
/** Items of a list that are looked at for one quotation: more have no room in it. */
const MAX_ITEMS = 200;

/** A sentence, a list item or a block that must stay whole. `before`: the white space between it and the unit before. */
type Unit = { text: string; before: string; block: number; item: boolean };

const isItem = (line: string): boolean => /^\s*(?:[-*+]|\d+[.)])\s/.test(line);

function units(markdown: string): Unit[] {
	const found: Unit[] = [];
	markdown.split(/\n{2,}/).forEach((paragraph, block) => {
		const whole = /^\s*(?:```|~~~|\|)/.test(paragraph);
		const lines = whole ? [paragraph] : paragraph.split("\n");
		lines.forEach((line, at) => {
			const item = !whole && isItem(line);
			const parts = whole || item ? [line] : sentences(line);
			parts.forEach((part, index) => {
				if (part.trim() === "") return;
				const before = index > 0 ? " " : at > 0 ? "\n" : "\n\n";
				found.push({ text: part.trimEnd(), before, block, item });
			});
		});
	});
	return found;
}

/** The part of a passage that best matches the question, as Markdown. */
export function quote(passage: Passage, question: string): string {
	const text = passage.text.trim();
	// The answer of a question was written to be given as it is, so more of it is quoted.
	const limit = passage.kind === "question" ? QUOTE_LENGTH * 4 : WHOLE_LENGTH;
	if (text.length <= limit) return text;

	const all = units(text);
	const weights = new Map(passage.terms.map(({ term, weight }) => [term, weight]));
	// What the heading has, the whole section is about: it tells its sentences apart less.
	const above = new Set(terms(`${passage.title}\n${passage.heading}`));
	const weightOf = new Map(
		informativeWords(question).map(({ term, word }) => [
			term,
			(weights.get(word) ?? 0.5) * (above.has(term) ? SAID_ABOVE : 1),
		]),
	);
	const scores = all.map((unit, at) =>
		[...new Set(terms(unit.text))].reduce((sum, term) => sum + (weightOf.get(term) ?? 0), OPENING / (1 + at)),
	);
	const most = Math.max(...scores);
	const chosen = new Set<number>();
	let length = 0;
	const take = (index: number): void => {
		const unit = all[index];
		if (!unit || chosen.has(index) || (chosen.size > 0 && length + unit.text.length > QUOTE_LENGTH)) return;
		chosen.add(index);
		length += unit.text.length;
	};
	// By item: the unit before its list.
	const openings: number[] = [];
	all.forEach((unit, at) => openings.push(all[at - 1]?.item && unit.item ? (openings[at - 1] ?? -1) : at - 1));
	// The best sentence, the one after it in the same paragraph, then others with at least 40 % of the best one's weight.
	const order = scores.map((score, index) => ({ score, index })).sort((a, b) => b.score - a.score || a.index - b.index);
	for (const { score, index } of order) {
		if (chosen.size > 0 && (score === 0 || score < most * 0.4)) break;
		take(index);
		const unit = all[index];
		// A list item needs the line that introduces its list, and a line that ends with a colon needs its items.
		if (unit?.item) {
			const opening = openings[index] ?? -1;
			if (all[opening]?.text.endsWith(":")) take(opening);
		}
		for (let at = index + 1; at <= index + MAX_ITEMS && unit?.text.endsWith(":") && all[at]?.item; at++) take(at);
		const following = all[index + 1];
		if (score === most && unit && !unit.item && following && !following.item && following.block === unit.block)
			take(index + 1);
	}
	return all
		.filter((_, index) => chosen.has(index))
		.map((unit, position, kept) => {
			if (position === 0) return unit.text;
			return (kept[position - 1]?.block === unit.block ? unit.before : "\n\n") + unit.text;
		})
		.join("");
}
