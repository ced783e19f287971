/** The judge: the confidence that a passage answers the question, and the order of passages for the writer. */
import { describe, expect, test } from "vitest";
import { among, judge } from "../../../src/answer/judge.ts";
import type { Passage } from "../../../src/knowledge/article/passage.ts";
import { surePassage } from "../setup/passage.ts";

const QUESTION = "How long is the warranty on zippers?";
const odds = (chance: number) => chance / (1 - chance);

/** An article's passage with all terms of the question and a high similarity. */
const passage = (articleId: string, score: number, over: Partial<Passage> = {}, question = QUESTION): Passage =>
	surePassage(question, { articleId, title: "Warranty", text: "…", score, meaning: 0.5, own: 0.5, ...over });

const ask = (passages: Passage[], { question = QUESTION, followUp = false } = {}) =>
	judge(question, { passages, followUp });

/** The question's terms, each with this weight and match. */
const weighing = (weight: number, match = 1, question = QUESTION) =>
	passage("any", 0.5, {}, question).terms.map(({ term }) => ({ term, weight, match }));

describe("the chance among rivals", () => {
	test("is the passage's own where there are none", () => {
		expect(among(odds(0.7), [])).toBeCloseTo(0.7, 9);
		expect(among(0, [])).toBe(0);
		expect(among(0, [2])).toBe(0);
	});

	test("is lowered by rival passages, and hardly by those that agree", () => {
		// Odds 4 against 1: (5 / 6) · 4 / (4 + 0.6).
		expect(among(4, [1])).toBeCloseTo((5 / 6) * (4 / 4.6), 9);
		expect(among(4, [], [1])).toBeCloseTo((5 / 6) * (4 / 4.1), 9);
		expect(among(4, [1, 2], [3])).toBeCloseTo((10 / 11) * (4 / (4 + 1.8 + 0.3)), 9);
	});
});

describe("confidence", () => {
	test("is 0 where nothing was found", () => {
		expect(ask([])).toEqual({ confidence: 0, signals: null, passages: [] });
	});

	test("is the chance of a single passage", () => {
		const { confidence, signals } = ask([passage("a", 0.7)]);
		expect(confidence).toBeCloseTo(0.7, 9);
		expect(signals).toEqual({ chance: 0.7, rival: 0, evidence: 1, coverage: 1 });
	});

	test("falls with another article's chance, not with more of the same or of the other kind", () => {
		const first = passage("a", 0.8);
		const rival = ask([first, passage("b", 0.6), passage("b", 0.3)]);
		expect(rival.confidence).toBeCloseTo(among(odds(0.8), [odds(0.6)]), 9);
		expect(rival.signals?.rival).toBe(0.6);
		expect(ask([first, passage("a", 0.7)]).confidence).toBeCloseTo(0.8, 9);
		expect(ask([first, passage("q", 0.7, { kind: "question" })]).confidence).toBeCloseTo(0.8, 9);
	});

	test("falls little with an article that has all that is asked, too", () => {
		const all = { own: 1 };
		const agreeing = ask([passage("a", 0.8, all), passage("b", 0.6, all), passage("b", 0.5)]);
		expect(agreeing.confidence).toBeCloseTo(among(odds(0.8), [], [odds(0.6)]), 9);
		expect(ask([passage("a", 0.8, all), passage("b", 0.6)]).confidence).toBeCloseTo(among(odds(0.8), [odds(0.6)]), 9);
		expect(ask([passage("a", 0.8), passage("b", 0.6, all)]).confidence).toBeCloseTo(among(odds(0.8), [odds(0.6)]), 9);
	});

	test.each([
		["a question", { own: 1, kind: "question" as const }],
		["a passage that has its words from the title", { own: 0.98 }],
		["a passage of which one word was asked", { own: 1, terms: weighing(1).slice(0, 1) }],
		["a passage of which everyday words were asked", { own: 1, terms: weighing(0.26) }],
	])("takes %s for a rival that doesn't agree", (_, over) => {
		const confidence = ask([passage("a", 0.8, over), passage("b", 0.6, over)]).confidence;
		expect(confidence).toBeCloseTo(among(odds(0.8), [odds(0.6)]), 9);
	});

	test("is 0 for a passage without a word of the question, likely as it may be", () => {
		expect(ask([passage("a", 0.8, { terms: [] })]).signals).toMatchObject({ chance: 0.8, coverage: 0 });
	});

	test("is low for a question of uninformative words, unless it is a known wording", () => {
		const everyday = { terms: weighing(0.07), phrased: 0 };
		const { length } = everyday.terms;
		expect(ask([passage("a", 0.7, everyday)]).confidence).toBeCloseTo(0.7 * ((0.07 * length) / 0.35), 9);
		expect(ask([passage("a", 0.7, { ...everyday, phrased: 0.9 })]).confidence).toBeCloseTo(0.7 * 0.9, 9);
	});

	test("of a follow-up counts only its own words, and is a little lower", () => {
		const half = { terms: weighing(1, 0.5) };
		expect(ask([passage("a", 0.8, half)], { followUp: true }).confidence).toBeCloseTo(0.4 * 0.95, 9);
		expect(ask([passage("a", 0.8, half)]).confidence).toBeCloseTo(0.8, 9);
	});

	test("of a follow-up isn't raised by the earlier question's words", () => {
		const earlier = { term: "returns", weight: 1, match: 1 };
		const own = weighing(1, 0.5);
		const found = ask([passage("a", 0.8, { terms: [earlier, ...own] })], { followUp: true });
		expect(found.signals?.coverage).toBeCloseTo(0.5, 9);
		expect(ask([passage("a", 0.8, { terms: [earlier] })], { followUp: true }).confidence).toBe(0);
	});

	test("of a follow-up without words of its own uses the earlier question's words, and is lower", () => {
		const earlier = passage("a", 0.7);
		expect(ask([earlier], { question: "And that?" }).confidence).toBeCloseTo(0.7 * 0.8, 9);
		const plain = passage("a", 0.7, { phrased: 0 });
		expect(ask([plain], { question: "And that?" }).confidence).toBeCloseTo(0.7 * 0.8, 9);
	});

	test("without an encoder is at most what the words say", () => {
		const terms = weighing(1, 0.2);
		expect(ask([passage("a", 0.95, { meaning: null, terms })]).confidence).toBeCloseTo(0.7, 9);
		expect(ask([passage("a", 0.95, { meaning: 0.1, terms })]).confidence).toBeCloseTo(0.95, 9);
		expect(ask([passage("a", 0.6, { meaning: null, terms })]).confidence).toBeCloseTo(0.6, 9);
	});

	test("is nearly 1 where the query matches a question exactly, however few its words", () => {
		expect(ask([passage("q", 0.2, { claim: "pinned" })]).confidence).toBe(0.99);
		expect(ask([passage("q", 0.2, { claim: "worded" }), passage("b", 0.9)]).confidence).toBe(0.99);
		expect(ask([passage("q", 0.999, { claim: "pinned" })]).confidence).toBeCloseTo(0.999, 9);
	});

	test("is not higher where two articles match exactly", () => {
		const two = ask([passage("q", 0.2, { claim: "worded" }), passage("r", 0.2, { claim: "worded" })]);
		expect(two.confidence).toBeLessThan(0.5);
		expect(ask([passage("q", 0.2, { claim: "pinned" }), passage("r", 0.2, { claim: "worded" })]).confidence).toBe(0.99);
		expect(ask([passage("q", 0.2, { claim: "worded" }), passage("q", 0.1, { claim: "worded" })]).confidence).toBe(0.99);
	});

	test("is never raised by a reranker's reading", () => {
		const read = (one: Passage, before: number) => Object.assign({}, one, { before });
		const lowered = ask([passage("a", 0.8), read(passage("b", 0.1), 0.6)]);
		expect(lowered.confidence).toBeCloseTo(among(odds(0.8), [odds(0.6)]), 9);
		expect(lowered.signals?.rival).toBe(0.6);
		const doubted = ask([read(passage("a", 0.3), 0.8)]);
		expect(doubted.confidence).toBeCloseTo(0.3, 9);
		expect(doubted.signals?.chance).toBe(0.3);
	});
});

describe("what a writer gets", () => {
	const ids = (passages: Passage[], followUp = false) =>
		ask(passages, { followUp }).passages.map(({ articleId }) => articleId);

	test("is the best passage first, then those worth reading beside it", () => {
		expect(ids([passage("b", 0.5), passage("a", 0.8), passage("c", 0.081), passage("d", 0.079)])).toEqual([
			"a",
			"b",
			"c",
		]);
	});

	test("begins with a likely passage of many matching words, not with a slightly likelier one of few", () => {
		const little = passage("a", 0.9, { terms: weighing(0.02), phrased: 0 });
		expect(ids([little, passage("b", 0.6)])).toEqual(["b", "a"]);
		expect(ids([passage("b", 0.6), little])).toEqual(["b", "a"]);
	});

	test("is an exact match before a likelier passage", () => {
		expect(
			ids([passage("a", 0.8), passage("q", 0.3, { claim: "worded" }), passage("p", 0.2, { claim: "pinned" })]),
		).toEqual(["p", "q", "a"]);
	});

	test("leaves out a passage without a word of the question, unless it is likely by its meaning", () => {
		const none = { terms: weighing(1, 0) };
		expect(ids([passage("a", 0.8), passage("b", 0.49, none), passage("c", 0.5, none)])).toEqual(["a", "c"]);
		expect(ask([passage("b", 0.49, none)])).toEqual({ confidence: 0, signals: null, passages: [] });
	});

	test("begins with the one whose name is most like the question, where several have all of it and are as likely", () => {
		const all = { own: 1, phrased: 0 };
		const likely = passage("a", 0.8, { ...all, named: 0.2 });
		const named = passage("b", 0.796, { ...all, named: 0.9 });
		expect(ids([likely, named])).toEqual(["b", "a"]);
		expect(ask([likely, named]).signals?.chance).toBe(0.8);
		expect(ids([likely, passage("b", 0.794, { ...all, named: 0.9 })])).toEqual(["a", "b"]);
		expect(ids([likely, passage("b", 0.8, { ...all, named: 0.2 })])).toEqual(["a", "b"]);
		expect(ids([likely, passage("b", 0.796, { own: 0.5, phrased: 0, named: 0.9 })])).toEqual(["a", "b"]);
		expect(ids([passage("a", 0.8, { phrased: 0, named: 0.2 }), named])).toEqual(["a", "b"]);
		expect(ids([likely, passage("b", 0.796, { own: 1, named: 0.2, phrased: 0.5 })])).toEqual(["b", "a"]);
	});
});
