/** The labels of "Why this answer": every feature in a trace has a name and is shown as a percentage. */
import { expect, test } from "vitest";
import { featuresInWords } from "../../../dashboard/thread/trace/labels.ts";
import { assess } from "../../../src/answer/assess.ts";
import { Tracer } from "../../../src/answer/trace.ts";
import { applyReranking } from "../../../src/knowledge/search/rerank.ts";
import { surePassage } from "../setup/passage.ts";

const QUESTION = "How long does shipping to Norway take?";

test("every feature of a real trace has a plain name, as a per cent", () => {
	const one = { title: "Shipping", text: "Three days.", wordVectorSimilarity: 0.4, embeddingSimilarity: 0.61 };
	const found = applyReranking(
		["a", "b"].map((articleId) => surePassage(QUESTION, { articleId, ...one })),
		[0.9, 0.2],
	);
	const tracer = new Tracer({ question: QUESTION, threshold: 0.85 }, () => 0);
	tracer.found({ passages: found, followUp: false });
	tracer.assessed(assess(QUESTION, { passages: found, followUp: false }), found);
	const { features, passages } = tracer.end(null, []);
	for (const each of [features, ...passages.map((passage) => passage.features)]) {
		const said = featuresInWords(each);
		expect(said).toHaveLength(Object.keys(each).length);
		for (const { name, share } of said) {
			expect(Object.keys(each)).not.toContain(name);
			expect(share).toMatch(/^-?\d+\u00a0%$/);
		}
	}
	expect(passages[0]?.features).toHaveProperty("scoreBefore");
});

test("what an older trace has besides is left out", () => {
	expect(featuresInWords({ margin: 3.2, titleOverlap: 0.5 })).toEqual([{ name: "title alike", share: "50\u00a0%" }]);
});
