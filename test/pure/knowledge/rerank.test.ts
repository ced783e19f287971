/** A reranker's scores may choose another passage and lower the confidence, but never raise it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "../../../src/answer/judge.ts";
import { applyReranking } from "../../../src/knowledge/search/rerank.ts";
import { surePassage } from "../setup/passage.ts";

const QUESTION = "How long does shipping to Norway take?";

const passages = (...scores: number[]) =>
	scores.map((score, at) =>
		surePassage(QUESTION, { articleId: `art_${at}`, title: `${at}`, text: "Days.", ownCoverage: 0.5, score }),
	);

const confidence = (of: ReturnType<typeof passages>) => judge(QUESTION, { passages: of, followUp: false }).confidence;

describe("a reading", () => {
	test("that lowers the rival leaves the best passage's confidence as it was", () => {
		const two = passages(0.8, 0.8);
		const read = applyReranking(two, [0.99, 0.01]);
		expect(read[1]?.score).toBeLessThan(0.4);
		expect(confidence(two)).toBeCloseTo(0.56, 1);
		expect(confidence(read)).toBe(confidence(two));
	});

	test("that ranks another passage first chooses it, with lower confidence", () => {
		const two = passages(0.9, 0.6);
		const read = applyReranking(two, [0.01, 0.99]);
		const judgement = judge(QUESTION, { passages: read, followUp: false });
		expect(judgement.passages[0]?.articleId).toBe("art_1");
		expect(judgement.confidence).toBeLessThanOrEqual(confidence(two));
	});

	test("never raises a passage's chance or the confidence, whatever its scores", () => {
		const chance = fc.double({ min: 0, max: 1, noNaN: true });
		const one = fc.record({
			score: chance,
			fit: chance,
			kind: fc.constantFrom("article" as const, "question" as const),
		});
		fc.assert(
			fc.property(fc.array(one, { minLength: 2, maxLength: 8 }), (all) => {
				const before = all.map(({ score, kind }, at) =>
					surePassage(QUESTION, { articleId: `art_${at}`, title: "", text: "Days.", kind, score }),
				);
				const read = applyReranking(
					before,
					all.map(({ fit }) => fit),
				);
				for (const passage of read) {
					const was = before.find(({ articleId }) => articleId === passage.articleId)?.score ?? 0;
					expect(passage.score).toBeLessThanOrEqual(was);
				}
				expect(confidence(read)).toBeLessThanOrEqual(confidence(before) + 1e-12);
			}),
		);
	});
});
