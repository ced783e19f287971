/** The chain of writers: the answer when a writer fails half-way or returns nothing. */
import { describe, expect, vi } from "vitest";
import { embedded } from "../../../src/answer/write/embedded.ts";
import type { Writer } from "../../../src/answer/write/chain.ts";
import { test } from "../setup/asking.ts";

describe("writers in turn", () => {
	const silent: Writer = { name: "workers-ai", write: async () => ({ kind: "answer", text: "  ", cited: [1] }) };
	const broken: Writer = {
		name: "workers-ai",
		async write(_, { onText }) {
			onText("Half an answer. But th");
			throw new Error("gone");
		},
	};

	test("voids half an answer and lets the next one write", async ({ ask }) => {
		vi.spyOn(console, "warn").mockImplementation(() => undefined);
		const events: string[] = [];
		const ports = {
			onText: (piece: string) => events.push(piece),
			onDiscard: () => events.push("(discarded)"),
			writers: [broken, embedded],
		};
		const outcome = await ask("Can I pay by bank transfer?", {}, ports);
		expect(outcome).toMatchObject({ action: "answer", writer: "embedded" });
		expect(events.slice(0, 2)).toEqual(["Half an answer. ", "(discarded)"]);
		expect(events.slice(2).join("")).toBe(outcome.action === "answer" ? outcome.text : "");
	});

	test("goes on after one that says nothing", async ({ ask }) => {
		expect(await ask("Can I pay by bank transfer?", {}, { writers: [silent, embedded] })).toMatchObject({
			writer: "embedded",
		});
	});

	test("offers when all of them fail, or there is none", async ({ ask }) => {
		expect(await ask("Can I pay by bank transfer?", {}, { writers: [broken, silent] })).toMatchObject({
			action: "offer",
			reason: "ai_failed",
		});
		expect(await ask("Can I pay by bank transfer?", {}, { writers: [] })).toMatchObject({
			action: "offer",
			reason: "ai_failed",
		});
	});
});
