/** The dashboard's query, without a browser: which answer counts, what stays shown meanwhile, and when it is loaded again. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createQuery } from "../../dashboard/fetch/query.ts";
import { server } from "./server.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a query is empty, then has its answer, and keeps that while it loads again", async () => {
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

test("an answer that a later request has superseded is dropped, and its request aborted", async () => {
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

test("a failure is shown beside the last answer, until the next one comes", async () => {
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

test("a stopped query takes no answer, and a reset one is empty", async () => {
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

test("requests made too soon after another become one", async () => {
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
