/** The steps of a confidence, and the decision, in the words of "Why this answer". */
import { expect, test } from "vitest";
import { confidenceSteps } from "../../../dashboard/thread/trace/confidence-steps.ts";
import { decision } from "../../../dashboard/thread/trace/labels.ts";
import { FIRST_SCALE, SCALE } from "../../../src/protocol/conversation/scale.ts";
import { ReaderVerdict, type Trace } from "../../../src/protocol/conversation/trace.ts";

const trace: Trace = {
	question: "Do you ship to Norway?",
	query: null,
	followUp: false,
	passages: [],
	confidence: 0.97,
	scale: SCALE,
	verdict: { writer: "workers-ai", word: "sure" },
	reach: 0.97,
	features: { quoted: 0.41, known: 0.74 },
	threshold: 0.85,
	decidedBy: "writer",
	writer: "workers-ai",
	failed: [],
	steps: [],
};
const said = (over: Partial<Trace>) =>
	confidenceSteps({ ...trace, ...over }).map(({ text, chance }) => (chance === null ? text : `${text} ${chance}`));

test("a model's verdict stands between what search believed and the threshold", () => {
	expect(said({})).toEqual([
		"The search believed that the text it would quote answers: 0.41",
		"And that something among the passages answers: 0.74",
		"Workers AI read them and said that they surely answer: 0.97",
		"The threshold is 85\u00a0%: an answer may be given.",
	]);
	for (const word of ReaderVerdict.options)
		expect(said({ verdict: { writer: "x", word } })[2]).toMatch(/said that they/);
});

test("without a model only the quotation counts", () => {
	const embedded = { verdict: null, reach: null, confidence: 0.41, writer: null, decidedBy: "judge" as const };
	expect(said(embedded)).toEqual([
		"The search believed that the text it would quote answers: 0.41",
		"The threshold is 85\u00a0%: a person is offered.",
	]);
});

test("a rare word that names another article is told with what it bounds", () => {
	const embedded = { verdict: null, reach: null, confidence: 0.5, writer: null, decidedBy: "judge" as const };
	expect(said({ ...embedded, features: { quoted: 0.5, known: 0.7, namedElsewhere: 0.5 } })[1]).toBe(
		"A rare word of the question is in another article's title and not in this one, so that chance is at most: 0.5",
	);
});

test("a model that wasn't asked is told with what it could have led to", () => {
	const steps = said({ verdict: null, reach: 0.6, confidence: 0.3, writer: null, decidedBy: "judge" });
	expect(steps[2]).toBe("No model was asked, for even its surest word would have led only to: 0.6");
});

test("an earlier scale is told as what it measured, and a rule has no chance", () => {
	expect(said({ scale: FIRST_SCALE, verdict: null, reach: null })[0]).toMatch(/right one, on an earlier scale: 0.97$/);
	expect(said({ confidence: null })).toEqual([]);
});

test("the decision tells a part, a refusal and a doubt apart", () => {
	expect(decision({ ...trace, verdict: { writer: "workers-ai", word: "part" } })).toMatch(/in part.*for the rest/);
	const none = { ...trace, writer: null };
	expect(decision({ ...none, verdict: { writer: "workers-ai", word: "cannot" } })).toMatch(/don't answer/);
	expect(decision({ ...none, confidence: 0.7 })).toBe(
		"The model: 70\u00a0% sure, and under 85\u00a0% a person is offered.",
	);
	expect(decision({ ...none, verdict: null, confidence: 0.7 })).toMatch(/^The judge: 70/);
});
