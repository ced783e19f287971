/** Loading something for a page: the latest answer, what went wrong, and loading again when the page is looked at. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Answer, Failure } from "../api.ts";

export type Loaded<T> = {
	value: Signal<T | null>;
	failure: Signal<Failure | null>;
	reload: () => Promise<void>;
};

/** `key` says what is loaded; another key starts over. Null loads nothing. */
export function useLoaded<T>(key: string | null, load: () => Promise<Answer<T>>): Loaded<T> {
	const value = useSignal<T | null>(null);
	const failure = useSignal<Failure | null>(null);
	const latest = useRef({ key, load, round: 0 });
	latest.current.load = load;

	const reload = async () => {
		const round = ++latest.current.round;
		const answer = await latest.current.load();
		// A later request, or another page, has taken its place.
		if (round !== latest.current.round) return;
		if (answer.ok) {
			value.value = answer.value;
			failure.value = null;
		} else failure.value = answer.failure;
	};
	useEffect(() => {
		value.value = null;
		failure.value = null;
		latest.current.round++;
		if (key === null) return;
		void reload();
		const onShow = () => {
			if (document.visibilityState === "visible") void reload();
		};
		document.addEventListener("visibilitychange", onShow);
		return () => document.removeEventListener("visibilitychange", onShow);
	}, [key]);
	return { value, failure, reload };
}
