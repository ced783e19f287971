/** The judge: the confidence that a passage answers the question, and the order of passages for the writer. */
import { describe, expect, test } from "vitest";
import { confidenceAmong, judge } from "../../../src/answer/judge.ts";
import type { Passage } from "../../../src/knowledge/article/passage.ts";
import { surePassage } from "../setup/passage.ts";

const QUESTION = "How long is the warranty on zippers?";
const odds = (chance: number) => chance / (1 - chance);

/** An article's passage with all terms of the question and a high similarity. */
const passage = (articleId: string, score: number, over: Partial<Passage> = {}, question = QUESTION): Passage =>
	surePassage(question, {
		articleId,
		title: "Warranty",
		text: "…",
		score,
		embeddingSimilarity: 0.5,
		ownCoverage: 0.5,
		...over,
	});

const ask = (passages: Passage[], { question = QUESTION, followUp = false } = {}) =>
	judge(question, { passages, followUp });

/** The question's terms, each with this weight and match. */
const weighing = (weight: number, match = 1, question = QUESTION) =>
	passage("any", 0.5, {}, question).terms.map(({ term }) => ({ term, weight, match }));

describe("the chance among rivals", () => {
	test("is the passage's own where there are none", () => {
		expect(confidenceAmong(odds(0.7), [])).toBeCloseTo(0.7, 9);
		expect(confidenceAmong(0, [])).toBe(0);
		expect(confidenceAmong(0, [2])).toBe(0);
	});

	test("is less by what speaks for the others, and hardly by those that agree", () => {
		// Odds 4 against 1: (5 / 6) · 4 / (4 + 0.6).
		expect(confidenceAmong(4, [1])).toBeCloseTo((5 / 6) * (4 / 4.6), 9);
		expect(confidenceAmong(4, [], [1])).toBeCloseTo((5 / 6) * (4 / 4.1), 9);
		expect(confidenceAmong(4, [1, 2], [3])).toBeCloseTo((10 / 11) * (4 / (4 + 1.8 + 0.3)), 9);
	});
});

describe("confidence", () => {
	test("is nothing where nothing was found", () => {
		expect(ask([])).toEqual({ confidence: 0, features: null, passages: [] });
	});

	test("is the one passage's chance", () => {
		const { confidence, features } = ask([passage("a", 0.7)]);
		expect(confidence).toBeCloseTo(0.7, 9);
		expect(features).toEqual({ chance: 0.7, rival: 0, evidence: 1, questionCoverage: 1 });
	});

	test("falls with another article's chance, not with more of the same or of the other kind", () => {
		const first = passage("a", 0.8);
		const rival = ask([first, passage("b", 0.6), passage("b", 0.3)]);
		expect(rival.confidence).toBeCloseTo(confidenceAmong(odds(0.8), [odds(0.6)]), 9);
		expect(rival.features?.rival).toBe(0.6);
		expect(ask([first, passage("a", 0.7)]).confidence).toBeCloseTo(0.8, 9);
		expect(ask([first, passage("q", 0.7, { kind: "question" })]).confidence).toBeCloseTo(0.8, 9);
	});

	test("falls little with an article that has all that is asked, too", () => {
		const all = { ownCoverage: 1 };
		const agreeing = ask([passage("a", 0.8, all), passage("b", 0.6, all), passage("b", 0.5)]);
		expect(agreeing.confidence).toBeCloseTo(confidenceAmong(odds(0.8), [], [odds(0.6)]), 9);
		expect(ask([passage("a", 0.8, all), passage("b", 0.6)]).confidence).toBeCloseTo(
			confidenceAmong(odds(0.8), [odds(0.6)]),
			9,
		);
		expect(ask([passage("a", 0.8), passage("b", 0.6, all)]).confidence).toBeCloseTo(
			confidenceAmong(odds(0.8), [odds(0.6)]),
			9,
		);
	});

	test.each([
		["a question", { ownCoverage: 1, kind: "question" as const }],
		["a passage that has its words from the title", { ownCoverage: 0.98 }],
		["a passage of which one word was asked", { ownCoverage: 1, terms: weighing(1).slice(0, 1) }],
		["a passage of which everyday words were asked", { ownCoverage: 1, terms: weighing(0.26) }],
	])("takes %s for a rival that doesn't agree", (_, over) => {
		const confidence = ask([passage("a", 0.8, over), passage("b", 0.6, over)]).confidence;
		expect(confidence).toBeCloseTo(confidenceAmong(odds(0.8), [odds(0.6)]), 9);
	});

	test("covers nothing of a question of which it has no word, likely as it may be", () => {
		expect(ask([passage("a", 0.8, { terms: [] })]).features).toMatchObject({ chance: 0.8, questionCoverage: 0 });
	});

	test("is as little as the words of the question tell, unless they are a known wording", () => {
		const everyday = { terms: weighing(0.07), charSimilarity: 0 };
		const { length } = everyday.terms;
		expect(ask([passage("a", 0.7, everyday)]).confidence).toBeCloseTo(0.7 * ((0.07 * length) / 0.35), 9);
		expect(ask([passage("a", 0.7, { ...everyday, charSimilarity: 0.9 })]).confidence).toBeCloseTo(0.7 * 0.9, 9);
	});

	test("of a question that needs the one before it counts only what it has itself, and a little less", () => {
		const half = { terms: weighing(1, 0.5) };
		expect(ask([passage("a", 0.8, half)], { followUp: true }).confidence).toBeCloseTo(0.4 * 0.95, 9);
		expect(ask([passage("a", 0.8, half)]).confidence).toBeCloseTo(0.8, 9);
	});

	test("of a question that needs the one before it is not vouched for by the earlier one's words", () => {
		const earlier = { term: "returns", weight: 1, match: 1 };
		const own = weighing(1, 0.5);
		const found = ask([passage("a", 0.8, { terms: [earlier, ...own] })], { followUp: true });
		expect(found.features?.questionCoverage).toBeCloseTo(0.5, 9);
		expect(ask([passage("a", 0.8, { terms: [earlier] })], { followUp: true }).confidence).toBe(0);
	});

	test("of a question without a word of its own rests on the earlier one's words, and is less", () => {
		const earlier = passage("a", 0.7);
		expect(ask([earlier], { question: "And that?" }).confidence).toBeCloseTo(0.7 * 0.8, 9);
		const plain = passage("a", 0.7, { charSimilarity: 0 });
		expect(ask([plain], { question: "And that?" }).confidence).toBeCloseTo(0.7 * 0.8, 9);
	});

	test("without an encoder is at most what the words say", () => {
		const terms = weighing(1, 0.2);
		expect(ask([passage("a", 0.95, { embeddingSimilarity: null, terms })]).confidence).toBeCloseTo(0.7, 9);
		expect(ask([passage("a", 0.95, { embeddingSimilarity: 0.1, terms })]).confidence).toBeCloseTo(0.95, 9);
		expect(ask([passage("a", 0.6, { embeddingSimilarity: null, terms })]).confidence).toBeCloseTo(0.6, 9);
	});

	test("is nearly sure where the query claims a question, however little it looks", () => {
		expect(ask([passage("q", 0.2, { exactMatch: "pinned" })]).confidence).toBe(0.99);
		expect(ask([passage("q", 0.2, { exactMatch: "worded" }), passage("b", 0.9)]).confidence).toBe(0.99);
		expect(ask([passage("q", 0.999, { exactMatch: "pinned" })]).confidence).toBeCloseTo(0.999, 9);
	});

	test("is no surer where two articles are claimed alike", () => {
		const two = ask([passage("q", 0.2, { exactMatch: "worded" }), passage("r", 0.2, { exactMatch: "worded" })]);
		expect(two.confidence).toBeLessThan(0.5);
		expect(
			ask([passage("q", 0.2, { exactMatch: "pinned" }), passage("r", 0.2, { exactMatch: "worded" })]).confidence,
		).toBe(0.99);
		expect(
			ask([passage("q", 0.2, { exactMatch: "worded" }), passage("q", 0.1, { exactMatch: "worded" })]).confidence,
		).toBe(0.99);
	});

	test("is never raised by a reranker's reading", () => {
		const read = (one: Passage, before: number) => Object.assign({}, one, { scoreBefore: before });
		const lowered = ask([passage("a", 0.8), read(passage("b", 0.1), 0.6)]);
		expect(lowered.confidence).toBeCloseTo(confidenceAmong(odds(0.8), [odds(0.6)]), 9);
		expect(lowered.features?.rival).toBe(0.6);
		const doubted = ask([read(passage("a", 0.3), 0.8)]);
		expect(doubted.confidence).toBeCloseTo(0.3, 9);
		expect(doubted.features?.chance).toBe(0.3);
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

	test("begins with what is likely and told by much, not with what is likelier by little", () => {
		const little = passage("a", 0.9, { terms: weighing(0.02), charSimilarity: 0 });
		expect(ids([little, passage("b", 0.6)])).toEqual(["b", "a"]);
		expect(ids([passage("b", 0.6), little])).toEqual(["b", "a"]);
	});

	test("is what was claimed before what is likelier", () => {
		expect(
			ids([
				passage("a", 0.8),
				passage("q", 0.3, { exactMatch: "worded" }),
				passage("p", 0.2, { exactMatch: "pinned" }),
			]),
		).toEqual(["p", "q", "a"]);
	});

	test("is not what has no word of the question, unless it is likely by its meaning", () => {
		const none = { terms: weighing(1, 0) };
		expect(ids([passage("a", 0.8), passage("b", 0.49, none), passage("c", 0.5, none)])).toEqual(["a", "c"]);
		expect(ask([passage("b", 0.49, none)])).toEqual({ confidence: 0, features: null, passages: [] });
	});

	test("begins with the one whose name is most like the question, where several have all of it and are as likely", () => {
		const all = { ownCoverage: 1, charSimilarity: 0 };
		const likely = passage("a", 0.8, { ...all, titleOverlap: 0.2 });
		const named = passage("b", 0.796, { ...all, titleOverlap: 0.9 });
		expect(ids([likely, named])).toEqual(["b", "a"]);
		expect(ask([likely, named]).features?.chance).toBe(0.8);
		expect(ids([likely, passage("b", 0.794, { ...all, titleOverlap: 0.9 })])).toEqual(["a", "b"]);
		expect(ids([likely, passage("b", 0.8, { ...all, titleOverlap: 0.2 })])).toEqual(["a", "b"]);
		expect(ids([likely, passage("b", 0.796, { ownCoverage: 0.5, charSimilarity: 0, titleOverlap: 0.9 })])).toEqual([
			"a",
			"b",
		]);
		expect(ids([passage("a", 0.8, { charSimilarity: 0, titleOverlap: 0.2 }), named])).toEqual(["a", "b"]);
		expect(ids([likely, passage("b", 0.796, { ownCoverage: 1, titleOverlap: 0.2, charSimilarity: 0.5 })])).toEqual([
			"b",
			"a",
		]);
	});
});
