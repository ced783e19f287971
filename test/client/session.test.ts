/** The chat's session: who the visitor is to the server, and what becomes of what they wrote when that changes. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ChatSession } from "../../widget/chat/session.ts";
import { endWorld, fakeStorage, FakeSocket, world } from "./world.ts";

const availability = { open: true, until: null, online: false, usualReplyMs: null };

beforeEach(() => {
	const { document } = world();
	Object.assign(document, { title: "Bags", referrer: "" });
	vi.stubGlobal("location", { href: "https://shop.test/" });
	vi.stubGlobal("localStorage", fakeStorage());
});
afterEach(endWorld);

const open: ChatSession[] = [];
afterEach(() => {
	for (const { thread } of open.splice(0)) thread.close();
});

/** On a page that draws nothing. */
function session(): ChatSession {
	const shell = { key: "pk_1", origin: "https://parley.test", name: "Fjord Bags", badge: () => {}, remove: () => {} };
	const started: ChatSession = Reflect.construct(ChatSession, [shell]);
	open.push(started);
	return started;
}

test("who is no longer known to the server begins anew, with what they have written meanwhile", async () => {
	localStorage.setItem(
		"parley.pk_1",
		JSON.stringify({ token: "ended", visitor: "v_1", conversation: "c_aaaaaaaaaaaaaaaaaaaaaa", until: 0 }),
	);
	const who = { token: "a.b.c", visitorId: "v_2", name: "Fjord Bags", greeting: "Hello", availability };
	vi.stubGlobal("fetch", () => Promise.resolve(Response.json(who)));
	const chat = session();
	chat.thread.send("Where is my parcel?");
	await vi.advanceTimersByTimeAsync(0);
	const { last } = FakeSocket;
	expect(last.url).not.toContain("c_aaaaaaaaaaaaaaaaaaaaaa");
	last.open();
	last.hear({ type: "welcome", state: null, entries: [], resumed: false, older: false, seq: 0, now: 0, availability });
	expect(last.frames().filter(({ type }) => type === "send")).toMatchObject([{ text: "Where is my parcel?" }]);
});
