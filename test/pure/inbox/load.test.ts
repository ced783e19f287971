/** How long the Inbox asks conversations to gather messages between updates: the longer, the more updates it gets. */
import { expect, test } from "vitest";
import { LoadGovernor } from "../../../src/inbox/load.ts";

const NOW = 1_700_000_000_000;
const many = (pace: LoadGovernor, count: number, at: number) => Array.from({ length: count }, () => pace.next(at));

test("ten updates a second need no wait, further ones a wait in proportion", () => {
	expect(many(new LoadGovernor(), 12, NOW)).toEqual([...Array.from({ length: 10 }, () => 0), 275, 300]);
});

test("no wait is longer than five seconds, however many the updates", () => {
	expect(many(new LoadGovernor(), 400, NOW).at(-1)).toBe(5_000);
});

test("a second counts together with the one before, and no longer", () => {
	const pace = new LoadGovernor();
	many(pace, 40, NOW);
	expect(pace.next(NOW + 999)).toBe(41 * 25);
	expect(pace.next(NOW + 1_000)).toBe(41 * 25);
	expect(pace.next(NOW + 2_000)).toBe(0);
});

test("after two quiet seconds a rush is forgotten", () => {
	const pace = new LoadGovernor();
	many(pace, 40, NOW);
	expect(pace.next(NOW + 2_000)).toBe(0);
	many(pace, 40, NOW + 2_000);
	expect(pace.next(NOW + 3_999)).toBe(41 * 25);
});

test("a clock that was set back starts over", () => {
	const pace = new LoadGovernor();
	many(pace, 40, NOW);
	expect(pace.next(NOW - 1)).toBe(0);
	expect(many(pace, 10, NOW - 1).at(-1)).toBe(275);
});
