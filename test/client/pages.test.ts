/** The dashboard's paged list, without a browser: its order, its next page, and its failures. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPages, type Page } from "../../dashboard/fetch/pages.ts";
import { server } from "./server.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

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

test("only one request for the next page is made at a time", async () => {
	const { pages, requests, request } = list();
	await pages.more();
	void pages.reload();
	void pages.more();
	await request(0).answer({ items: [item("a")], cursor: "a" });
	void pages.more();
	void pages.more();
	expect(requests).toHaveLength(2);
});

test("a reload keeps the rows until the first page is here, and replaces a pending request for a page", async () => {
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

test("a failure replaces the list only where there is none; otherwise it is a notice", async () => {
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

test("a changed item replaces its old version", async () => {
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
