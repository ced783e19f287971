/** The tab's title: the number of conversations that wait for a person, then the page. It is all that is visible from another tab. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const page = signal("Parley");
const waiting = signal(0);

effect(() => {
	const before = waiting.value > 0 ? `(${waiting.value}) ` : "";
	document.title = `${before}${page.value === "Parley" ? "" : `${page.value} · `}Parley`;
});

/** Sets the page's title while the component is mounted. Null leaves the title to a nested component. */
export function useTitle(name: string | null): void {
	useEffect(() => {
		if (name !== null) page.value = name;
	}, [name]);
}

/** Puts a count before the title while the component is mounted. */
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
