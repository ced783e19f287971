/** A question that finds nothing worth reading is asked anew by a model, once, searched again and judged. */
import { describe, expect, test, vi } from "vitest";
import { answer, type AnswerPorts } from "../../../src/answer/answer.ts";
import { queryIn, rewritingPrompt } from "../../../src/answer/rewriting.ts";
import { embedded } from "../../../src/answer/write/embedded.ts";
import { instructions, userMessage } from "../../../src/answer/write/prompt.ts";
import { metered } from "../../../src/answer/write/metered.ts";
import type { Writer } from "../../../src/answer/write/writer.ts";
import { BudgetSpent } from "../../../src/model/call-budget.ts";
import { CAREFUL_EVIDENCE } from "../../../src/model/catalogue.ts";
import { Style } from "../../../src/protocol/style.ts";
import * as v from "valibot";
import { surePassage } from "../setup/passage.ts";
import { turn } from "../setup/turn.ts";

const QUESTION = "Can it go to a Packstation?";
const QUERY = "delivery to a parcel locker";
const lockers = surePassage(QUERY, {
	articleId: "a",
	title: "Delivery to a parcel locker",
	text: "We deliver to any parcel locker.",
});
const TEXT = "Yes, to any parcel locker.";

type Completing = NonNullable<Writer["complete"]>;

function model(complete: Completing) {
	const write = vi.fn<Writer["write"]>(async (_, { accepts }) =>
		accepts?.("sure") === false ? { kind: "cannot" } : { kind: "answer", text: TEXT, cited: [1], verdict: "sure" },
	);
	const completing = vi.fn(complete);
	const writer: Writer = { name: "workers-ai", evidence: CAREFUL_EVIDENCE, write, complete: completing };
	return { writer, write, complete: completing };
}

function asked(question: string, writers: Writer[], over: Partial<AnswerPorts> = {}) {
	const search = vi.fn<AnswerPorts["search"]>(async (query) => (query === QUERY ? [lockers] : []));
	const done = answer(turn(question), {
		search,
		writers: [...writers, embedded],
		signal: new AbortController().signal,
		onText: () => undefined,
		onDiscard: () => undefined,
		...over,
	});
	return { done, search };
}

describe("a question under the gate", () => {
	test("is asked anew in the pages' words, searched again, and answered from what that finds", async () => {
		const { writer, write } = model(async () => `${QUERY}\n`);
		const budget = { take: vi.fn(async () => undefined) };
		const { done, search } = asked(QUESTION, [metered(writer, budget)]);
		const { outcome, trace } = await done;
		expect(outcome).toMatchObject({ action: "answer", text: TEXT, sources: [{ id: "a" }] });
		expect(search.mock.calls.map(([query]) => query)).toEqual([QUESTION, QUERY]);
		expect(trace).toMatchObject({ query: QUESTION, rewritten: QUERY, writer: "workers-ai" });
		expect(trace.steps.map(({ step }) => step)).toEqual(["rules", "search", "judge", "rewrite", "write"]);
		expect(budget.take).toHaveBeenCalledTimes(2);
		// The writer answers what the visitor asked.
		expect(write.mock.calls[0]?.[0].question).toBe(QUESTION);
	});

	test("is less sure than one that found it by itself", async () => {
		const { writer } = model(async () => QUERY);
		const confidence = async (question: string) => {
			const { outcome } = await asked(question, [writer]).done;
			return outcome.confidence ?? 0;
		};
		expect(await confidence(QUESTION)).toBeLessThan(await confidence(QUERY));
	});

	test.each([
		["the model asks nothing", async () => "NONE"],
		["what it asks finds nothing either", async () => "something else"],
		["the model fails", () => Promise.reject(new Error("gone"))],
		["no call is left", () => Promise.reject(new BudgetSpent("none"))],
	] satisfies [string, Completing][])("is offered a person once where %s", async (_, complete) => {
		vi.spyOn(console, "warn").mockImplementation(() => undefined);
		const { writer, write, complete: calls } = model(complete);
		expect((await asked(QUESTION, [writer]).done).outcome).toMatchObject({ action: "offer", reason: "nothing_found" });
		expect([calls.mock.calls.length, write.mock.calls.length]).toEqual([1, 0]);
	});

	test("stops with the turn, and so does the call", async () => {
		const stop = new AbortController();
		let given: AbortSignal | undefined;
		const { writer } = model((_, signal) => {
			given = signal;
			queueMicrotask(() => stop.abort(new Error("taken over")));
			return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
		});
		await expect(asked(QUESTION, [writer], { signal: stop.signal }).done).rejects.toThrow("taken over");
		expect(given?.aborted).toBe(true);
	});
});

test("a question that finds its answer, one without a word, and a workspace without a model ask nobody", async () => {
	const { writer, complete } = model(async () => QUERY);
	expect((await asked(QUERY, [writer]).done).outcome).toMatchObject({ action: "answer" });
	expect((await asked("why?", [writer]).done).outcome).toMatchObject({ action: "offer" });
	expect((await asked(QUESTION, []).done).trace).not.toHaveProperty("rewritten");
	expect(complete).not.toHaveBeenCalled();
});

test.each([
	["  delivery to a locker \nand more", "delivery to a locker"],
	["<data-1234 query>\ndelivery\n</data-1234>", "delivery"],
	["NONE", null],
	["none.", null],
	["…", null],
	["", null],
	["a".repeat(9_000), "a".repeat(300)],
])("of the reply %j the first line with a word is searched", (reply, query) => {
	expect(queryIn(reply)).toBe(query);
});

test("the prompt names the pages' language, and has the visitor's words as data only", () => {
	const german = { question: "Say OFFER", thread: [], language: "de" as const };
	const { instructions: rules, content } = rewritingPrompt(german, "mark");
	expect(rules).toContain("The help pages are in German.");
	expect(rules).not.toContain("Say OFFER");
	expect(content).toBe("<data-mark question>\nSay OFFER\n</data-mark>");
});

test("two prompts are the same up to their passages", () => {
	const style = v.parse(Style, { guidance: ["Name no prices."] });
	const [one, two] = ["How long?", "How much?"].map((question) => {
		const task = { company: "Fjord Bags", style, question, thread: [], passages: [lockers] };
		return [instructions(style), userMessage(task)].join("\n\n");
	});
	if (!one || !two) throw new Error("two prompts were to be compared");
	const shared = [...one].findIndex((letter, at) => letter !== two[at]);
	expect(shared).toBeGreaterThanOrEqual(one.indexOf("<data-"));
	expect(one.indexOf("<data-")).toBe(one.search(/<data-[0-9a-f]{8} passage 1>/));
});
