/** Which layout fits: as signals, for the few places where another tree is drawn and not only another style. */
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
/** Too narrow for five columns. */
export const isNarrow = media("(max-width: 899px)");
/** List, thread and visitor fit side by side. */
export const isWide = media("(min-width: 1200px)");
