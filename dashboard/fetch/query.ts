/**
 * Fetching for a page: `useQuery` for one thing, `usePages` (pages.ts) for a list. Both fetch when the page opens, again
 * when the tab is looked at again, and never show an answer that a later request or another page has overtaken. Nothing is
 * cached from page to page. Sending changes is not theirs: that is one call and its answer (api.ts).
 */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Failure } from "../api.ts";

/** One request at a time: a newer one aborts the one before, whose answer then counts for nothing (null). */
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

/** A query without a component, as tests use it; components use `useQuery`. */
export function createQuery<T>(fetcher: () => Fetcher<T>, atMostEveryMs = 0) {
	const data = signal<T | null>(null);
	const error = signal<Failure | null>(null);
	const loading = signal(false);
	const latest = createLatest();
	let begunAt = Number.NEGATIVE_INFINITY;
	let timer: ReturnType<typeof setTimeout> | undefined;
	/** A request that waits until it may go out, for all who asked meanwhile. */
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
		/** Loads again. What was loaded before stays until the answer comes, and also where none comes. */
		reload(): Promise<void> {
			if (atMostEveryMs === 0) return load();
			scheduled ??= new Promise((resolve) => {
				release = resolve;
				timer = setTimeout(() => resolve(load()), Math.max(0, begunAt + atMostEveryMs - Date.now()));
			});
			return scheduled;
		},
		/** Stops, and forgets what was loaded. */
		reset() {
			stop();
			data.value = null;
			error.value = null;
		},
		stop,
	};
}

export type Query<T> = {
	/** Can be set, by the answer to a change of what was loaded. */
	data: Signal<T | null>;
	/** Why the last request failed. What was loaded before it is still there. */
	error: ReadonlySignal<Failure | null>;
	loading: ReadonlySignal<boolean>;
	reload: () => Promise<void>;
};

type Options = {
	/** Values that what is loaded depends on: it is loaded again when one of them changes. */
	on?: readonly unknown[];
	/** The least time between two requests; those that are asked for sooner become one. */
	atMostEveryMs?: number;
};

const nothing: readonly unknown[] = [];

/** `key` says what is loaded; another key starts over. Null loads nothing, and keeps what is there. */
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

/** Loads now and whenever the tab is looked at again. The result ends it. */
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
