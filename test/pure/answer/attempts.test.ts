/** Two models side by side: one outcome, the pieces of one text, and the other's call is aborted. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { answer, type AnswerPorts } from "../../../src/answer/answer.ts";
import { embedded } from "../../../src/answer/write/embedded.ts";
import { metered } from "../../../src/answer/write/metered.ts";
import { Outrun, type Reception, type WriteResult, type Writer } from "../../../src/answer/write/writer.ts";
import { CAREFUL_EVIDENCE } from "../../../src/model/catalogue.ts";
import { surePassage } from "../setup/passage.ts";
import { turn } from "../setup/turn.ts";

const QUESTION = "How long is the warranty?";
const passage = surePassage(QUESTION, { articleId: "a", title: "Warranty", text: "The warranty is two years." });

/** A model whose words a test says one by one. */
function scripted(name: Writer["name"] = "workers-ai") {
	const { promise, resolve, reject } = Promise.withResolvers<WriteResult>();
	const begun = Promise.withResolvers<Reception>();
	const writer: Writer = {
		name,
		evidence: CAREFUL_EVIDENCE,
		write(_, how) {
			begun.resolve(how);
			how.signal.addEventListener("abort", () => reject(how.signal.reason));
			return promise;
		},
		complete: () => Promise.reject(new Error("isn't asked")),
	};
	return {
		writer,
		begun: begun.promise,
		/** Shows a text, whole. */
		async says(text: string) {
			const how = await begun.promise;
			return how.accepts?.("sure") !== false && how.onText(text);
		},
		ends: (text: string) => resolve({ kind: "answer", text, cited: [1], verdict: "sure" }),
		declines: () => resolve({ kind: "cannot" }),
		fails: () => reject(new Error("gone")),
	};
}

function asking(writers: Writer[], over: Partial<AnswerPorts> = {}) {
	const shown: string[] = [];
	const done = answer(turn(QUESTION), {
		search: async () => [passage],
		writers: [...writers, embedded],
		signal: new AbortController().signal,
		onText: (piece) => shown.push(piece),
		onDiscard: () => shown.push("(discarded)"),
		hedgeAfterMs: 1,
		...over,
	});
	return { shown, done };
}

beforeEach(() => {
	vi.spyOn(console, "warn").mockImplementation(() => undefined);
});

const ANSWER = "The warranty is two years.\n";

describe("a model that shows nothing for some seconds", () => {
	test("is outrun by the next one, which alone is shown", async () => {
		const [slow, quick] = [scripted(), scripted("openai-compatible")];
		const { shown, done } = asking([slow.writer, quick.writer]);
		expect(await quick.says(ANSWER)).toBe(true);
		const { signal } = await slow.begun;
		expect(signal.reason).toBeInstanceOf(Outrun);
		expect(await slow.says("Late words.\n")).toBe(false);
		quick.ends(ANSWER);
		const { outcome, trace } = await done;
		expect(outcome).toMatchObject({ action: "answer", text: ANSWER.trim(), writer: "openai-compatible" });
		expect(shown).toEqual([ANSWER]);
		expect(trace.failed).toEqual([{ writer: "workers-ai", why: "slow" }]);
	});

	test("may still begin before the next one, which is then given up", async () => {
		const [first, second] = [scripted(), scripted("openai-compatible")];
		const { shown, done } = asking([first.writer, second.writer]);
		const { signal } = await second.begun;
		await first.says(ANSWER);
		expect(signal.aborted).toBe(true);
		expect(signal.reason).not.toBeInstanceOf(Outrun);
		first.ends(ANSWER);
		const { outcome, trace } = await done;
		expect(outcome).toMatchObject({ writer: "workers-ai" });
		expect(shown).toEqual([ANSWER]);
		expect(trace.failed).toEqual([{ writer: "openai-compatible", why: "spare" }]);
	});

	test("is outrun by an offer, too; there is one outcome", async () => {
		const [slow, quick] = [scripted(), scripted()];
		const { shown, done } = asking([slow.writer, quick.writer]);
		await quick.begun;
		quick.declines();
		expect((await done).outcome).toMatchObject({ action: "offer", reason: "low_confidence" });
		slow.ends(ANSWER);
		expect(shown).toEqual([]);
	});

	test("goes on alone where the next one fails", async () => {
		const [slow, broken] = [scripted(), scripted("openai-compatible")];
		const { shown, done } = asking([slow.writer, broken.writer]);
		await broken.begun;
		broken.fails();
		await slow.says(ANSWER);
		slow.ends(ANSWER);
		expect((await done).outcome).toMatchObject({ action: "answer", writer: "workers-ai" });
		expect(shown).toEqual([ANSWER]);
	});
});

test("the one that has the turn and breaks off is replaced, and what it showed is void", async () => {
	const [slow, quick] = [scripted(), scripted()];
	const { shown, done } = asking([slow.writer, quick.writer]);
	await quick.says(ANSWER);
	quick.fails();
	expect((await done).outcome).toMatchObject({ action: "answer", writer: "embedded" });
	expect(shown.slice(0, 2)).toEqual([ANSWER, "(discarded)"]);
});

test("a model's spare is asked beside it, and not after it has failed", async () => {
	const [slow, spare] = [scripted(), scripted("openai-compatible")];
	const { done } = asking([{ ...slow.writer, spare: spare.writer }]);
	await spare.says(ANSWER);
	spare.ends(ANSWER);
	expect((await done).outcome).toMatchObject({ writer: "openai-compatible" });
	const [broken, unasked] = [scripted(), scripted("openai-compatible")];
	const other = asking([{ ...broken.writer, spare: unasked.writer }], { hedgeAfterMs: 60_000 });
	await broken.begun;
	broken.fails();
	expect((await other.done).outcome).toMatchObject({ writer: "embedded" });
});

test("a model that begins in time has no company, and one that isn't there isn't called", async () => {
	const [first, second] = [scripted(), scripted()];
	const { done } = asking([first.writer, second.writer], { hedgeAfterMs: 60_000 });
	await first.says(ANSWER);
	first.ends(ANSWER);
	expect((await done).trace.failed).toEqual([]);
	const absent: Writer = { ...second.writer, ready: () => false, write: () => Promise.reject(new Error("called")) };
	expect((await asking([absent]).done).outcome).toMatchObject({ writer: "embedded" });
});

test("a takeover aborts both", async () => {
	const [one, two] = [scripted(), scripted()];
	const stop = new AbortController();
	const { done } = asking([one.writer, two.writer], { signal: stop.signal });
	await two.begun;
	stop.abort(new Error("taken over"));
	await expect(done).rejects.toThrow("taken over");
	expect([(await one.begun).signal.aborted, (await two.begun).signal.aborted]).toEqual([true, true]);
});

test("both calls are counted", async () => {
	const budget = { take: vi.fn(async () => undefined) };
	const [one, two] = [scripted(), scripted()];
	const { done } = asking([metered(one.writer, budget), metered(two.writer, budget)]);
	await two.says(ANSWER);
	two.ends(ANSWER);
	await done;
	expect(budget.take).toHaveBeenCalledTimes(2);
});
