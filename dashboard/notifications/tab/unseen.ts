/**
 * The number of things that the member was told of and hasn't seen, for the tab's title and icon: the conversations that wait,
 * unless they want no count of these, and the others that a notice told of.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";

/** False: the member wants no count of who waits. */
export const countsWaiting = signal(true);

/** What notices told of and isn't seen, by conversation or by the notice's id. Who waits isn't in it. */
export const unseen = signal<ReadonlySet<string>>(new Set());

export function addUnseen(topic: string): void {
	unseen.value = new Set([...unseen.peek(), topic]);
}

export function removeUnseen(topic: string): void {
	if (unseen.peek().has(topic)) unseen.value = new Set([...unseen.peek()].filter((one) => one !== topic));
}

export const unseenCount = (waiting: ReadonlySignal<number>): ReadonlySignal<number> =>
	computed(() => (countsWaiting.value ? waiting.value : 0) + unseen.value.size);

/** True after the member's first reply in this browser: from then on they may be asked whether notifications are welcome. */
export const hasReplied = signal(false);
