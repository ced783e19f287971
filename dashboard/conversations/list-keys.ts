/**
 * Hooks for keyboard navigation and scrolling of the list. Arrow keys, j and k move the focus between rows; after a thread
 * is closed, the focus and the scroll position return; the list doesn't reorder under the pointer or while it is scrolled
 * away from its top; the next page is loaded near the end.
 */
import { useSignal } from "@preact/signals";
import { type RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useInbox } from "../shell/inbox-context.tsx";
import { listCommands } from "../shell/commands/list-commands.ts";
import { useCommands } from "../shell/commands/use-commands.tsx";

/** A row's link; null where the row isn't drawn. */
const linkOf = (list: HTMLElement | null, id: string | null): HTMLElement | null =>
	id === null ? null : (list?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] a.cover`) ?? null);

/** The row that last had the focus, in this list or in the one that a thread replaced. */
let lastFocused: string | null = null;

/** The last position of that row in a list. Closing a conversation removes the row, but its position is still known. */
let lastPlace = 0;

/** The scroll position of the full-width list when a thread replaced it, and the list's filter. */
let left = { filter: "", top: 0 };

/** Keyboard navigation. `openId`: the conversation open beside the list, where moving starts. `filter` identifies the list. */
export function useListKeys(list: RefObject<HTMLElement | null>, openId: string | null, filter: string) {
	const { shown } = useInbox();
	const current = useSignal<string | null>(openId ?? lastFocused);
	const focused = useRef(false);
	/** The row that is to have the focus once it is drawn. */
	const wanted = useRef<string | null>(null);

	const begun = useRef(false);
	useLayoutEffect(() => {
		const element = list.current;
		// Beside a thread the open conversation must be in view, not the last scroll position.
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
		// Opening or closing a thread replaces the list, which removes the focused row.
		if (lastFocused === null || document.activeElement !== document.body) return;
		linkOf(list.current, openId ?? lastFocused)?.focus();
	}, [filter]);

	useLayoutEffect(() => {
		const link = linkOf(list.current, wanted.current);
		if (link === null) return;
		wanted.current = null;
		link.focus();
	});

	/** Gives the row with that number the focus, or the one nearest to it; returns its id. */
	const focusRow = (number: number): string | null => {
		const all = shown.peek();
		const id = all[Math.max(0, Math.min(all.length - 1, number))] ?? null;
		const link = linkOf(list.current, id);
		if (link !== null) link.focus();
		else {
			// It is far from what is in view. The current row is drawn wherever it is.
			wanted.current = id;
			current.value = id;
		}
		return id;
	};
	const move = (by: number) => {
		const at = shown.peek().indexOf(current.peek() ?? "");
		// If the row is gone, the row after it is now at its position.
		return focusRow(at === -1 ? lastPlace + Math.min(0, by) : !hasFocus() && openId === null ? at : at + by);
	};
	const hasFocus = () => list.current?.contains(document.activeElement) === true;
	useCommands(listCommands, {
		isEmpty: () => shown.peek().length === 0,
		move: (by) => void move(by),
		toFirst: () => void focusRow(0),
		toLast: () => void focusRow(shown.peek().length - 1),
		hasArrows: () => openId === null || hasFocus(),
		hasFocus,
	});

	const order = shown.value;
	useLayoutEffect(() => {
		const at = order.indexOf(current.peek() ?? "");
		if (at !== -1) lastPlace = at;
	}, [order, current.value]);

	// A row that moves is removed from the DOM and inserted again, which loses its focus.
	useLayoutEffect(() => {
		if (!focused.current || list.current?.contains(document.activeElement) === true) return;
		if (document.activeElement !== document.body) return;
		linkOf(list.current, current.peek())?.focus({ preventScroll: true });
	}, [order]);

	const currentId =
		current.value !== null && order.includes(current.value) ? current.value : (openId ?? order[0] ?? null);
	return {
		currentId,
		/** Moves the focus by so many rows; returns the id of the row that has it then. */
		move,
		/** Must be called by a row that gets the focus. */
		focusOn: (id: string) => {
			current.value = id;
			lastFocused = id;
			focused.current = true;
		},
		onFocusOut: (event: FocusEvent) => {
			// A row that is being moved loses the focus without a new target; only with one has the focus left the list.
			if (event.relatedTarget !== null) focused.current = false;
		},
	};
}

const NEAR_END_PX = 600;

/** Keeps the order of the list while pointer or focus is in it or it is scrolled, and loads the next page near the end. */
export function useStillness(list: RefObject<HTMLElement | null>): void {
	const { holdStill, more, shown } = useInbox();
	useEffect(() => {
		const element = list.current;
		if (element === null) return;
		let pointed = false;
		let focused = element.contains(document.activeElement);
		const weigh = () => holdStill(pointed || focused || element.scrollTop > 8);
		// A row that is being moved loses the focus for a moment. In a window that is left, nobody is about to press a key.
		const focus = () =>
			void setTimeout(() => {
				if (!element.isConnected) return;
				focused = document.hasFocus() && element.contains(document.activeElement);
				weigh();
			});
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
		element.addEventListener("focusin", focus);
		element.addEventListener("focusout", focus);
		return () => {
			element.removeEventListener("focusin", focus);
			element.removeEventListener("focusout", focus);
			element.removeEventListener("pointerenter", over);
			element.removeEventListener("pointermove", over);
			element.removeEventListener("pointerleave", over);
			element.removeEventListener("scroll", scrolled);
			holdStill(false);
		};
	}, []);
	// If the first page doesn't fill the window there is no scrolling, so the next page is loaded at once.
	const order = shown.value;
	useEffect(() => {
		const element = list.current;
		if (element !== null && element.scrollHeight - element.clientHeight < NEAR_END_PX) more();
	}, [order]);
}
