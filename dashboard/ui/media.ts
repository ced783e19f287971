/** Media queries as signals, for the few components that render other elements, and not only other styles, by width. */
import { type ReadonlySignal, signal } from "@preact/signals";

function media(query: string): ReadonlySignal<boolean> {
	const list = matchMedia(query);
	const result = signal(list.matches);
	list.addEventListener("change", () => {
		result.value = list.matches;
	});
	return result;
}

export const isPhone = media("(max-width: 699px)");
/** True: the window is too narrow for the table's five columns. */
export const isNarrow = media("(max-width: 899px)");
/** True: list, thread and visitor's details fit side by side. */
export const isWide = media("(min-width: 1200px)");
