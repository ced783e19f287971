/** Which rows of a long list are drawn: what is in view always comes, a few rows a frame, and the focused row stays. */
import { describe, expect, test } from "vitest";
import { around, inView, nearer, type RowRange, rowsIn } from "../../dashboard/conversations/row-window.ts";

const ROW = 48;
const ids = Array.from({ length: 1_000 }, (_, number) => `c_${number}`);
const size = ({ from, to }: RowRange) => to - from;
const has = (outer: RowRange, inner: RowRange) => outer.from <= inner.from && outer.to >= inner.to;

test("the rows in view follow from the list's place, and some are drawn before its height is known", () => {
	expect(inView(0, 0, ROW)).toEqual({ from: 0, to: 20 });
	expect(inView(4_800, 1_920, ROW)).toEqual({ from: 100, to: 141 });
	// Safari gives places above the top while it bounces.
	expect(inView(-200, 960, ROW)).toEqual({ from: 0, to: 21 });
});

test("what is drawn reaches beyond the view on both sides, and stands still while the view moves a little", () => {
	const view = inView(4_800, 960, ROW);
	const drawn = around(view);
	expect(drawn.from).toBeLessThan(view.from - 8);
	expect(drawn.to).toBeGreaterThan(view.to + 8);
	expect(around(inView(0, 960, ROW)).from).toBe(0);
	const ranges = Array.from({ length: ROW * 4 }, (_, px) => JSON.stringify(around(inView(4_800 + px, 960, ROW))));
	expect(new Set(ranges).size).toBeLessThanOrEqual(4);
});

describe("on the way to what is wanted", () => {
	const go = (from: RowRange, top: number): RowRange[] => {
		const view = inView(top, 960, ROW);
		const wanted = around(view);
		const steps = [from];
		for (let at = from; JSON.stringify(at) !== JSON.stringify(wanted); steps.push(at)) {
			at = nearer(at, wanted, view);
			if (steps.length > 100) throw new Error("It never gets there.");
		}
		return steps;
	};
	const start = around(inView(4_800, 960, ROW));

	test.each([
		["down a little", 5_200],
		["down by screens", 9_600],
		["up a little", 4_400],
		["up by screens", 0],
		["far away", 40_000],
	])("%s, each frame adds a few rows, and those in view come before the rest", (_, top) => {
		const view = inView(top, 960, ROW);
		const steps = go(start, top);
		for (const [number, step] of steps.slice(1).entries()) {
			const before = steps[number] ?? step;
			const kept = Math.max(0, Math.min(before.to, step.to) - Math.max(before.from, step.from));
			expect(size(step) - kept).toBeLessThanOrEqual(5);
		}
		const complete = steps.findIndex((step) => has(step, view));
		expect(complete).toBeLessThanOrEqual(Math.ceil(size(view) / 5) + 1);
	});
});

test("the rows of a range are there as far as the list goes, and the focused one wherever it is", () => {
	expect(rowsIn(ids, { from: 4, to: 8 }, [])).toEqual([4, 5, 6, 7]);
	expect(rowsIn(ids, { from: 996, to: 1_020 }, [])).toEqual([996, 997, 998, 999]);
	expect(rowsIn(ids, { from: 4, to: 6 }, ["c_900", "c_1", "c_5", null, "c_gone"])).toEqual([1, 4, 5, 900]);
	expect(rowsIn([], { from: 0, to: 20 }, ["c_1"])).toEqual([]);
	// The list became shorter than what was in view.
	expect(rowsIn(ids.slice(0, 3), { from: 8, to: 28 }, [])).toEqual([]);
});
