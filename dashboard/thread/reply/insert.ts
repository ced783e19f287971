/** Replaces a part of a text box's text as if it were typed, so that it can be undone by the browser's own key. */
export function replaceText(area: HTMLTextAreaElement, from: number, to: number, text: string): void {
	area.focus();
	area.setSelectionRange(from, to);
	if (document.execCommand("insertText", false, text)) return;
	area.setRangeText(text, from, to, "end");
	area.dispatchEvent(new Event("input", { bubbles: true }));
}
