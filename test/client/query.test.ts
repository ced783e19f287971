/** What the dashboard's pages load, without a page: which answer counts, what stays on show, and when it is asked again. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Answer } from "../../dashboard/api.ts";
import { createQuery } from "../../dashboard/look/query.ts";
import { createPages, type Page } from "../../dashboard/ui/pages.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server whose answers a test gives one by one, in any order. */
function server<T>() {
	const requests: {
		signal: AbortSignal;
		answer: (value: T) => Promise<void>;
		fail: (message: string) => Promise<void>;
	}[] = [];
	const fetch = (signal: AbortSignal): Promise<Answer<T>> =>
		new Promise((resolve) => {
			const settle = async (answer: Answer<T>) => {
				resolve(answer);
				await vi.advanceTimersByTimeAsync(0);
			};
			requests.push({
				signal,
				answer: (value) => settle({ ok: true, value }),
				fail: (message) => settle({ ok: false, failure: { status: 500, message, fields: {} } }),
			});
		});
	const request = (index: number) => {
		const one = requests.at(index);
		if (one === undefined) throw new Error(`there was no request ${index}`);
		return one;
	};
	return { requests, fetch, request };
}

test("a query has nothing, then its answer, and keeps that while it loads again", async () => {
	const { fetch, request } = server<string>();
	const query = createQuery(() => fetch);
	void query.reload();
	expect([query.data.value, query.loading.value]).toEqual([null, true]);
	await request(0).answer("one");
	expect([query.data.value, query.loading.value]).toEqual(["one", false]);
	void query.reload();
	expect([query.data.value, query.loading.value]).toEqual(["one", true]);
	await request(1).answer("two");
	expect(query.data.value).toBe("two");
});

test("an answer that a later request has overtaken is dropped, and its request aborted", async () => {
	const { fetch, request } = server<string>();
	const query = createQuery(() => fetch);
	void query.reload();
	void query.reload();
	expect(request(0).signal.aborted).toBe(true);
	await request(1).answer("new");
	await request(0).answer("old");
	expect(query.data.value).toBe("new");
	void query.reload();
	void query.reload();
	await request(2).fail("late");
	expect([query.error.value, query.loading.value]).toEqual([null, true]);
});

test("a failure is told beside what is there, until an answer comes", async () => {
	const { fetch, request } = server<string>();
	const query = createQuery(() => fetch);
	void query.reload();
	await request(0).answer("kept");
	void query.reload();
	await request(1).fail("The server failed.");
	expect([query.data.value, query.error.value?.message]).toEqual(["kept", "The server failed."]);
	void query.reload();
	await request(2).answer("again");
	expect([query.data.value, query.error.value]).toEqual(["again", null]);
});

test("what has been stopped takes no answer, and what is reset forgets", async () => {
	const { fetch, request } = server<string>();
	const query = createQuery(() => fetch);
	void query.reload();
	await request(0).answer("one");
	void query.reload();
	query.stop();
	expect(request(1).signal.aborted).toBe(true);
	await request(1).answer("too late");
	expect([query.data.value, query.loading.value]).toEqual(["one", false]);
	query.reset();
	expect(query.data.value).toBe(null);
});

test("requests that are asked for too soon become one, once it may go out", async () => {
	const { fetch, requests, request } = server<string>();
	const query = createQuery(() => fetch, 3_000);
	const asked = [query.reload(), query.reload()];
	await vi.advanceTimersByTimeAsync(0);
	expect(requests).toHaveLength(1);
	await request(0).answer("one");
	await Promise.all(asked);
	void query.reload();
	void query.reload();
	await vi.advanceTimersByTimeAsync(2_999);
	expect(requests).toHaveLength(1);
	await vi.advanceTimersByTimeAsync(1);
	expect(requests).toHaveLength(2);
	const waiting = query.reload();
	query.stop();
	await waiting;
	await vi.advanceTimersByTimeAsync(10_000);
	expect(requests).toHaveLength(2);
});

type Item = { id: string; name: string };
const item = (id: string, name = id): Item => ({ id, name });

function list() {
	const cursors: (string | null)[] = [];
	const warned: string[] = [];
	const { fetch, requests, request } = server<Page<Item>>();
	const pages = createPages<Item>(
		() => (cursor, signal) => {
			cursors.push(cursor);
			return fetch(signal);
		},
		(message) => warned.push(message),
	);
	const ids = () => pages.items.value?.map(({ id }) => id) ?? null;
	return { pages, ids, cursors, warned, requests, request };
}

test("pages are added by cursor, and an item that two of them have shows once", async () => {
	const { pages, ids, cursors, request } = list();
	void pages.reload();
	await request(0).answer({ items: [item("a"), item("b")], cursor: "b" });
	void pages.more();
	await request(1).answer({ items: [item("b", "again"), item("c")], cursor: null });
	expect(ids()).toEqual(["a", "b", "c"]);
	expect(pages.items.value?.[1]?.name).toBe("b");
	await pages.more();
	expect(cursors).toEqual([null, "b"]);
});

test("the next page is asked for once at a time", async () => {
	const { pages, requests, request } = list();
	await pages.more();
	void pages.reload();
	void pages.more();
	await request(0).answer({ items: [item("a")], cursor: "a" });
	void pages.more();
	void pages.more();
	expect(requests).toHaveLength(2);
});

test("a reload keeps the rows until the first page is here, and takes a page's place that is on its way", async () => {
	const { pages, ids, request } = list();
	void pages.reload();
	await request(0).answer({ items: [item("a"), item("b")], cursor: "b" });
	void pages.more();
	void pages.reload();
	await request(1).answer({ items: [item("c")], cursor: null });
	expect(ids()).toEqual(["a", "b"]);
	await request(2).answer({ items: [item("b"), item("d")], cursor: null });
	expect(ids()).toEqual(["b", "d"]);
	expect(pages.page.value?.cursor).toBe(null);
});

test("a failure stands in the list's place only where there is none, else it is told in passing", async () => {
	const { pages, ids, warned, request } = list();
	void pages.reload();
	await request(0).fail("The server failed.");
	expect([pages.error.value?.message, warned]).toEqual(["The server failed.", []]);
	void pages.reload();
	await request(1).answer({ items: [item("a")], cursor: "a" });
	expect(pages.error.value).toBe(null);
	void pages.more();
	await request(2).fail("You are offline.");
	expect([pages.error.value, warned, ids()]).toEqual([null, ["You are offline."], ["a"]]);
	void pages.more();
	await request(3).answer({ items: [item("b")], cursor: null });
	expect(ids()).toEqual(["a", "b"]);
});

test("a changed item takes its old self's place", async () => {
	const { pages, request } = list();
	void pages.reload();
	await request(0).answer({ items: [item("a"), item("b")], cursor: null });
	pages.replace(item("a", "renamed"));
	expect(pages.items.value).toEqual([item("a", "renamed"), item("b")]);
	pages.reset();
	expect(pages.items.value).toBe(null);
	pages.replace(item("a"));
	expect(pages.items.value).toBe(null);
});
