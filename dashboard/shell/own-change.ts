/** When the member last changed conversations from this tab. What they do themselves moves the list at once, even under the pointer. */
import { type ReadonlySignal, signal } from "@preact/signals";

const at = signal(0);

/** ms since 1970. */
export const ownChange: ReadonlySignal<number> = at;

export function changedHere(): void {
	at.value = Date.now();
}
