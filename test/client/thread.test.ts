import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EntryPage } from "../../src/protocol/conversation/details.ts";
import type { HttpAnswer, ThreadHttp } from "../../client/http.ts";
import { LOG_LIMIT, merge, trim } from "../../client/log.ts";
import { localOutbox, memoryOutbox } from "../../client/outbox/outbox.ts";
import { requests } from "../../client/request.ts";
import { Thread } from "../../client/thread.ts";
import type { ConversationState, Entry, Message } from "../../src/protocol/conversation/entry.ts";
import type { ServerFrame } from "../../src/protocol/conversation/frames.ts";
import { CloseCode, SUBPROTOCOL } from "../../src/protocol/limits.ts";
import { readers } from "../../widget/chat/session/wire.ts";
import { endWorld, fakeStorage, FakeSocket, world } from "./world.ts";

beforeEach(() => {
	world();
});
afterEach(() => {
	for (const thread of open.splice(0)) thread.close();
	endWorld();
});

const open: Thread[] = [];

const state: ConversationState = {
	status: "open",
	handler: "ai",
	assignee: null,
	offered: false,
	visitorReadSeq: 0,
	teamReadSeq: 0,
	email: null,
};
const message = (seq: number, author: Message["author"] = { kind: "visitor" }, id = `message-${seq}`): Message => ({
	kind: "message",
	seq,
	at: seq,
	id,
	author,
	text: `text ${seq}`,
});
const welcome = (change: Partial<Extract<ServerFrame, { type: "welcome" }>> = {}): ServerFrame => ({
	type: "welcome",
	state,
	entries: [],
	resumed: true,
	older: false,
	seq: change.entries?.at(-1)?.seq ?? 0,
	now: Date.now(),
	availability: null,
	...change,
});

const silentHttp: ThreadHttp = {
	page: () => Promise.resolve({ ok: false, status: 0 }),
	frame: () => Promise.resolve({ ok: false, status: 0 }),
};

async function start(
	options: { http?: ThreadHttp; outbox?: ReturnType<typeof memoryOutbox>; role?: "visitor" | "member" } = {},
) {
	const refused: number[] = [];
	const thread = new Thread({
		role: options.role ?? "visitor",
		socketAddress: (since) => ({ url: `wss://parley.example/socket?since=${since}`, protocols: [SUBPROTOCOL] }),
		http: options.http ?? silentHttp,
		outbox: options.outbox ?? memoryOutbox(),
		onRefused: (code) => refused.push(code),
	});
	open.push(thread);
	await vi.advanceTimersByTimeAsync(0);
	return { thread, refused };
}

async function connected(options: Parameters<typeof start>[0] = {}) {
	const started = await start(options);
	FakeSocket.last.open();
	FakeSocket.last.hear(welcome());
	return started;
}

async function reconnect(frame: ServerFrame) {
	FakeSocket.last.die();
	await vi.advanceTimersByTimeAsync(250);
	FakeSocket.last.open();
	FakeSocket.last.hear(frame);
}

const seqs = (thread: Thread) => thread.view.entries.map((entry) => entry.seq);
const sends = () => FakeSocket.last.frames().filter((frame) => frame.type === "send");

test("merged entries are in order and each is there once, however they came", () => {
	const entries = fc.uniqueArray(fc.integer({ min: 1, max: 60 })).map((all) => all.map((seq): Entry => message(seq)));
	fc.assert(
		fc.property(fc.array(entries), (batches) => {
			const log = batches.reduce<Entry[]>((have, batch) => merge(have, batch), []);
			const expected = [...new Set(batches.flat().map((entry) => entry.seq))].sort((a, b) => a - b);
			expect(log.map((entry) => entry.seq)).toEqual(expected);
		}),
	);
});

test("a log past its limit keeps the newest entries", () => {
	const log = Array.from({ length: LOG_LIMIT + 1 }, (_, index) => message(index + 1));
	expect(trim(log.slice(1))).toBeNull();
	expect(trim(log)?.at(-1)?.seq).toBe(LOG_LIMIT + 1);
});

test("entries that come twice or out of order are harmless", async () => {
	const { thread } = await connected();
	FakeSocket.last.hear({ type: "entries", entries: [message(2), message(3)], state, seq: 3 });
	FakeSocket.last.hear({ type: "entries", entries: [message(1), message(3)], state, seq: 3 });
	expect(seqs(thread)).toEqual([1, 2, 3]);
});

test("a reconnect asks for the entries after the last seq, and continues from there", async () => {
	const { thread } = await connected();
	FakeSocket.last.hear({ type: "entries", entries: [message(1)], state, seq: 4 });
	await reconnect(welcome({ entries: [message(5)], seq: 5 }));
	expect(FakeSocket.last.url).toContain("since=4");
	expect(seqs(thread)).toEqual([1, 5]);
});

test("a message that was stored long ago and is acknowledged again is not shown as unsent", async () => {
	const items = {
		load: () => [{ id: "stored-before", kind: "send", text: "hello", at: 1, state: "waiting" } as const],
	};
	const { thread } = await start({ outbox: { ...items, save: () => {} } });
	FakeSocket.last.open();
	FakeSocket.last.hear(welcome({ entries: [message(300)], resumed: false, older: true, seq: 300 }));
	expect(thread.view.unsent).toHaveLength(1);
	FakeSocket.last.hear({ type: "ack", id: "stored-before", seq: 7, at: 7 });
	expect(thread.view.unsent).toEqual([]);
});

test("a welcome that doesn't resume replaces the log and keeps unsent messages", async () => {
	const { thread } = await connected();
	FakeSocket.last.hear({ type: "entries", entries: [message(1)], state, seq: 1 });
	thread.send("unsent");
	await reconnect(welcome({ entries: [message(300)], resumed: false, older: true, seq: 300 }));
	expect(seqs(thread)).toEqual([300]);
	expect(thread.view.older).toBe(true);
	expect(thread.view.unsent.map((item) => item.text)).toEqual(["unsent"]);
});

test("messages are sent one at a time, in order, and leave the outbox when their entries come", async () => {
	const { thread } = await connected();
	thread.send("a");
	thread.send("b");
	expect(sends().map((frame) => frame.text)).toEqual(["a"]);
	const id = sends()[0]?.id ?? "";
	FakeSocket.last.hear({ type: "ack", id, seq: 1, at: 1 });
	expect(sends().map((frame) => frame.text)).toEqual(["a", "b"]);
	expect(thread.view.unsent).toHaveLength(2);
	FakeSocket.last.hear({ type: "entries", entries: [message(1, { kind: "visitor" }, id)], state, seq: 1 });
	expect(thread.view.unsent.map((item) => item.text)).toEqual(["b"]);
});

test("a message whose acknowledgement was lost is sent again under the same id", async () => {
	const { thread } = await connected();
	thread.send("a");
	const first = sends()[0];
	await reconnect(welcome());
	expect(sends()).toEqual([first]);
});

test("a message that the log already has isn't sent again", async () => {
	const { thread } = await connected();
	thread.send("a");
	const id = sends()[0]?.id ?? "";
	await reconnect(welcome({ entries: [message(1, { kind: "visitor" }, id)] }));
	expect(sends()).toEqual([]);
	expect(thread.view.unsent).toEqual([]);
});

test("messages written offline are sent after a reload, once", async () => {
	vi.stubGlobal("localStorage", fakeStorage());
	const { thread } = await start({ outbox: localOutbox("c1.") });
	thread.send("a");
	expect(thread.view.unsent[0]?.state).toBe("waiting");
	const id = thread.view.unsent[0]?.id;
	thread.close();
	await connected({ outbox: localOutbox("c1.") });
	expect(sends()).toEqual([{ type: "send", id, text: "a" }]);
	FakeSocket.last.hear({ type: "ack", id, seq: 1, at: 1 });
	await reconnect(welcome({ entries: [message(1, { kind: "visitor" }, id)] }));
	expect(sends()).toEqual([]);
});

test("a refused message is marked with the reason, and the next one is sent", async () => {
	const { thread } = await connected();
	thread.send("a");
	thread.send("b");
	FakeSocket.last.hear({ type: "refused", id: sends()[0]?.id, reason: "too_long" });
	expect(thread.view.unsent[0]).toMatchObject({ state: "failed", reason: "too_long" });
	expect(sends().map((frame) => frame.text)).toEqual(["a", "b"]);
});

test("a refusal of a frame as too large fails the message being sent", async () => {
	const { thread } = await connected();
	thread.send("a");
	FakeSocket.last.hear({ type: "refused", reason: "too_big" });
	expect(thread.view.unsent[0]).toMatchObject({ state: "failed", reason: "too_big" });
});

test("after a flood refusal it waits as long as the server said, and sends again", async () => {
	const { thread } = await connected();
	thread.send("a");
	const first = sends()[0];
	FakeSocket.last.hear({ type: "refused", id: first?.id, reason: "flood", retryAfterMs: 7_000 });
	expect(thread.view.unsent[0]?.state).toBe("waiting");
	await vi.advanceTimersByTimeAsync(6_999);
	expect(sends()).toHaveLength(1);
	await vi.advanceTimersByTimeAsync(1);
	expect(sends()).toEqual([first, first]);
});

test("a message that is never answered makes it reconnect", async () => {
	const { thread } = await connected();
	thread.send("a");
	await vi.advanceTimersByTimeAsync(15_000);
	expect(FakeSocket.all).toHaveLength(2);
});

test("a streamed answer grows, disappears when discarded, and is replaced by its message", async () => {
	const { thread } = await connected();
	const socket = FakeSocket.last;
	socket.hear({ type: "thinking", turn: 1 });
	expect(thread.view.thinking).toBe(true);
	socket.hear({ type: "writing", turn: 1, text: "You " });
	socket.hear({ type: "writing", turn: 1, text: "have" });
	expect(thread.view).toMatchObject({ writing: "You have", thinking: false });
	socket.hear({ type: "discarded", turn: 1 });
	expect(thread.view.writing).toBeNull();
	socket.hear({ type: "writing", turn: 2, text: "30 days" });
	socket.hear({ type: "entries", entries: [message(2, { kind: "ai" })], state, seq: 2 });
	expect(thread.view.writing).toBeNull();
});

test("a takeover leaves nothing of the answer that was being written", async () => {
	const { thread } = await connected();
	FakeSocket.last.hear({ type: "writing", turn: 1, text: "half" });
	FakeSocket.last.hear({ type: "entries", entries: [], state: { ...state, handler: "human" }, seq: 2 });
	expect(thread.view.writing).toBeNull();
});

test("a lost connection discards the streamed answer", async () => {
	const { thread } = await connected();
	FakeSocket.last.hear({ type: "writing", turn: 1, text: "half" });
	FakeSocket.last.die();
	expect(thread.view.writing).toBeNull();
});

test("the typing sign disappears after six seconds, and at once when the message comes", async () => {
	const { thread } = await connected();
	const ines = { id: "m1", name: "Ines" };
	FakeSocket.last.hear({ type: "typing", member: ines });
	expect(thread.view.typing).toMatchObject([{ member: ines }]);
	await vi.advanceTimersByTimeAsync(6_000);
	expect(thread.view.typing).toEqual([]);
	FakeSocket.last.hear({ type: "typing", member: ines });
	FakeSocket.last.hear({ type: "entries", entries: [message(1, { kind: "member", ...ines })], state, seq: 1 });
	expect(thread.view.typing).toEqual([]);
});

test("typing is sent at most every two and a half seconds", async () => {
	const { thread } = await connected();
	thread.typing();
	thread.typing();
	await vi.advanceTimersByTimeAsync(2_500);
	thread.typing();
	expect(FakeSocket.last.frames().filter((frame) => frame.type === "typing")).toHaveLength(2);
});

test("typing is sent at once after a message, which has cleared the sign at the other end", async () => {
	const { thread } = await connected();
	thread.typing();
	thread.send("Done");
	thread.typing();
	expect(FakeSocket.last.frames().filter((frame) => frame.type === "typing")).toHaveLength(2);
});

test("reading marks the other side's last message, once", async () => {
	const { thread } = await connected();
	FakeSocket.last.hear({
		type: "entries",
		entries: [message(1), message(2, { kind: "ai" }), message(3)],
		state,
		seq: 3,
	});
	thread.read();
	thread.read();
	expect(FakeSocket.last.frames().filter((frame) => frame.type === "read")).toEqual([{ type: "read", seq: 2 }]);
});

test("a choice that wasn't answered is sent again on the next connection", async () => {
	const { thread } = await connected();
	const outcome = thread.frame({ type: "choose", id: "choice-1", choice: "person" });
	await reconnect(welcome());
	expect(FakeSocket.last.frames()).toEqual([{ type: "choose", id: "choice-1", choice: "person" }]);
	FakeSocket.last.hear({ type: "done", id: "choice-1" });
	expect(await outcome).toEqual({ ok: true });
});

test("the visitor's latest page is sent again on every connection", async () => {
	const { thread } = await connected();
	for (const url of ["https://shop.example/", "https://shop.example/bags"])
		await thread.frame({ type: "page", url, title: "Bags", referrer: "" });
	await reconnect(welcome());
	expect(FakeSocket.last.frames()).toEqual([
		{ type: "page", url: "https://shop.example/bags", title: "Bags", referrer: "" },
	]);
});

test("a refused e-mail address has the refusal's reason", async () => {
	const { thread } = await connected();
	const outcome = thread.frame({ type: "email", id: "email-001", email: "nobody" });
	FakeSocket.last.hear({ type: "refused", id: "email-001", reason: "invalid_email" });
	expect(await outcome).toEqual({ ok: false, reason: "invalid_email" });
});

test("a blocked visitor's thread ends, and stays ended", async () => {
	const { thread, refused } = await connected();
	FakeSocket.last.hear({ type: "refused", reason: "blocked" });
	expect(refused).toEqual([CloseCode.blocked]);
	expect(thread.view.connection).toBe("refused");
	await vi.advanceTimersByTimeAsync(120_000);
	expect(FakeSocket.all).toHaveLength(1);
});

test("older pages come before what is there, until there are none", async () => {
	const asked: unknown[] = [];
	const http: ThreadHttp = {
		...silentHttp,
		page: (query) => {
			asked.push(query);
			return Promise.resolve({ ok: true, value: { entries: [message(1), message(2)], more: false, state, seq: 4 } });
		},
	};
	const { thread } = await start({ http });
	FakeSocket.last.open();
	FakeSocket.last.hear(welcome({ entries: [message(3), message(4)], resumed: false, older: true, seq: 4 }));
	await thread.loadOlder();
	await thread.loadOlder();
	expect(asked).toEqual([{ before: 3 }]);
	expect(seqs(thread)).toEqual([1, 2, 3, 4]);
	expect(thread.view.older).toBe(false);
});

test("a frame of a newer server is skipped", async () => {
	const { thread } = await connected();
	FakeSocket.last.hear({ type: "hologram", depth: 3 });
	FakeSocket.last.hear("not JSON");
	expect(thread.view.connection).toBe("open");
});

/** Closes every socket until the thread stops using sockets. */
async function blockSockets() {
	for (let tries = 0; tries < 3; tries++) {
		FakeSocket.last.die();
		await vi.advanceTimersByTimeAsync(tries < 2 ? 250 * 2 ** tries : 0);
	}
}

test("where sockets are blocked it polls and posts, each message once, and goes back to a socket that works", async () => {
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

test("a poll that missed too much starts again from the latest page, without a gap", async () => {
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

test("a message that HTTP lost is posted again when polling works", async () => {
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

/** Makes `AbortSignal.timeout` use the fake timers, which the real one ignores. */
const limitsByTestClock = () =>
	vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
		const limit = new AbortController();
		setTimeout(() => limit.abort(), ms);
		return limit.signal;
	});

const neverAnswered = (signal: AbortSignal | null | undefined) =>
	new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));

test("a request that is never answered is given up on, and polling goes on", async () => {
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

test("a message whose post is never answered is posted again", async () => {
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

test("a token refused over HTTP is reported like one refused on a socket", async () => {
	const http: ThreadHttp = { ...silentHttp, page: () => Promise.resolve({ ok: false, status: 401 }) };
	const { refused } = await start({ http });
	await blockSockets();
	expect(refused).toEqual([CloseCode.unauthorized]);
});

test("where sockets are blocked and the token has to be renewed, it polls again with the new one", async () => {
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

test("a message that waits is tried at once when the visitor asks for it", async () => {
	const { thread } = await connected();
	FakeSocket.last.die();
	thread.send("a");
	expect(thread.view.unsent[0]?.state).toBe("waiting");
	const before = FakeSocket.all.length;
	thread.retry(thread.view.unsent[0]?.id ?? "");
	await vi.advanceTimersByTimeAsync(0);
	expect(FakeSocket.all).toHaveLength(before + 1);
	FakeSocket.last.open();
	FakeSocket.last.hear(welcome());
	expect(sends().map((frame) => frame.text)).toEqual(["a"]);
});

test("a clock that is set back by a day holds up neither messages nor the end of typing", async () => {
	const { thread } = await connected();
	thread.send("a");
	FakeSocket.last.hear({ type: "refused", id: sends()[0]?.id, reason: "flood", retryAfterMs: 2_000 });
	FakeSocket.last.hear({ type: "typing", member: { id: "m1", name: "Ines" } });
	vi.setSystemTime(Date.now() - 86_400_000);
	await vi.advanceTimersByTimeAsync(6_000);
	expect(sends()).toHaveLength(2);
	expect(thread.view.typing).toEqual([]);
});
