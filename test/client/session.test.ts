/** The chat's session: the visitor's identity to the server, and what happens to unsent messages when it changes. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ChatSession } from "../../widget/chat/session/session.ts";
import { endWorld, fakeStorage, FakeSocket, world } from "./world.ts";

const availability = { open: true, until: null, online: false, usualReplyMs: null };

beforeEach(() => {
	const { document } = world();
	Object.assign(document, { title: "Bags", referrer: "", documentElement: { lang: "en" } });
	vi.stubGlobal("location", { href: "https://shop.test/" });
	vi.stubGlobal("localStorage", fakeStorage());
});
afterEach(endWorld);

const open: ChatSession[] = [];
afterEach(() => {
	for (const { thread } of open.splice(0)) thread.close();
});

/** A session on a page that renders nothing. */
function session(): ChatSession {
	const shell = { key: "pk_1", origin: "https://parley.test", name: "Fjord Bags", badge: () => {}, remove: () => {} };
	const started: ChatSession = Reflect.construct(ChatSession, [shell]);
	open.push(started);
	return started;
}

const who = { token: "a.b.c", visitorId: "v_2", name: "Fjord Bags", greeting: "Hello", availability };
const empty = { type: "welcome", state: null, entries: [], resumed: false, older: false, seq: 0, now: 0, availability };

test("a visitor whom the server no longer knows starts again, with the messages written meanwhile", async () => {
	localStorage.setItem(
		"parley.pk_1",
		JSON.stringify({ token: "ended", visitor: "v_1", conversation: "c_aaaaaaaaaaaaaaaaaaaaaa", until: 0 }),
	);
	vi.stubGlobal("fetch", () => Promise.resolve(Response.json(who)));
	const chat = session();
	chat.thread.send("Where is my parcel?");
	await vi.advanceTimersByTimeAsync(0);
	const { last } = FakeSocket;
	expect(last.url).not.toContain("c_aaaaaaaaaaaaaaaaaaaaaa");
	last.open();
	last.hear(empty);
	expect(last.frames().filter(({ type }) => type === "send")).toMatchObject([{ text: "Where is my parcel?" }]);
});

test("a new conversation takes refused messages along, and waits for those that may have arrived", async () => {
	vi.stubGlobal("fetch", () => Promise.resolve(Response.json(who)));
	const chat = session();
	const texts = () => chat.thread.view.unsent.map(({ text }) => text);
	await vi.advanceTimersByTimeAsync(0);
	const { last: first } = FakeSocket;
	first.open();
	first.hear(empty);
	chat.thread.send("Take this");
	chat.startAnew();
	expect(FakeSocket.last).toBe(first);
	const { id } = first.frames().find(({ type }) => type === "send") ?? {};
	first.hear({ type: "refused", id, reason: "not_now" });
	chat.startAnew();
	await vi.advanceTimersByTimeAsync(0);
	expect(FakeSocket.last.url).not.toBe(first.url);
	expect(texts()).toEqual(["Take this"]);
	FakeSocket.last.open();
	FakeSocket.last.hear(empty);
	expect(FakeSocket.last.frames().filter(({ type }) => type === "send")).toMatchObject([{ text: "Take this" }]);
});
