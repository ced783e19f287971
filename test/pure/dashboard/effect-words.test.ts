/** What another threshold would have done, in sentences that promise nothing that isn't known. */
import { expect, test } from "vitest";
import { effectWords } from "../../../dashboard/figures/answers/effect-words.ts";
import type { AnswerFigures, ThresholdEffect } from "../../../src/protocol/figures/answers.ts";

const nothing: ThresholdEffect = { kept: 0, keptUnhelpful: 0, more: 0, moreRight: 0, unread: 0 };
function figures(effects: Record<number, Partial<ThresholdEffect>>): AnswerFigures {
	const thresholds = Array.from({ length: 101 }, (_, percent) => ({ ...nothing, ...effects[percent] }));
	return { since: "2026-11-24", questions: 100, answered: 40, partly: 0, earlier: 0, bands: [], thresholds };
}
const now = { 85: { kept: 40, keptUnhelpful: 5 } };

test("today's threshold is told as what it did", () => {
	expect(effectWords(figures(now), 85, 85)).toEqual(["At 85\u00a0%, 40 of 100 questions are answered."]);
});

test("a higher one takes answers away, of which it is known how many didn't help", () => {
	const [first, second] = effectWords(figures({ ...now, 95: { kept: 28, keptUnhelpful: 2 } }), 85, 95);
	expect(first).toBe("At 95\u00a0%, 12 answers would have been an offer of a person instead.");
	expect(second).toBe("3 of them didn't help; about the other 9 nobody complained.");
	expect(effectWords(figures({ ...now, 90: { kept: 40, keptUnhelpful: 5 } }), 85, 90)).toHaveLength(1);
});

test("a lower one adds answers that nobody rated, and questions whose outcome is unknown", () => {
	const words = effectWords(figures({ ...now, 70: { kept: 40, more: 10, moreRight: 7.6, unread: 4 } }), 85, 70);
	expect(words).toEqual([
		"At 70\u00a0%, 10 questions more would have been answered.",
		"Nobody has seen these answers, so nobody has rated them. Going by their chances, about 8 of 10 would have been right.",
		"The model would have been asked about 4 questions besides. What it would have said can't be known.",
	]);
});

test("one answer is told as one, and no change as none", () => {
	const [first, second] = effectWords(figures({ ...now, 80: { kept: 40, more: 1, moreRight: 0.8 } }), 85, 80);
	expect(first).toBe("At 80\u00a0%, 1 question more would have been answered.");
	expect(second).toBe("Nobody has seen this answer, so nobody has rated it. Its chance to be right was 80\u00a0%.");
	expect(effectWords(figures({ ...now, 84: { kept: 40 } }), 85, 84)).toEqual([
		"At 84\u00a0% the same questions would have been answered.",
	]);
});
