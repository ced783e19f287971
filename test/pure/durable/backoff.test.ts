/** How long something that failed waits before it is tried again. */
import { expect, test } from "vitest";
import { retryDelayMs, spreadDelayMs } from "../../../src/durable/backoff.ts";

const backoff = { firstMs: 5_000, longestMs: 3_600_000 };

test("the wait doubles from the first to the longest", () => {
	expect([0, 1, 2, 3, 4].map((failures) => retryDelayMs(failures, backoff))).toEqual([
		5_000, 5_000, 10_000, 20_000, 40_000,
	]);
	expect([10, 11, 31].map((failures) => retryDelayMs(failures, backoff))).toEqual([2_560_000, 3_600_000, 3_600_000]);
});

test("what failed together is spread over the whole wait", () => {
	expect([0, 0.5, 1].map((share) => spreadDelayMs(2, backoff, () => share))).toEqual([0, 5_000, 10_000]);
});
