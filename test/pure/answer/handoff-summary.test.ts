/** The hand-off summary: what a person reads of a conversation before they take it. */
import { describe, expect, test } from "vitest";
import { handoffSummary } from "../../../src/answer/handoff-summary.ts";

describe("the hand-off summary", () => {
	test("says what is wanted, what was tried, how sure the AI was and what of", () => {
		const sources = ["Countries", "Costs", "Customs", "Parcels"].map((title, at) => ({ id: `art_${at}`, title }));
		const summary = handoffSummary({
			question: "Do you ship to Australia?",
			thread: [
				{ author: "visitor", text: "Hello, I saw your bags in a magazine" },
				{ author: "ai", text: "Hello. What can I help you with?" },
				{ author: "visitor", text: "Do you ship to Australia?" },
			],
			lastConfidence: 0.59,
			sources,
		});
		expect(summary).toEqual({
			wants: "Do you ship to Australia?",
			beganWith: "Hello, I saw your bags in a magazine",
			tried: { replies: 1, latest: "Hello. What can I help you with?" },
			confidence: 0.59,
			sources: sources.slice(0, 3),
		});
	});

	test("keeps long texts short, on a line, and doesn't say the same twice", () => {
		const text = `Where is\n\nmy parcel? ${"It was to come on Monday. ".repeat(20)}`;
		const thread = [
			{ author: "visitor" as const, text },
			{ author: "ai" as const, text },
			{ author: "ai" as const, text },
		];
		const { wants, beganWith, tried } = handoffSummary({ question: text, thread, lastConfidence: null, sources: [] });
		expect(wants).toMatch(/^Where is my parcel\? .{150,180}…$/);
		expect(beganWith).toBeNull();
		expect(tried).toEqual({ replies: 2, latest: expect.stringMatching(/^Where is my parcel\? .{90,120}…$/) });
	});

	test("of an empty conversation says that nothing is known", () => {
		expect(handoffSummary({ question: "", thread: [], lastConfidence: null, sources: [] })).toEqual({
			wants: null,
			beganWith: null,
			tried: null,
			confidence: null,
			sources: [],
		});
	});
});
