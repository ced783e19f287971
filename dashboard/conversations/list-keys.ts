/**
 * How the list is moved in and kept still. Arrow keys, j and k move from line to line; who comes back from a thread is
 * where they left; the list doesn't reorder under the pointer or while it is scrolled away from its top; the next page
 * is fetched as its end comes near.
 */
import { useSignal } from "@preact/signals";
import { type RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useInbox } from "../shell/inbox-context.tsx";
import { listCommands } from "../shell/commands/list-commands.ts";
import { useCommands } from "../shell/commands/use-commands.tsx";

const links = (list: HTMLElement | null): HTMLElement[] => [...(list?.querySelectorAll<HTMLElement>("a.cover") ?? [])];

const idOf = (link: Element | null | undefined): string | null =>
	link?.closest<HTMLElement>("[data-id]")?.dataset["id"] ?? null;

/** The line that had the focus last, in this list or in the one a thread has replaced. */
let lastFocused: string | null = null;

/** Where that line stood when it was last in a list: closing a conversation takes it out. */
let lastPlace = 0;

/** How far the list that stood alone was scrolled, and what it showed. */
let left = { filter: "", top: 0 };

/** `openId` is the conversation on show beside the list: moving starts there. `filter` tells one list from another. */
export function useListKeys(list: RefObject<HTMLElement | null>, openId: string | null, filter: string) {
	const { shown } = useInbox();
	const current = useSignal<string | null>(openId ?? lastFocused);
	const focused = useRef(false);

	const begun = useRef(false);
	useLayoutEffect(() => {
		const element = list.current;
		// Beside a thread it is the open conversation that has to be in view.
		if (element === null || openId !== null) return;
		if (!begun.current && left.filter === filter) element.scrollTop = left.top;
		const onScroll = () => {
			left = { filter, top: element.scrollTop };
		};
		element.addEventListener("scroll", onScroll, { passive: true });
		return () => element.removeEventListener("scroll", onScroll);
	}, [filter]);

	useEffect(() => {
		if (begun.current) {
			lastPlace = 0;
			list.current?.scrollTo({ top: 0 });
			return;
		}
		begun.current = true;
		// Opening a thread and closing it replace the list, and with it the line that had the focus.
		if (lastFocused === null || document.activeElement !== document.body) return;
		links(list.current)
			.find((link) => idOf(link) === (openId ?? lastFocused))
			?.focus();
	}, [filter]);

	const move = (by: number) => {
		const all = links(list.current);
		const at = all.findIndex((link) => idOf(link) === current.peek());
		// The line after one that is gone has taken its place.
		const to = at === -1 ? lastPlace + Math.min(0, by) : !hasFocus() && openId === null ? at : at + by;
		all[Math.max(0, Math.min(all.length - 1, to))]?.focus();
	};
	const hasFocus = () => list.current?.contains(document.activeElement) === true;
	useCommands(listCommands, {
		isEmpty: () => links(list.current).length === 0,
		move,
		toFirst: () => links(list.current)[0]?.focus(),
		toLast: () => links(list.current).at(-1)?.focus(),
		hasArrows: () => openId === null || hasFocus(),
		hasFocus,
	});

	const order = shown.value;
	useLayoutEffect(() => {
		const at = order.indexOf(current.peek() ?? "");
		if (at !== -1) lastPlace = at;
	}, [order, current.value]);

	// A line that moves is taken out of the page and put back, which loses its focus.
	useLayoutEffect(() => {
		if (!focused.current || list.current?.contains(document.activeElement) === true) return;
		if (document.activeElement !== document.body) return;
		links(list.current)
			.find((link) => idOf(link) === current.peek())
			?.focus({ preventScroll: true });
	}, [order]);

	const currentId =
		current.value !== null && order.includes(current.value) ? current.value : (openId ?? order[0] ?? null);
	return {
		currentId,
		/** For every line: it has the focus now. */
		focusOn: (id: string) => {
			current.value = id;
			lastFocused = id;
			focused.current = true;
		},
		onFocusOut: (event: FocusEvent) => {
			// Taken out while being moved: no new target. A press elsewhere has one, or leaves the window.
			if (event.relatedTarget !== null) focused.current = false;
		},
	};
}

const NEAR_END_PX = 600;

/** Keeps the list still while it is pointed at or scrolled, and pages in what comes next. */
export function useStillness(list: RefObject<HTMLElement | null>): void {
	const { holdStill, more, shown } = useInbox();
	useEffect(() => {
		const element = list.current;
		if (element === null) return;
		let pointed = false;
		const weigh = () => holdStill(pointed || element.scrollTop > 8);
		const over = (event: PointerEvent) => {
			pointed = event.type !== "pointerleave" && event.pointerType === "mouse";
			weigh();
		};
		const scrolled = () => {
			weigh();
			if (element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX) more();
		};
		element.addEventListener("pointerenter", over);
		element.addEventListener("pointermove", over);
		element.addEventListener("pointerleave", over);
		element.addEventListener("scroll", scrolled, { passive: true });
		return () => {
			element.removeEventListener("pointerenter", over);
			element.removeEventListener("pointermove", over);
			element.removeEventListener("pointerleave", over);
			element.removeEventListener("scroll", scrolled);
			holdStill(false);
		};
	}, []);
	// A first page that doesn't fill the window can't be scrolled.
	const order = shown.value;
	useEffect(() => {
		const element = list.current;
		if (element !== null && element.scrollHeight - element.clientHeight < NEAR_END_PX) more();
	}, [order]);
}
