/** The budget of model calls as an answer, a suggestion and a rewrite spend it: counted, in no time of its own, and never past it. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as v from "valibot";
import { answer, type AnswerPorts } from "../../../src/answer/answer.ts";
import { rewrite, suggest } from "../../../src/answer/copilot/copilot.ts";
import { embedded } from "../../../src/answer/write/embedded.ts";
import { metered } from "../../../src/answer/write/metered.ts";
import type { Writer } from "../../../src/answer/write/writer.ts";
import { languageOf } from "../../../src/language/detect.ts";
import { CallBudget, type CallCounter } from "../../../src/model/call-budget.ts";
import { CallLimits } from "../../../src/protocol/settings/budgets.ts";
import { Style } from "../../../src/protocol/style.ts";
import { surePassage } from "../setup/passage.ts";
import { turn } from "../setup/turn.ts";

const QUESTION = "Can I pay by bank transfer?";
const TEXT = "Yes, you can pay by bank transfer.";
const passage = surePassage(QUESTION, { articleId: "ar_pay", title: "Payment", text: TEXT });
const spender = { visitorId: "v_ana", addressHash: "office" };
const limits = v.parse(CallLimits, {});

// What is loaded at first use would be waited for on a clock that stands still.
beforeAll(async () => void (await languageOf(QUESTION)));
beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

/** An Inbox that grants `left` calls, each answer after `afterMs`. */
function inbox(left: number, afterMs = 0) {
	const counter = {
		left,
		asked: 0,
		returned: 0,
		async takeModelCall(): ReturnType<CallCounter["takeModelCall"]> {
			counter.asked++;
			const granted = counter.left > 0;
			if (granted) counter.left--;
			if (afterMs > 0) await new Promise((resolve) => setTimeout(resolve, afterMs));
			return granted ? { day: 1 } : { refused: "workspace" };
		},
		async returnModelCall(): Promise<void> {
			counter.returned++;
			counter.left++;
		},
	};
	return counter;
}

/** A model, and how often it was called. */
function model(write: Writer["write"] = async () => ({ kind: "answer", text: TEXT, cited: [1] })) {
	const calls = vi.fn<Writer["write"]>(write);
	const complete = vi.fn<NonNullable<Writer["complete"]>>(async () => "A draft, rewritten.");
	return { calls, complete, writer: { name: "workers-ai", write: calls, complete } satisfies Writer };
}

const signal = () => new AbortController().signal;

/** The ports of an answer whose search takes `searchMs`. */
function portsOf(counter: CallCounter, models: Writer[], { searchMs = 40, found = [passage] } = {}) {
	const budget = new CallBudget(() => counter, spender, limits);
	const ports: AnswerPorts = {
		search: async () => {
			await new Promise((resolve) => setTimeout(resolve, searchMs));
			return found;
		},
		writers: [...models.map((each) => metered(each, budget)), embedded],
		budget,
		signal: signal(),
		onText: () => undefined,
		onDiscard: () => undefined,
	};
	return ports;
}

/** Runs to the end, and says how long it took by the clock of the test. */
async function timed<T>(work: Promise<T>): Promise<{ result: T; ms: number }> {
	const began = Date.now();
	const done = work.then((result) => ({ result, ms: Date.now() - began }));
	await vi.runAllTimersAsync();
	return done;
}

const asked = (ports: AnswerPorts) => timed(answer(turn(QUESTION), ports));

describe("an answer", () => {
	test("is written by the model where the call is granted, and takes no longer than the search", async () => {
		const counter = inbox(1, 40);
		const { writer, calls } = model();
		const { result, ms } = await asked(portsOf(counter, [writer]));
		expect(result.outcome).toMatchObject({ action: "answer", writer: "workers-ai" });
		expect(ms).toBe(40);
		expect([calls.mock.calls.length, counter.asked, counter.returned]).toEqual([1, 1, 0]);
	});

	test("is quoted where no call is left, without a fault of the model's", async () => {
		const warn = vi.spyOn(console, "warn");
		const { writer, calls } = model();
		const { result } = await asked(portsOf(inbox(0), [writer, writer]));
		expect(result.outcome).toMatchObject({ action: "answer", writer: "embedded" });
		expect(result.trace.failed).toEqual([
			{ writer: "workers-ai", why: "budget" },
			{ writer: "workers-ai", why: "budget" },
		]);
		expect(calls).not.toHaveBeenCalled();
		expect(warn).not.toHaveBeenCalled();
	});

	test.each([301, 5_000])(
		"is quoted after 300 ms where the Inbox takes %d ms, whose late grant is given back",
		async (late) => {
			const counter = inbox(9, late);
			const { writer, calls } = model();
			const ports = portsOf(counter, [writer, writer]);
			const began = Date.now();
			let quotedAfter = 0;
			const { result } = await timed(
				answer(turn(QUESTION), ports).then((done) => {
					quotedAfter = Date.now() - began;
					return done;
				}),
			);
			expect(result.outcome).toMatchObject({ action: "answer", writer: "embedded" });
			expect(quotedAfter).toBe(300);
			expect(calls).not.toHaveBeenCalled();
			expect([counter.asked, counter.returned, counter.left]).toEqual([1, 1, 9]);
		},
	);

	test("is quoted where the Inbox fails", async () => {
		const { writer, calls } = model();
		const broken: CallCounter = {
			takeModelCall: () => Promise.reject(new Error("down")),
			returnModelCall: () => Promise.reject(new Error("down")),
		};
		const { result, ms } = await asked(portsOf(broken, [writer]));
		expect(result.outcome).toMatchObject({ writer: "embedded" });
		expect([calls.mock.calls.length, ms]).toEqual([0, 40]);
	});

	test("by a second model, after the first one failed, is a second call", async () => {
		const failing = model(() => Promise.reject(new Error("gone")));
		const second = model();
		const counter = inbox(2);
		const { result } = await asked(portsOf(counter, [failing.writer, second.writer]));
		expect(result.outcome).toMatchObject({ writer: "workers-ai", text: TEXT });
		expect([counter.asked, counter.left]).toEqual([2, 0]);

		const last = inbox(1);
		const { result: quoted } = await asked(portsOf(last, [failing.writer, second.writer]));
		expect(quoted.outcome).toMatchObject({ writer: "embedded" });
		expect(second.calls).toHaveBeenCalledTimes(1);
	});

	test.each([
		["nothing is found", { found: [] }, QUESTION],
		["the best passage doesn't answer", { found: [{ ...passage, score: 0.01 }] }, QUESTION],
	])("gives back the call that it reserved where %s", async (_, found, question) => {
		const counter = inbox(1);
		const { writer, calls } = model();
		const { result } = await timed(answer(turn(question), portsOf(counter, [writer], found)));
		expect(result.outcome.action).toBe("offer");
		expect([calls.mock.calls.length, counter.asked, counter.left]).toEqual([0, 1, 1]);
	});

	test("gives it back where a person takes over during the search", async () => {
		const counter = inbox(1);
		const stop = new AbortController();
		const ports = { ...portsOf(counter, [model().writer]), signal: stop.signal };
		const refused = expect(answer(turn(QUESTION), ports)).rejects.toThrow("taken over");
		stop.abort(new Error("taken over"));
		await vi.runAllTimersAsync();
		await refused;
		expect(counter.left).toBe(1);
	});

	test.each(["Hello", "I want to talk to a person"])("to “%s” asks for no call", async (question) => {
		const counter = inbox(1);
		await timed(answer(turn(question), portsOf(counter, [model().writer])));
		expect(counter.asked).toBe(0);
	});

	test("of a workspace without a model asks for none", async () => {
		const counter = inbox(1);
		const { result } = await asked(portsOf(counter, []));
		expect(result.outcome).toMatchObject({ writer: "embedded" });
		expect(counter.asked).toBe(0);
	});

	test("asks while it searches, not before", async () => {
		const counter = inbox(1);
		const ports = portsOf(counter, [model().writer]);
		const search = vi.fn<AnswerPorts["search"]>(ports.search);
		const done = answer(turn(QUESTION), { ...ports, search });
		await vi.advanceTimersByTimeAsync(0);
		expect([search.mock.calls.length, counter.asked]).toEqual([1, 1]);
		await vi.runAllTimersAsync();
		await done;
	});
});

describe("copilot", () => {
	const about = { company: "Fjord Bags", style: v.parse(Style, {}), question: QUESTION, thread: [] };

	test("suggests what the model wrote, for one call, and a quotation where none is left", async () => {
		const { writer, calls } = model();
		const counter = inbox(1);
		for (const expected of [1, 1]) {
			const { result } = await timed(suggest(about, portsOf(counter, [writer])));
			expect(result).toMatchObject({ ok: true, text: TEXT });
			expect(calls).toHaveBeenCalledTimes(expected);
		}
		expect(counter.left).toBe(0);
	});

	test("gives a call back where it found nothing to suggest", async () => {
		const counter = inbox(1);
		await timed(suggest(about, portsOf(counter, [model().writer], { found: [] })));
		expect([counter.asked, counter.left]).toEqual([1, 1]);
	});

	test("rewrites for a call each, and says that none is left", async () => {
		const counter = inbox(1);
		const { writer, complete } = model();
		const task = {
			kind: "rephrase" as const,
			draft: "A draft.",
			language: null,
			thread: [],
			style: v.parse(Style, {}),
		};
		const { result } = await timed(rewrite(task, portsOf(counter, [writer])));
		expect(result).toMatchObject({ ok: true });
		const { result: refused } = await timed(rewrite(task, portsOf(counter, [writer])));
		expect(refused).toEqual({ ok: false, why: "budget" });
		expect(complete).toHaveBeenCalledTimes(1);
	});
});
