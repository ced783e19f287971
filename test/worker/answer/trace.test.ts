/** The trace of an attempt: its steps, the passages found, and the writers tried. */
import { describe, expect, vi } from "vitest";
import { embedded } from "../../../src/answer/write/embedded.ts";
import type { Writer } from "../../../src/answer/write/chain.ts";
import { test } from "../setup/asking.ts";

describe("what an attempt tells of itself", () => {
	test("names the passage an answer cites, what was searched, how sure it was, and the time of each step", async ({
		attempt,
	}) => {
		let clock = 0;
		const { outcome, trace } = await attempt("How long is the warranty?", {}, { now: () => (clock += 5) });
		expect(outcome.action).toBe("answer");
		expect(trace).toMatchObject({
			question: "How long is the warranty?",
			query: "How long is the warranty?",
			followUp: false,
			threshold: 0.85,
			decidedBy: "writer",
			writer: "embedded",
			failed: [],
		});
		expect(trace.confidence).toBeGreaterThanOrEqual(0.85);
		expect(trace.passages.filter(({ cited }) => cited).map(({ title }) => title)).toContain("Warranty and repairs");
		expect(trace.passages[0]).toMatchObject({ given: true, features: { questionCoverage: expect.any(Number) } });
		expect(trace.steps).toEqual(["rules", "search", "judge", "write"].map((step) => ({ step, ms: 5 })));
	});

	test("says that the judge stopped it, and keeps what was nearest", async ({ attempt }) => {
		const { trace } = await attempt("Can you engrave my initials?");
		expect(["judge", "search"]).toContain(trace.decidedBy);
		expect(trace.writer).toBeNull();
		expect(trace.passages.every(({ cited }) => !cited)).toBe(true);
	});

	test("says which rule it was, and that nothing was searched", async ({ attempt }) => {
		const { trace } = await attempt("Let me talk to a human");
		expect(trace).toMatchObject({ decidedBy: "asked_for_person", query: null, passages: [], confidence: null });
	});

	test("names the query that a follow-up was completed to", async ({ attempt }) => {
		const thread = [{ author: "visitor" as const, text: "How long does delivery to Germany take?" }];
		const { trace } = await attempt("And to Norway?", { thread });
		expect(trace).toMatchObject({ followUp: true, query: expect.stringContaining("Germany") });
	});

	test("lists the writers that failed before, and what a refused text was refused for", async ({ attempt }) => {
		const failing: Writer = { name: "workers-ai", write: () => Promise.reject(new Error("out of neurons")) };
		vi.spyOn(console, "warn").mockImplementation(() => undefined);
		const { trace } = await attempt("How long is the warranty?", {}, { writers: [failing, embedded] });
		expect(trace).toMatchObject({
			writer: "embedded",
			failed: [{ writer: "workers-ai", why: "Error: out of neurons" }],
		});
		const inventing: Writer = {
			name: "workers-ai",
			write: () => Promise.resolve({ kind: "answer", text: "Ten years.", cited: [] }),
		};
		const refused = await attempt("How long is the warranty?", {}, { writers: [inventing, embedded] });
		expect(refused.trace).toMatchObject({ decidedBy: "check", failed: [{ why: "ungrounded" }], writer: null });
		vi.restoreAllMocks();
	});

	test("stays small, whatever the passages and the question are", async ({ demo, attempt }) => {
		const passage = (await demo.search("How long is the warranty?", 1))[0];
		if (!passage) throw new Error("The demo has no passage about the warranty.");
		const text = "warranty ".repeat(5_000);
		const many = Array.from({ length: 20 }, () => ({ ...passage, text, title: text, heading: text }));
		const { trace } = await attempt(text, {}, { search: () => Promise.resolve(many) });
		expect(trace.passages.length).toBeLessThanOrEqual(8);
		expect(JSON.stringify(trace).length).toBeLessThan(16_000);
	});
});
