/** Where a character of a text box is on the screen. Browsers don't tell, so the text is laid out once more, unseen. */

/** What decides where a line breaks. */
const COPIED = [
	"font",
	"letterSpacing",
	"lineHeight",
	"padding",
	"border",
	"textIndent",
	"tabSize",
	"direction",
	"boxSizing",
] as const;

/** The left edge and the top of the line of the character at `index`, in the window. */
export function caretOf(area: HTMLTextAreaElement, index: number): { left: number; top: number } {
	const copy = document.createElement("div");
	const look = getComputedStyle(area);
	for (const name of COPIED) copy.style[name] = look[name];
	Object.assign(copy.style, {
		position: "absolute",
		visibility: "hidden",
		whiteSpace: "pre-wrap",
		overflowWrap: "break-word",
		width: `${area.clientWidth}px`,
	});
	copy.textContent = area.value.slice(0, index);
	const mark = document.createElement("span");
	// A character, so that the mark has a place of its own and breaks where the character would.
	mark.textContent = area.value.slice(index, index + 1) || ".";
	copy.append(mark);
	document.body.append(copy);
	const { offsetLeft, offsetTop } = mark;
	copy.remove();
	const box = area.getBoundingClientRect();
	return { left: box.left + offsetLeft, top: box.top + offsetTop - area.scrollTop };
}
