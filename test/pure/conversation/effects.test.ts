/** When a delivery that failed is tried again. */
import { expect, test } from "vitest";
import { readEffect, retryDelay } from "../../../src/conversation/effects.ts";

test("the wait doubles from five seconds to an hour", () => {
	expect([0, 1, 2, 3, 4].map(retryDelay)).toEqual([5_000, 5_000, 10_000, 20_000, 40_000]);
	expect([10, 11, 31].map(retryDelay)).toEqual([2_560_000, 3_600_000, 3_600_000]);
});

test("what a newer release wrote is an error, and not something else", () => {
	expect(readEffect('{"type":"forget","at":5}')).toEqual({ type: "forget", at: 5 });
	expect(() => readEffect('{"type":"telegram","at":5}')).toThrow();
});
