/** Timeouts, back-off, and the detection of lost alarms. */
import { describe, expect, test, vi } from "vitest";
import { isAlarmLost } from "../../../src/durable/alarm.ts";
import { retryDelayMs, spreadDelayMs } from "../../../src/durable/backoff.ts";
import { abortAfter, TimeoutError, withTimeout } from "../../../src/durable/timeout.ts";

const never = new Promise<never>(() => undefined);

describe("a wait with a limit", () => {
	test("resolves and rejects as its promise does", async () => {
		expect(await withTimeout(1_000, Promise.resolve(7), "late")).toBe(7);
		await expect(withTimeout(1_000, Promise.reject(new Error("broken")), "late")).rejects.toThrow("broken");
	});

	test("rejects when the time is up, with an error that says so", async () => {
		await expect(withTimeout(5, never, "It takes long.")).rejects.toEqual(new TimeoutError("It takes long."));
		await expect(withTimeout(-5, never, "late")).rejects.toThrow("late");
		const error = (message: string) => new RangeError(message);
		await expect(withTimeout(5, never, "late", { error })).rejects.toBeInstanceOf(RangeError);
	});

	test("rejects with the signal's reason, also when the signal was aborted before", async () => {
		const stop = new AbortController();
		const waiting = withTimeout(1_000, never, "late", { signal: stop.signal });
		stop.abort(new Error("a person took over"));
		await expect(waiting).rejects.toThrow("a person took over");
		const { signal } = stop;
		await expect(withTimeout(1_000, Promise.resolve(7), "late", { signal })).rejects.toThrow("a person took over");
		await expect(withTimeout(1_000, Promise.reject(new Error("broken")), "late", { signal })).rejects.toThrow(
			"a person",
		);
	});

	test("leaves no timer and no listener behind", async () => {
		vi.useFakeTimers();
		try {
			const { signal } = new AbortController();
			const removed = vi.spyOn(signal, "removeEventListener");
			await withTimeout(1_000, Promise.resolve(7), "late", { signal });
			expect([vi.getTimerCount(), removed.mock.calls.length]).toEqual([0, 1]);
		} finally {
			vi.useRealTimers();
		}
	});

	test("cancels a cancellable promise, however the wait ended", async () => {
		const signals: AbortSignal[] = [];
		const ask = <Answer>(answer: Promise<Answer>) =>
			abortAfter(
				5,
				(signal) => {
					signals.push(signal);
					return answer;
				},
				"late",
			);
		await expect(ask(never)).rejects.toThrow("late");
		await expect(ask(Promise.reject(new Error("broken")))).rejects.toThrow("broken");
		expect(await ask(Promise.resolve(7))).toBe(7);
		expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
	});
});

test("pauses double from the first to the longest", () => {
	const backoff = { firstMs: 5_000, longestMs: 60_000 };
	expect([0, 1, 2, 3, 4, 5, 1_000].map((failures) => retryDelayMs(failures, backoff))).toEqual([
		5_000, 5_000, 10_000, 20_000, 40_000, 60_000, 60_000,
	]);
	expect([0, 0.5].map((chance) => spreadDelayMs(3, backoff, () => chance))).toEqual([0, 10_000]);
});

test("an alarm is lost ten seconds after it was due, not before", () => {
	expect([-1, 0, 9_999, 10_000, 60_000].map((late) => isAlarmLost(1_000_000, 1_000_000 + late))).toEqual([
		false,
		false,
		false,
		true,
		true,
	]);
});
