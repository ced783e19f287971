/** The tab's title: how many wait for a person, then the page. Seen from another tab, it is the dashboard's only voice. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const page = signal("Parley");
const waiting = signal(0);

effect(() => {
	const before = waiting.value > 0 ? `(${waiting.value}) ` : "";
	document.title = `${before}${page.value === "Parley" ? "" : `${page.value} · `}Parley`;
});

/** Null leaves the title to a component further in. */
export function useTitle(name: string | null): void {
	useEffect(() => {
		if (name !== null) page.value = name;
	}, [name]);
}

/** Puts a count before the title for as long as the caller is drawn. */
export function useCountInTitle(count: ReadonlySignal<number>): void {
	useEffect(() => {
		const stop = effect(() => {
			waiting.value = count.value;
		});
		return () => {
			stop();
			waiting.value = 0;
		};
	}, [count]);
}
