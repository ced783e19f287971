/** The tab's title: how many wait for a person, then the page. Seen from another tab, it is the dashboard's only voice. */
import { computed, effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { tallies } from "../conversations/inbox.ts";
import { count } from "../conversations/list.ts";
import { defaultFilter } from "../conversations/views.ts";

const page = signal("Parley");

export const waitingCount = computed(() => count(tallies.value, { ...defaultFilter, handler: "waiting" }));

effect(() => {
	const waiting = waitingCount.value;
	document.title = `${waiting > 0 ? `(${waiting}) ` : ""}${page.value === "Parley" ? "" : `${page.value} · `}Parley`;
});

/** Null leaves the title to a component further in. */
export function useTitle(name: string | null): void {
	useEffect(() => {
		if (name !== null) page.value = name;
	}, [name]);
}
