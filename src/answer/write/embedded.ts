/**
 * The answerer without a model: quotes the sentences of the best passage that have most of the question's words, in
 * their order and with their Markdown. It says nothing that isn't in the knowledge base, save that this is in another
 * language than the question, and is done in a millisecond.
 */
import { foreignTo } from "../../language/text/guess.ts";
import { sentences } from "../../language/text/sentences.ts";
import type { Passage } from "../../knowledge/article/passage.ts";
import { informativeWords, terms } from "../../language/text/terms.ts";
import { foreignLead } from "./phrases.ts";
import type { Writer } from "./writer.ts";

/** Passages up to this are quoted whole: a short text is read faster than missed. Characters. */
const WHOLE_LENGTH = 420;
/** And of longer ones about this much. */
const QUOTE_LENGTH = 600;

/** A sentence, a list item or a block that must stay whole, with what stands between it and the one before. */
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

/** The part of a passage that answers, as Markdown. */
export function quote(passage: Passage, question: string): string {
	const text = passage.text.trim();
	// A question's answer was written to be given as it is.
	const limit = passage.kind === "question" ? QUOTE_LENGTH * 4 : WHOLE_LENGTH;
	if (text.length <= limit) return text;

	const all = units(text);
	const weights = new Map(passage.terms.map(({ term, weight }) => [term, weight]));
	const wanted = new Map(informativeWords(question).map(({ term, word }) => [term, weights.get(word) ?? 0.5]));
	const scores = all.map((unit) =>
		[...new Set(terms(unit.text))].reduce((sum, term) => sum + (wanted.get(term) ?? 0), 0),
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
	// The best sentence, what follows it in the same paragraph, then whatever else has a fair share of the question.
	const order = scores.map((score, index) => ({ score, index })).sort((a, b) => b.score - a.score || a.index - b.index);
	for (const { score, index } of order) {
		if (chosen.size > 0 && (score === 0 || score < most * 0.4)) break;
		take(index);
		const unit = all[index];
		// An item makes no sense without the line that opens its list, nor a colon without what it announces.
		if (unit?.item) {
			const opening = all.findLastIndex((other, at) => at < index && !other.item);
			if (all[opening]?.text.endsWith(":")) take(opening);
		}
		for (let at = index + 1; unit?.text.endsWith(":") && all[at]?.item; at++) take(at);
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

export const embedded: Writer = {
	name: "embedded",
	async write({ question, passages }, { signal, onText }) {
		signal.throwIfAborted();
		const [best] = passages;
		if (!best) return { kind: "cannot" };
		const quoted = quote(best, question);
		const language = foreignTo(question, quoted);
		const text = language === null ? quoted : `${foreignLead(language)}\n\n${quoted}`;
		onText(text);
		return { kind: "answer", text, cited: [1] };
	},
};
