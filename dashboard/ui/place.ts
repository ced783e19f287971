/** Where a popover stands. */

const GAP = 4;
const MARGIN = 8;

/** Places a popover below its button, or above it where there is no room, and within the window. */
export function place(popover: HTMLElement, button: HTMLElement, align: "start" | "end"): void {
	const at = button.getBoundingClientRect();
	const { offsetWidth: width, offsetHeight: height } = popover;
	const left = align === "start" ? at.left : at.right - width;
	const below = at.bottom + GAP + height <= innerHeight - MARGIN || at.top < height;
	popover.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN))}px`;
	popover.style.top = `${below ? Math.min(at.bottom + GAP, innerHeight - height - MARGIN) : at.top - GAP - height}px`;
}
