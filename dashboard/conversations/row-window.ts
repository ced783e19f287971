/**
 * Which rows of a list are drawn: those in view and half a screen of them on either side, however many are loaded. All rows are of
 * one height, so that a row's place follows from its number and the scroll bar is right from the start. While the list is scrolled
 * a frame draws only a few more, those in view first, so that a flick through thousands stays smooth on a slow machine.
 */
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** Numbers of rows, `to` not included. */
export type RowRange = { from: number; to: number };

/** Before the list's height is known, and where it has none. */
const LEAST_IN_VIEW = 20;
/** The range that is wanted moves by so many rows at once, so that few scroll events draw anything. */
const STEP = 4;
/** The most rows that one frame adds: some 5 ms of layout and paint on a mid-range machine. */
const A_FRAME = 5;

/** The rows in view. `top`, `height` and `rowHeight` in px. Pure. */
export const inView = (top: number, height: number, rowHeight: number): RowRange => {
	const from = Math.floor(Math.max(0, top) / rowHeight);
	return { from, to: from + Math.max(LEAST_IN_VIEW, Math.ceil(height / rowHeight) + 1) };
};

/** The rows to draw where those are in view. Pure. */
export function around({ from, to }: RowRange): RowRange {
	const more = Math.ceil((to - from) / 2);
	return { from: Math.max(0, Math.floor((from - more) / STEP) * STEP), to: Math.ceil((to + more) / STEP) * STEP };
}

/** The next range on the way from `drawn` to `wanted`, with at most `A_FRAME` rows more, those in view first. Pure. */
export function nearer(drawn: RowRange, wanted: RowRange, seen: RowRange): RowRange {
	const kept = { from: Math.max(drawn.from, wanted.from), to: Math.min(drawn.to, wanted.to) };
	// Nothing of what is drawn is wanted: it begins at the top of the view.
	const { from, to } = kept.from < kept.to ? kept : { from: seen.from, to: seen.from };
	const isAbove = from > seen.from;
	const up = Math.min(from - wanted.from, isAbove || to >= wanted.to ? A_FRAME : 0);
	const down = Math.min(wanted.to - to, A_FRAME - up);
	return { from: from - up, to: to + down };
}

/** The rows of a range, and wherever they are, those that must be there: the one with the focus, say. In order. Pure. */
export function rowsIn(ids: readonly string[], { from, to }: RowRange, always: readonly (string | null)[]): number[] {
	const kept = always.map((id) => (id === null ? -1 : ids.indexOf(id))).filter((at) => at !== -1);
	const inside = Array.from({ length: Math.max(0, Math.min(to, ids.length) - from) }, (_, number) => from + number);
	const outside = kept.filter((at) => at < from || at >= to);
	return [...new Set([...outside, ...inside])].toSorted((a, b) => a - b);
}

const isSame = (a: RowRange, b: RowRange): boolean => a.from === b.from && a.to === b.to;

/** The range of a list's rows to draw, followed while it is scrolled. */
export function useRowRange(list: RefObject<HTMLElement | null>, rowHeight: number): RowRange {
	const range = useSignal(around(inView(0, 0, rowHeight)));
	useLayoutEffect(() => {
		const element = list.current;
		if (element === null) return;
		let frame = 0;
		const seen = () => inView(element.scrollTop, element.clientHeight, rowHeight);
		const draw = () => {
			frame = 0;
			const view = seen();
			const wanted = around(view);
			if (isSame(range.peek(), wanted)) return;
			range.value = nearer(range.peek(), wanted, view);
			follow();
		};
		const follow = () => {
			frame ||= requestAnimationFrame(draw);
		};
		// What is in view at first is there at once.
		range.value = around(seen());
		const sized = new ResizeObserver(follow);
		sized.observe(element);
		element.addEventListener("scroll", follow, { passive: true });
		return () => {
			cancelAnimationFrame(frame);
			sized.disconnect();
			element.removeEventListener("scroll", follow);
		};
	}, []);
	return range.value;
}
