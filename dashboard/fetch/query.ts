/**
 * Hooks that load data: `useQuery` for one object, `usePages` (pages.ts) for a list. Both load when the component mounts and
 * when the tab becomes visible again, and drop an answer that a later request has overtaken. They cache nothing between
 * pages, and send no changes: those are plain calls (api.ts).
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Failure } from "../api.ts";

/** Runs one request at a time: a new one aborts the one before, which then resolves to null. */
export function createLatest() {
	let current = new AbortController();
	return {
		async run<T>(fetch: (signal: AbortSignal) => Promise<Answer<T>>): Promise<Answer<T> | null> {
			current.abort();
			const mine = new AbortController();
			current = mine;
			const answer = await fetch(mine.signal);
			return mine.signal.aborted ? null : answer;
		},
		abort: () => current.abort(),
	};
}

export type Fetcher<T> = (signal: AbortSignal) => Promise<Answer<T>>;

/** A query outside a component, for tests; components use `useQuery`. */
export function createQuery<T>(fetcher: () => Fetcher<T>, atMostEveryMs = 0) {
	const data = signal<T | null>(null);
	const error = signal<Failure | null>(null);
	const loading = signal(false);
	const latest = createLatest();
	let begunAt = Number.NEGATIVE_INFINITY;
	let timer: ReturnType<typeof setTimeout> | undefined;
	/** A throttled request that waits to be sent, shared by all callers until then. */
	let scheduled: Promise<void> | null = null;
	let release = () => {};

	const load = async () => {
		scheduled = null;
		begunAt = Date.now();
		loading.value = true;
		const answer = await latest.run(fetcher());
		if (answer === null) return;
		loading.value = false;
		if (answer.ok) {
			data.value = answer.value;
			error.value = null;
		} else error.value = answer.failure;
	};
	const stop = () => {
		clearTimeout(timer);
		release();
		scheduled = null;
		latest.abort();
		loading.value = false;
	};
	return {
		data,
		error,
		loading,
		/** Loads again. The previous data stays until the answer arrives, and also if the request fails. */
		reload(): Promise<void> {
			if (atMostEveryMs === 0) return load();
			scheduled ??= new Promise((resolve) => {
				release = resolve;
				timer = setTimeout(() => resolve(load()), Math.max(0, begunAt + atMostEveryMs - Date.now()));
			});
			return scheduled;
		},
		/** Aborts any request and clears the data. */
		reset() {
			stop();
			data.value = null;
			error.value = null;
		},
		stop,
	};
}

export type Query<T> = {
	/** The loaded data. Callers may set it, with the answer to a change. */
	data: Signal<T | null>;
	/** Why the last request failed. The data loaded before it stays. */
	error: ReadonlySignal<Failure | null>;
	loading: ReadonlySignal<boolean>;
	reload: () => Promise<void>;
};

type Options = {
	/** Dependencies: the data is loaded again when one of them changes. */
	on?: readonly unknown[];
	/** The least time between two requests, in ms. Requests within it are merged into one. */
	atMostEveryMs?: number;
};

const nothing: readonly unknown[] = [];

/** Loads data. `key` identifies it; another key starts over. A null key loads nothing and keeps the data. */
export function useQuery<T>(key: string | null, fetcher: Fetcher<T>, options: Options = {}): Query<T> {
	const { on = nothing, atMostEveryMs } = options;
	const latest = useRef(fetcher);
	latest.current = fetcher;
	const [query] = useState(() => createQuery<T>(() => latest.current, atMostEveryMs));
	const last = useRef(key);

	useEffect(() => {
		if (key === null) return;
		if (last.current !== null && last.current !== key) query.reset();
		last.current = key;
		return whileShown(query.reload, query.stop);
	}, [key]);

	const isFirst = useRef(true);
	useEffect(() => {
		if (!isFirst.current && key !== null) void query.reload();
		isFirst.current = false;
	}, on);
	return query;
}

/** Loads now and whenever the tab becomes visible. Returns the function that ends it. */
export function whileShown(load: () => unknown, stop: () => void): () => void {
	const onShow = () => {
		if (document.visibilityState === "visible") load();
	};
	load();
	document.addEventListener("visibilitychange", onShow);
	return () => {
		document.removeEventListener("visibilitychange", onShow);
		stop();
	};
}
