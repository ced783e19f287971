/**
 * A list that the server hands out page by page, by cursor: the first page, then more as one scrolls. `usePages` is the
 * hook; what is a request and when one counts is query.ts. An item that two pages have shows once. A failure is told in
 * place of the list only where there is none yet: rows that are there are worth more than the news that the next failed.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Failure } from "../api.ts";
import { createLatest, whileShown } from "./query.ts";
import { warn } from "../ui/toast.tsx";

/** `Extra` is what a page says besides: how many there are in all. */
export type Page<Item, Extra = unknown> = Extra & { items: readonly Item[]; cursor: string | null };

export type PageFetcher<Item, Extra> = (
	cursor: string | null,
	signal: AbortSignal,
) => Promise<Answer<Page<Item, Extra>>>;

/** A list without a component, as tests use it; components use `usePages`. */
export function createPages<Item extends { id: string }, Extra = unknown>(
	fetcher: () => PageFetcher<Item, Extra>,
	onError: (message: string) => void,
) {
	const items = signal<readonly Item[] | null>(null);
	const page = signal<Page<Item, Extra> | null>(null);
	const error = signal<Failure | null>(null);
	const loading = signal(false);
	const latest = createLatest();

	const load = async (cursor: string | null) => {
		loading.value = true;
		const answer = await latest.run((abort) => fetcher()(cursor, abort));
		if (answer === null) return;
		loading.value = false;
		if (!answer.ok) {
			if (items.value === null) error.value = answer.failure;
			else onError(answer.failure.message);
			return;
		}
		error.value = null;
		const before = cursor === null ? [] : (items.value ?? []);
		const there = new Set(before.map(({ id }) => id));
		page.value = answer.value;
		items.value = [...before, ...answer.value.items.filter(({ id }) => !there.has(id))];
	};
	const stop = () => {
		latest.abort();
		loading.value = false;
	};
	return {
		items,
		page,
		error,
		loading,
		/** Loads the first page again. The rows stay until it is here. */
		reload: () => load(null),
		async more() {
			const cursor = page.value?.cursor ?? null;
			if (cursor !== null && !loading.value) await load(cursor);
		},
		/** Puts a changed item in its place. */
		replace(item: Item) {
			items.value = items.value?.map((each) => (each.id === item.id ? item : each)) ?? null;
		},
		reset() {
			stop();
			items.value = null;
			page.value = null;
			error.value = null;
		},
		stop,
	};
}

export type Pages<Item, Extra = unknown> = {
	/** Null until the first page is here. */
	items: ReadonlySignal<readonly Item[] | null>;
	/** The page that came last: its cursor is null where the list ends. */
	page: ReadonlySignal<Page<Item, Extra> | null>;
	error: ReadonlySignal<Failure | null>;
	loading: ReadonlySignal<boolean>;
	reload: () => Promise<void>;
	more: () => Promise<void>;
	replace: (item: Item) => void;
};

type Options = {
	/** What is searched for. Another search keeps the rows on show until its first page is here. */
	search: string;
	/** How long a search waits for the next letter before it is sent. */
	debounceMs?: number;
	/** Asked when the tab is looked at again, with how many are shown: who reads further down isn't disturbed. */
	mayReload: (count: number) => boolean;
};

/** `key` says what is listed; another key starts over. */
export function usePages<Item extends { id: string }, Extra = unknown>(
	key: string,
	fetcher: PageFetcher<Item, Extra>,
	{ search, debounceMs = 0, mayReload }: Options,
): Pages<Item, Extra> {
	const latest = useRef({ fetcher, mayReload });
	latest.current = { fetcher, mayReload };
	const [pages] = useState(() => createPages<Item, Extra>(() => latest.current.fetcher, warn));
	const last = useRef<string | null>(null);

	useEffect(() => {
		const starts = last.current !== key;
		if (starts && last.current !== null) pages.reset();
		last.current = key;
		let end = () => {};
		const begin = () => {
			let isFirst = true;
			end = whileShown(() => {
				if (isFirst || latest.current.mayReload(pages.items.peek()?.length ?? 0)) void pages.reload();
				isFirst = false;
			}, pages.stop);
		};
		const timer = starts || debounceMs === 0 ? undefined : setTimeout(begin, debounceMs);
		if (timer === undefined) begin();
		return () => {
			clearTimeout(timer);
			end();
		};
	}, [key, search]);
	return pages;
}
