/** The labels of "Why this answer": every feature in a trace has a name and is shown as a percentage. */
import { expect, test } from "vitest";
import { signalsInWords } from "../../../dashboard/thread/trace/labels.ts";
import { judge } from "../../../src/answer/judge.ts";
import { Tracer } from "../../../src/answer/trace.ts";
import { reranked } from "../../../src/knowledge/search/rerank.ts";
import { surePassage } from "../setup/passage.ts";

const QUESTION = "How long does shipping to Norway take?";

test("every feature of a real trace has a plain name and a percentage", () => {
	const one = { title: "Shipping", text: "Three days.", gist: 0.4, meaning: 0.61 };
	const found = reranked(
		["a", "b"].map((articleId) => surePassage(QUESTION, { articleId, ...one })),
		[0.9, 0.2],
	);
	const tracer = new Tracer({ question: QUESTION, threshold: 0.85 }, () => 0);
	tracer.found({ passages: found, followUp: false });
	tracer.judged(judge(QUESTION, { passages: found, followUp: false }), found);
	const { signals, passages } = tracer.end(null, []);
	for (const each of [signals, ...passages.map((passage) => passage.signals)]) {
		const said = signalsInWords(each);
		expect(said).toHaveLength(Object.keys(each).length);
		for (const { name, share } of said) {
			expect(Object.keys(each)).not.toContain(name);
			expect(share).toMatch(/^-?\d+\u00a0%$/);
		}
	}
	expect(passages[0]?.signals).toHaveProperty("before");
});

test("features that only an older trace has are left out", () => {
	expect(signalsInWords({ margin: 3.2, named: 0.5 })).toEqual([{ name: "title alike", share: "50\u00a0%" }]);
});
