/**
 * Brings a message of the log into view and marks it for a moment. Until the reader scrolls it stays there, whatever is drawn
 * above it meanwhile, such as pictures. Whoever came by a link has the keyboard at the message too.
 */
import { type RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** As long as the mark takes to fade (message.css). */
const MARKED_MS = 2_600;
const MARGIN_PX = 16;

/** The message with this seq. Where it has no line any more, the next one that has. */
function lineOf(box: HTMLElement, seq: number): HTMLElement | null {
	const lines = [...box.querySelectorAll<HTMLElement>("[data-seq]")];
	return lines.find((line) => Number(line.dataset["seq"]) >= seq) ?? lines.at(-1) ?? null;
}

/** Into the middle, or with its beginning at the top if it is longer than the box. */
function scrollTo(box: HTMLElement, line: HTMLElement): void {
	const { top, height } = line.getBoundingClientRect();
	const above = Math.max(MARGIN_PX, (box.clientHeight - height) / 2);
	box.scrollTop += top - box.getBoundingClientRect().top - above;
}

export function useReveal(box: RefObject<HTMLElement | null>) {
	/** `top`: where it was scrolled to for the line. */
	type Held = { line: HTMLElement | null; top: number; timer?: ReturnType<typeof setTimeout> };
	const [held] = useState<Held>({ line: null, top: 0 });
	useEffect(() => () => clearTimeout(held.timer), []);
	const hold = (element: HTMLElement, line: HTMLElement) => {
		scrollTo(element, line);
		held.line = line;
		held.top = element.scrollTop;
	};
	const unmark = () => {
		clearTimeout(held.timer);
		box.current?.querySelector("[data-found]")?.removeAttribute("data-found");
	};
	return {
		at(seq: number) {
			const element = box.current;
			const line = element && lineOf(element, seq);
			if (!element || !line) return;
			unmark();
			hold(element, line);
			line.setAttribute("data-found", "");
			held.timer = setTimeout(unmark, MARKED_MS);
			if (document.activeElement !== document.body) return;
			line.tabIndex = -1;
			line.focus({ preventScroll: true });
		},
		/** Something may have changed its size. */
		again() {
			if (held.line?.isConnected && box.current) hold(box.current, held.line);
		},
		/** It isn't where it was scrolled to: the reader has gone on. */
		scrolled() {
			if (box.current && Math.abs(box.current.scrollTop - held.top) > 1) held.line = null;
		},
	};
}
