/** The thread's view as frames arrive, connections are lost, and earlier pages are loaded. */
import { expect, vi } from "vitest";
import type { ThreadHttp } from "../../client/http.ts";
import { CloseCode } from "../../src/protocol/limits.ts";
import { FakeSocket } from "./world.ts";
import { test, silentHttp, welcome, message, state, reconnect, seqs } from "./thread-stage.ts";

test("entries that come twice or out of order are harmless", async ({ connected }) => {
	const { thread } = await connected();
	FakeSocket.last.hear({ type: "entries", entries: [message(2), message(3)], state, seq: 3 });
	FakeSocket.last.hear({ type: "entries", entries: [message(1), message(3)], state, seq: 3 });
	expect(seqs(thread)).toEqual([1, 2, 3]);
});

test("a reconnect asks for the entries after the last seq, and continues from there", async ({ connected }) => {
	const { thread } = await connected();
	FakeSocket.last.hear({ type: "entries", entries: [message(1)], state, seq: 4 });
	await reconnect(welcome({ entries: [message(5)], seq: 5 }));
	expect(FakeSocket.last.url).toContain("since=4");
	expect(seqs(thread)).toEqual([1, 5]);
});

test("a welcome that doesn't resume replaces the log and keeps unsent messages", async ({ connected }) => {
	const { thread } = await connected();
	FakeSocket.last.hear({ type: "entries", entries: [message(1)], state, seq: 1 });
	thread.send("unsent");
	await reconnect(welcome({ entries: [message(300)], resumed: false, older: true, seq: 300 }));
	expect(seqs(thread)).toEqual([300]);
	expect(thread.view.older).toBe(true);
	expect(thread.view.unsent.map((item) => item.text)).toEqual(["unsent"]);
});

test("a streamed answer grows, disappears when discarded, and is replaced by its message", async ({ connected }) => {
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

test("a takeover leaves nothing of the answer that was being written", async ({ connected }) => {
	const { thread } = await connected();
	FakeSocket.last.hear({ type: "writing", turn: 1, text: "half" });
	FakeSocket.last.hear({ type: "entries", entries: [], state: { ...state, handler: "human" }, seq: 2 });
	expect(thread.view.writing).toBeNull();
});

test("a lost connection discards the streamed answer", async ({ connected }) => {
	const { thread } = await connected();
	FakeSocket.last.hear({ type: "writing", turn: 1, text: "half" });
	FakeSocket.last.die();
	expect(thread.view.writing).toBeNull();
});

test("the typing sign disappears after six seconds, and at once when the message comes", async ({ connected }) => {
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

test("typing is sent at most every two and a half seconds", async ({ connected }) => {
	const { thread } = await connected();
	thread.typing();
	thread.typing();
	await vi.advanceTimersByTimeAsync(2_500);
	thread.typing();
	expect(FakeSocket.last.frames().filter((frame) => frame.type === "typing")).toHaveLength(2);
});

test("typing is sent at once after a message, which has cleared the sign at the other end", async ({ connected }) => {
	const { thread } = await connected();
	thread.typing();
	thread.send("Done");
	thread.typing();
	expect(FakeSocket.last.frames().filter((frame) => frame.type === "typing")).toHaveLength(2);
});

test("reading marks the other side's last message, once", async ({ connected }) => {
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

test("a blocked visitor's thread ends, and stays ended", async ({ connected }) => {
	const { thread, refused } = await connected();
	FakeSocket.last.hear({ type: "refused", reason: "blocked" });
	expect(refused).toEqual([CloseCode.blocked]);
	expect(thread.view.connection).toBe("refused");
	await vi.advanceTimersByTimeAsync(120_000);
	expect(FakeSocket.all).toHaveLength(1);
});

test("older pages come before what is there, until there are none", async ({ start }) => {
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

test("a frame of a newer server is skipped", async ({ connected }) => {
	const { thread } = await connected();
	FakeSocket.last.hear({ type: "hologram", depth: 3 });
	FakeSocket.last.hear("not JSON");
	expect(thread.view.connection).toBe("open");
});
