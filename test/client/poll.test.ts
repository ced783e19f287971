/** The fallback where sockets are blocked: the client polls and posts, each message once, until a socket opens. */
import { expect, vi } from "vitest";
import type { EntryPage } from "../../src/protocol/conversation/details.ts";
import type { HttpAnswer, ThreadHttp } from "../../client/http.ts";
import { requests } from "../../client/request.ts";
import type { Entry } from "../../src/protocol/conversation/entry.ts";
import { CloseCode } from "../../src/protocol/limits.ts";
import { readers } from "../../widget/chat/session/wire.ts";
import { FakeSocket } from "./world.ts";
import { test, silentHttp, welcome, message, state, seqs, sends, blockSockets } from "./thread-stage.ts";

/** Makes `AbortSignal.timeout` use the fake timers, which the real one ignores. */
const limitsByTestClock = () =>
	vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
		const limit = new AbortController();
		setTimeout(() => limit.abort(), ms);
		return limit.signal;
	});

const neverAnswered = (signal: AbortSignal | null | undefined) =>
	new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));

test("where sockets are blocked it polls and posts, each message once, and goes back to a socket that works", async ({
	start,
}) => {
	const posted: unknown[] = [];
	const log: Entry[] = [];
	const page = (): HttpAnswer<EntryPage> => ({
		ok: true,
		value: { entries: [...log], more: false, state, seq: log.at(-1)?.seq ?? 0 },
	});
	const http: ThreadHttp = {
		page: () => Promise.resolve(page()),
		frame: (frame) => {
			posted.push(frame);
			const id = "id" in frame ? frame.id : "";
			const entry = message(log.length + 1, { kind: "visitor" }, id);
			log.push(entry);
			return Promise.resolve({
				ok: true,
				value: [
					{ type: "entries", entries: [entry], state, seq: entry.seq },
					{ type: "ack", id, seq: entry.seq, at: entry.at },
				],
			});
		},
	};
	const { thread } = await start({ http });
	thread.send("a");
	thread.send("b");
	await blockSockets();
	expect(thread.view.connection).toBe("open");
	expect(posted).toMatchObject([{ text: "a" }, { text: "b" }]);
	log.push(message(3, { kind: "ai" }));
	await vi.advanceTimersByTimeAsync(3_000);
	expect(seqs(thread)).toEqual([1, 2, 3]);
	FakeSocket.last.open();
	FakeSocket.last.hear(welcome({ seq: 3 }));
	expect(sends()).toEqual([]);
	expect(thread.view.unsent).toEqual([]);
});

test("a poll that missed too much starts again from the latest page, without a gap", async ({ start }) => {
	let page: EntryPage = { entries: [message(1)], more: false, state, seq: 1 };
	const asked: unknown[] = [];
	const http: ThreadHttp = {
		...silentHttp,
		page: (query) => {
			asked.push(query);
			return Promise.resolve({ ok: true, value: page });
		},
	};
	const { thread } = await start({ http });
	await blockSockets();
	page = { entries: [message(300), message(301)], more: true, state, seq: 301 };
	await vi.advanceTimersByTimeAsync(3_000);
	expect(asked).toEqual([{ before: Number.MAX_SAFE_INTEGER }, { since: 1 }]);
	expect(seqs(thread)).toEqual([300, 301]);
	expect(thread.view.older).toBe(true);
});

test("a message that HTTP lost is posted again when polling works", async ({ start }) => {
	let up = false;
	const posted: unknown[] = [];
	const http: ThreadHttp = {
		page: () => Promise.resolve({ ok: true, value: { entries: [], more: false, state: null, seq: 0 } }),
		frame: (frame) => {
			posted.push(frame);
			const id = "id" in frame ? frame.id : "";
			return Promise.resolve(up ? { ok: true, value: [{ type: "ack", id, seq: 1, at: 1 }] } : { ok: false, status: 0 });
		},
	};
	const { thread } = await start({ http });
	await blockSockets();
	thread.send("a");
	await vi.advanceTimersByTimeAsync(0);
	up = true;
	await vi.advanceTimersByTimeAsync(3_000);
	expect(posted).toHaveLength(2);
	expect(posted[0]).toEqual(posted[1]);
});

test("a request that is never answered is given up on, and polling goes on", async ({ start }) => {
	limitsByTestClock();
	let silent = true;
	const page: EntryPage = { entries: [message(1)], more: false, state, seq: 1 };
	const posted: unknown[] = [];
	vi.stubGlobal("fetch", (_url: string, { method, body, signal }: RequestInit) => {
		if (silent) return neverAnswered(signal);
		if (method === "POST") posted.push(body);
		return Promise.resolve(Response.json(method === "POST" ? { frames: [] } : page));
	});
	const { thread } = await start({ http: requests("https://parley.example", () => ({}), readers) });
	await blockSockets();
	thread.send("a");
	silent = false;
	await vi.advanceTimersByTimeAsync(60_000);
	expect(thread.view.connection).toBe("open");
	expect(seqs(thread)).toEqual([1]);
	expect(posted).toHaveLength(1);
});

test("a message whose post is never answered is posted again", async ({ start }) => {
	limitsByTestClock();
	const page: EntryPage = { entries: [], more: false, state: null, seq: 0 };
	const posted: unknown[] = [];
	vi.stubGlobal("fetch", (_url: string, { method, body, signal }: RequestInit) => {
		if (method !== "POST") return Promise.resolve(Response.json(page));
		posted.push(body);
		return neverAnswered(signal);
	});
	const { thread } = await start({ http: requests("https://parley.example", () => ({}), readers) });
	await blockSockets();
	thread.send("a");
	await vi.advanceTimersByTimeAsync(60_000);
	expect(posted.length).toBeGreaterThan(1);
	expect(new Set(posted).size).toBe(1);
});

test("a token refused over HTTP is reported like one refused on a socket", async ({ start }) => {
	const http: ThreadHttp = { ...silentHttp, page: () => Promise.resolve({ ok: false, status: 401 }) };
	const { refused } = await start({ http });
	await blockSockets();
	expect(refused).toEqual([CloseCode.unauthorized]);
});

test("where sockets are blocked and the token has to be renewed, it polls again with the new one", async ({
	start,
}) => {
	let good = false;
	let looks = 0;
	const page: EntryPage = { entries: [message(1)], more: false, state, seq: 1 };
	const http: ThreadHttp = {
		...silentHttp,
		page: () => {
			looks++;
			return Promise.resolve<HttpAnswer<EntryPage>>(good ? { ok: true, value: page } : { ok: false, status: 401 });
		},
	};
	const { thread, refused } = await start({ http });
	await blockSockets();
	expect(refused).toEqual([CloseCode.unauthorized]);
	good = true;
	thread.retryNow();
	await vi.advanceTimersByTimeAsync(0);
	await blockSockets();
	expect(looks).toBeGreaterThan(1);
	expect(seqs(thread)).toEqual([1]);
	expect(thread.view.connection).toBe("open");
});
