/** What the AI's turns add up to: by confidence, and at other thresholds. */
import { describe, expect, test } from "vitest";
import { answerFigures } from "../../../src/inbox/metrics/answers.ts";
import type { StoredTurn } from "../../../src/inbox/metrics/turns.ts";
import { SCALE } from "../../../src/protocol/conversation/scale.ts";

const NOON = Date.UTC(2026, 10, 24, 12);
const turn = (over: Partial<StoredTurn> = {}): StoredTurn => ({
	at: NOON,
	scale: SCALE,
	outcome: "answer",
	decidedBy: "writer",
	verdict: null,
	quoted: 0.92,
	confidence: 0.92,
	reach: null,
	threshold: 0.85,
	rating: null,
	reopened: 0,
	escalated: 0,
	...over,
});
/** An offer because the text to quote was under the threshold; there is no model. */
const unsure = (chance: number, over: Partial<StoredTurn> = {}) =>
	turn({ outcome: "offer", decidedBy: "judge", quoted: chance, confidence: chance, ...over });
const figuresOf = (...turns: StoredTurn[]) => answerFigures(turns, true);
const at = (percent: number, ...turns: StoredTurn[]) => figuresOf(...turns).thresholds[percent];

describe("the figures of answers", () => {
	test("are empty before the first turn", () => {
		const figures = figuresOf();
		expect(figures).toMatchObject({ since: null, questions: 0, answered: 0, earlier: 0 });
		expect(figures.thresholds).toHaveLength(101);
		expect(figures.bands.every(({ answers }) => answers === 0)).toBe(true);
	});

	test("count what became of the answers by confidence, each unhelpful one once", () => {
		const { bands } = figuresOf(
			turn({ confidence: 0.97, rating: "up" }),
			turn({ confidence: 0.949 }),
			turn({ rating: "down", escalated: 1, reopened: 1 }),
			turn({ confidence: 1 }),
		);
		expect(bands[0]).toMatchObject({ from: 0.95, to: 1, answers: 2, up: 1, unhelpful: 0 });
		expect(bands[1]).toMatchObject({
			from: 0.9,
			to: 0.95,
			answers: 2,
			down: 1,
			reopened: 1,
			escalated: 1,
			unhelpful: 1,
		});
		expect(bands.reduce((sum, { answers }) => sum + answers, 0)).toBe(4);
	});

	test("leave out what a rule decided, and courtesies", () => {
		const rule = turn({ outcome: "hand_off", decidedBy: "sensitive", confidence: null, quoted: null });
		const courtesy = turn({ outcome: "courtesy", decidedBy: "courtesy", confidence: null, quoted: null });
		expect(figuresOf(rule, courtesy, turn())).toMatchObject({ questions: 1, answered: 1 });
	});

	test("never mix scales, and say from which day they count", () => {
		const earlier = turn({ scale: SCALE - 1, at: NOON - 5 * 86_400_000 });
		const figures = figuresOf(turn(), turn({ at: NOON - 86_400_000 }), earlier);
		expect(figures).toMatchObject({ since: "2026-11-23", questions: 2, earlier: 1 });
	});

	test("count from the first whole day where there are too many turns to count them all", () => {
		expect(answerFigures([turn()], false).since).toBe("2026-11-25");
	});
});

describe("at another threshold", () => {
	test("an answer is kept up to its own chance, and one that didn't help is known as such", () => {
		const turns = [turn({ confidence: 0.92, rating: "down" }), turn({ confidence: 0.99 })];
		expect(at(85, ...turns)).toMatchObject({ kept: 2, keptUnhelpful: 1, more: 0 });
		expect(at(92, ...turns)).toMatchObject({ kept: 2, keptUnhelpful: 1 });
		expect(at(93, ...turns)).toMatchObject({ kept: 1, keptUnhelpful: 0 });
		expect(at(50, ...turns)).toMatchObject({ kept: 2, more: 0, unread: 0 });
	});

	test("a quotation is added from its chance on, with its chance to be right", () => {
		expect(at(71, unsure(0.7), unsure(0.6))).toMatchObject({ more: 0 });
		expect(at(70, unsure(0.7), unsure(0.6))).toMatchObject({ more: 1, moreRight: 0.7 });
		expect(at(60, unsure(0.7), unsure(0.6))).toMatchObject({ more: 2, moreRight: 1.3 });
	});

	test("a whole percent is reached exactly, whatever the binary fraction", () => {
		for (let percent = 0; percent <= 84; percent++)
			expect(at(percent, unsure(percent / 100))?.more, `${percent}`).toBe(1);
	});

	test("what a model said is known from its verdict on", () => {
		const read = unsure(0.8, { decidedBy: "writer", verdict: "likely", quoted: 0.2, reach: 0.95 });
		expect(at(80, read)).toMatchObject({ more: 1, moreRight: 0.8, unread: 0 });
		expect(at(81, read)).toMatchObject({ more: 0, unread: 0 });
	});

	test("what a model wasn't asked is unknown, and not counted as an answer", () => {
		const asked = unsure(0.1, { quoted: 0.1, reach: 0.6 });
		expect(at(60, asked)).toMatchObject({ more: 0, unread: 1 });
		expect(at(61, asked)).toMatchObject({ more: 0, unread: 0 });
	});

	test("nothing changes where no threshold decided: a model declined, a check refused, nothing was found", () => {
		const others = [
			unsure(0.3, { decidedBy: "writer", verdict: "cannot", reach: 0.99 }),
			unsure(0.9, { decidedBy: "check", verdict: "sure", reach: 0.99 }),
			unsure(0.9, { decidedBy: "repeated", reach: 0.99 }),
			turn({ outcome: "offer", decidedBy: "search", confidence: null, quoted: 0 }),
			turn({ outcome: "offer", decidedBy: "writer", verdict: "sure", confidence: 0.95 }),
		];
		for (const percent of [0, 50, 100]) expect(at(percent, ...others)).toMatchObject({ kept: 0, more: 0, unread: 0 });
	});

	test("a second doubt in a row, which handed off, counts as the first", () => {
		expect(at(60, unsure(0.6, { outcome: "hand_off" }))).toMatchObject({ more: 1 });
	});
});
