/** The pause for more messages: when pieces make a turn, and what the one timer does about it. */
import { afterEach, beforeEach, describe, expect, test as base, vi } from "vitest";
import { isFinished, Pause, PAUSE_MS, readyAt } from "../../../src/conversation/turn/pause.ts";

describe("a message says of itself that it is finished", () => {
	base.for([
		"How long is the warranty?",
		"It never came.",
		"Help!",
		"「届きません。」",
		"いつ届きますか？",
		"كم تدوم الضمانة؟",
		"वारंटी कितनी है।",
		"It never came. 😡",
		"He said “no.”",
		"(It broke.)",
		"Really??",
		"So what...?",
		"Thank you!  ",
	])("%s", (text) => expect(isFinished(text)).toBe(true));

	base.for(["hi", "my order", "hmm...", "well…", "and then,", "order 1.5", "v2.0", "", "   ", "see below:", "..."])(
		"not: %s",
		(text) => expect(isFinished(text)).toBe(false),
	);
});

describe("when pieces make a turn", () => {
	const said = { since: 0, saidAt: 0, typedAt: null, finished: false };
	base("a finished message waits for a first key alone", () =>
		expect(readyAt({ ...said, finished: true })).toBe(PAUSE_MS.finished),
	);
	base("any other waits until nobody types", () => expect(readyAt(said)).toBe(PAUSE_MS.quiet));
	base("who types on after a finished message is waited for", () =>
		expect(readyAt({ ...said, finished: true, typedAt: 200 })).toBe(200 + PAUSE_MS.quiet),
	);
	base("what was typed before the message counts no more", () =>
		expect(readyAt({ ...said, since: 0, saidAt: 2000, typedAt: 1900, finished: true })).toBe(2000 + PAUSE_MS.finished),
	);
	base("nobody is waited for longer than the longest pause", () =>
		expect(readyAt({ ...said, saidAt: 7_900, typedAt: 7_990 })).toBe(PAUSE_MS.most),
	);
});

const test = base
	.extend("answered", async () => Promise.withResolvers<boolean>())
	.extend("run", () => vi.fn<() => void>())
	.extend("pause", ({ answered, run }) => new Pause({ run, hasAnswer: () => answered.promise }));

describe("the timer", () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	test("runs the turn once, after the pause", ({ pause, run }) => {
		pause.said("How long is the warranty?");
		vi.advanceTimersByTime(PAUSE_MS.finished - 1);
		expect(run).not.toHaveBeenCalled();
		vi.advanceTimersByTime(60_000);
		expect(run).toHaveBeenCalledOnce();
	});

	test("waits as long as somebody types, and no longer than the longest pause", ({ pause, run }) => {
		pause.said("hi");
		for (let ms = 0; ms < PAUSE_MS.most - 500; ms += 500) {
			vi.advanceTimersByTime(500);
			pause.typed();
		}
		expect(run).not.toHaveBeenCalled();
		vi.advanceTimersByTime(500);
		expect(run).toHaveBeenCalledOnce();
	});

	test("counts the longest pause from the first piece", ({ pause, run }) => {
		for (let ms = 0; ms < PAUSE_MS.most; ms += 1_000) {
			pause.said("and");
			vi.advanceTimersByTime(1_000);
		}
		expect(run).toHaveBeenCalledOnce();
		pause.said("more");
		vi.advanceTimersByTime(PAUSE_MS.quiet - 1);
		expect(run).toHaveBeenCalledOnce();
	});

	test("is short where the question has an answer as it stands", async ({ answered, pause, run }) => {
		pause.said("how long is the warranty");
		answered.resolve(true);
		await vi.advanceTimersByTimeAsync(PAUSE_MS.finished);
		expect(run).toHaveBeenCalledOnce();
	});

	test("isn't shortened by the answer to a piece that isn't the last", async ({ answered, pause, run }) => {
		pause.said("how long is the warranty");
		vi.advanceTimersByTime(100);
		pause.typed();
		answered.resolve(true);
		await vi.advanceTimersByTimeAsync(PAUSE_MS.finished + 100);
		expect(run).not.toHaveBeenCalled();
	});

	test("isn't shortened for a second piece by the answer to the first", async ({ run }) => {
		const first = Promise.withResolvers<boolean>();
		const looks = [first.promise, Promise.resolve(false)];
		const pause = new Pause({ run, hasAnswer: async () => (await looks.shift()) ?? false });
		pause.said("how long is the warranty");
		vi.advanceTimersByTime(200);
		pause.said("and");
		first.resolve(true);
		await vi.advanceTimersByTimeAsync(PAUSE_MS.quiet - 1);
		expect(run).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(1);
		expect(run).toHaveBeenCalledOnce();
	});

	test("stops where the turn is void", ({ pause, run }) => {
		pause.said("hi");
		pause.end();
		pause.typed();
		vi.advanceTimersByTime(60_000);
		expect(run).not.toHaveBeenCalled();
	});
});
