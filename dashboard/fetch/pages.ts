/**
 * Lists that the server returns in pages, by cursor: the first page, and more on scrolling. `usePages` is the hook; query.ts
 * decides which request counts. An item of two pages is shown once. A failure replaces the list only if nothing is loaded
 * yet: the loaded rows are more useful than an error about the next page.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Failure } from "../api.ts";
import { createLatest, whileShown } from "./query.ts";
import { warn } from "../ui/toast.tsx";

/** `Extra`: further fields of a page, such as the total. */
export type Page<Item, Extra = unknown> = Extra & { items: readonly Item[]; cursor: string | null };

export type PageFetcher<Item, Extra> = (
	cursor: string | null,
	signal: AbortSignal,
) => Promise<Answer<Page<Item, Extra>>>;

/** A paged list outside a component, for tests; components use `usePages`. */
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
		/** Loads the first page again. The rows stay until it has arrived. */
		reload: () => load(null),
		async more() {
			const cursor = page.value?.cursor ?? null;
			if (cursor !== null && !loading.value) await load(cursor);
		},
		/** Replaces an item with its changed version. */
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
	/** Null until the first page has arrived. */
	items: ReadonlySignal<readonly Item[] | null>;
	/** The latest page. Its cursor is null at the end of the list. */
	page: ReadonlySignal<Page<Item, Extra> | null>;
	error: ReadonlySignal<Failure | null>;
	loading: ReadonlySignal<boolean>;
	reload: () => Promise<void>;
	more: () => Promise<void>;
	replace: (item: Item) => void;
};

type Options = {
	/** The search text. After a change, the rows stay until the new search's first page has arrived. */
	search: string;
	/** How long a search waits for further typing before it is sent, in ms. */
	debounceMs?: number;
	/** Whether the list may be loaded again when the tab becomes visible. `count`: the number of rows shown. */
	mayReload: (count: number) => boolean;
};

/** A paged list. `key` identifies the list; another key starts over. */
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
