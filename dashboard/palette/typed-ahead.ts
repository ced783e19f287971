/**
 * What is typed between the key that opens the palette and its text box: the code is still being loaded then, and without
 * this the letters would run commands of the page below, or be lost.
 */
let typed = "";
let onEscape: () => void = () => {};

function collect(event: KeyboardEvent): void {
	if (event.ctrlKey || event.metaKey) return;
	if (event.key === "Escape") onEscape();
	else if (event.key === "Backspace") typed = typed.slice(0, -1);
	else if ([...event.key].length === 1) typed += event.key;
	event.preventDefault();
	event.stopPropagation();
}

export function collectTyping(cancel: () => void): void {
	typed = "";
	onEscape = cancel;
	addEventListener("keydown", collect, { capture: true });
}

/** What was collected, and the end of collecting. */
export function takeTypedAhead(): string {
	const text = typed;
	typed = "";
	removeEventListener("keydown", collect, { capture: true });
	return text;
}
