/** Where a thread leads once its reader has closed or snoozed the conversation: a setting of this browser. */
import { effect, signal } from "@preact/signals";
import type { MenuItem } from "../ui/menu.tsx";
import { recall, remember } from "../ui/stored.ts";

const KEY = "after-closing";

const names = {
	next: "Next conversation of the view",
	stay: "Stay in the conversation",
	list: "Back to the list",
} as const;
type AfterClosing = keyof typeof names;

const isKnown = (text: string | null): text is AfterClosing => text !== null && text in names;

const stored = recall(KEY);
const afterClosing = signal<AfterClosing>(isKnown(stored) ? stored : "next");
effect(() => remember(KEY, afterClosing.value === "next" ? null : afterClosing.value));

export const afterClosingItems = (): MenuItem[] => [
	{ head: "After closing" },
	...(["next", "stay", "list"] as const).map((one) => ({
		name: names[one],
		checked: afterClosing.value === one,
		run: () => void (afterClosing.value = one),
	})),
];

/**
 * The page to go to, to be asked for before the conversation leaves the list; null: stay. `back`: the list's address, with its
 * filter. `order`: the conversations of the list. After the last one comes the one before it.
 */
export function pageAfterClosing(id: string, back: string, order: readonly string[]): string | null {
	if (afterClosing.peek() === "stay") return null;
	const at = order.indexOf(id);
	const next = at === -1 ? undefined : (order[at + 1] ?? order[at - 1]);
	if (afterClosing.peek() === "list" || next === undefined) return back;
	const [path = "", query] = back.split("?");
	return `${path}/${encodeURIComponent(next)}${query === undefined ? "" : `?${query}`}`;
}
