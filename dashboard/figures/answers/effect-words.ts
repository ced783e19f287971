/**
 * What another threshold would have done, in sentences. Pure. They say what is known and what can't be: an answer that was
 * never given has no rating, and a model that wasn't asked has said nothing.
 */
import type { AnswerFigures, ThresholdEffect } from "../../../src/protocol/figures/answers.ts";

const NOTHING: ThresholdEffect = { kept: 0, keptUnhelpful: 0, more: 0, moreRight: 0, unread: 0 };

/** The effect of a threshold in percent. */
export const effectAt = ({ thresholds }: AnswerFigures, percent: number): ThresholdEffect =>
	thresholds[percent] ?? NOTHING;

/** Questions that would have been answered at a threshold in percent. */
export function answeredAt(figures: AnswerFigures, percent: number): number {
	const { kept, more } = effectAt(figures, percent);
	return kept + more;
}

const some = (count: number, one: string, many: string): string =>
	`${count.toLocaleString()} ${count === 1 ? one : many}`;
const questions = (count: number) => some(count, "question", "questions");
const answers = (count: number) => some(count, "answer", "answers");

/** `current` and `other` in percent. The first sentence is the most important. */
export function effectWords(figures: AnswerFigures, current: number, other: number): string[] {
	const [now, then] = [effectAt(figures, current), effectAt(figures, other)];
	const total = figures.questions;
	if (other === current)
		return [
			`At ${current}\u00A0%, ${answeredAt(figures, current)} of ${questions(total)} ${total === 1 ? "is" : "are"} answered.`,
		];
	return other > current ? higher(other, now, then) : lower(other, now, then);
}

function higher(other: number, now: ThresholdEffect, then: ThresholdEffect): string[] {
	const fewer = now.kept - then.kept;
	if (fewer <= 0) return [`At ${other}\u00A0% the same answers would have been given.`];
	const unhelpful = now.keptUnhelpful - then.keptUnhelpful;
	const others = fewer - unhelpful;
	return [
		`At ${other}\u00A0%, ${answers(fewer)} would have been an offer of a person instead.`,
		unhelpful === 0
			? "None of them was thumbed down, reopened or passed to a person."
			: `${unhelpful.toLocaleString()} of them didn't help${others === 0 ? "." : `; about the other ${others.toLocaleString()} nobody complained.`}`,
	];
}

function lower(other: number, now: ThresholdEffect, then: ThresholdEffect): string[] {
	const more = then.more - now.more;
	const right = then.moreRight - now.moreRight;
	const unread = then.unread - now.unread;
	if (more <= 0 && unread <= 0) return [`At ${other}\u00A0% the same questions would have been answered.`];
	const unrated =
		more === 1
			? `Nobody has seen this answer, so nobody has rated it. Its chance to be right was ${Math.round(right * 100)}\u00A0%.`
			: `Nobody has seen these answers, so nobody has rated them. Going by their chances, about ${Math.round(right).toLocaleString()} of ${more.toLocaleString()} would have been right.`;
	const unknown = "What it would have said can't be known.";
	if (more <= 0)
		return [`At ${other}\u00A0%, the model would have been asked about ${questions(unread)} more.`, unknown];
	return [
		`At ${other}\u00A0%, ${questions(more)} more would have been answered.`,
		unrated,
		...(unread > 0 ? [`The model would have been asked about ${questions(unread)} besides. ${unknown}`] : []),
	];
}
