/** The sender: it sends messages in order, one at a time, and repeats each until it is acknowledged. */
import { expect, vi } from "vitest";
import { localOutbox } from "../../client/outbox/outbox.ts";
import { fakeStorage, FakeSocket } from "./world.ts";
import { test, welcome, message, state, reconnect, sends } from "./thread-stage.ts";

test("a message that was stored long ago and is acknowledged again is not shown as unsent", async ({ start }) => {
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

test("messages are sent one at a time, in order, and leave the outbox when their entries come", async ({
	connected,
}) => {
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

test("a message whose acknowledgement was lost is sent again under the same id", async ({ connected }) => {
	const { thread } = await connected();
	thread.send("a");
	const first = sends()[0];
	await reconnect(welcome());
	expect(sends()).toEqual([first]);
});

test("a message that the log already has isn't sent again", async ({ connected }) => {
	const { thread } = await connected();
	thread.send("a");
	const id = sends()[0]?.id ?? "";
	await reconnect(welcome({ entries: [message(1, { kind: "visitor" }, id)] }));
	expect(sends()).toEqual([]);
	expect(thread.view.unsent).toEqual([]);
});

test("messages written offline are sent after a reload, once", async ({ start, connected }) => {
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

test("a refused message is marked with the reason, and the next one is sent", async ({ connected }) => {
	const { thread } = await connected();
	thread.send("a");
	thread.send("b");
	FakeSocket.last.hear({ type: "refused", id: sends()[0]?.id, reason: "too_long" });
	expect(thread.view.unsent[0]).toMatchObject({ state: "failed", reason: "too_long" });
	expect(sends().map((frame) => frame.text)).toEqual(["a", "b"]);
});

test("a refusal of a frame as too large fails the message being sent", async ({ connected }) => {
	const { thread } = await connected();
	thread.send("a");
	FakeSocket.last.hear({ type: "refused", reason: "too_big" });
	expect(thread.view.unsent[0]).toMatchObject({ state: "failed", reason: "too_big" });
});

test("after a flood refusal it waits as long as the server said, and sends again", async ({ connected }) => {
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

test("where too many conversations began, the first message says when it is sent, and outlives connection and page", async ({
	start,
	connected,
}) => {
	vi.stubGlobal("localStorage", fakeStorage());
	const { thread } = await connected({ outbox: localOutbox("c1.") });
	thread.send("a");
	const first = sends()[0];
	const refusal = { type: "refused", id: first?.id, reason: "flood", retryAfterMs: 540_000 } as const;
	FakeSocket.last.hear(refusal);
	expect(thread.view.unsent).toMatchObject([{ text: "a", state: "waiting", goesAt: Date.now() + 540_000 }]);
	await reconnect(welcome());
	expect(sends()).toEqual([]);
	thread.close();

	const again = await start({ outbox: localOutbox("c1.") });
	FakeSocket.last.open();
	FakeSocket.last.hear(welcome());
	expect(sends()).toEqual([first]);
	FakeSocket.last.hear({ ...refusal, retryAfterMs: 9_000 });
	await vi.advanceTimersByTimeAsync(9_000);
	expect(sends()).toEqual([first, first]);
	expect(again.thread.view.unsent).toMatchObject([{ text: "a", state: "sending" }]);
	expect(again.thread.view.unsent[0]?.goesAt).toBeUndefined();
});

test("a message that is never answered makes it reconnect", async ({ connected }) => {
	const { thread } = await connected();
	thread.send("a");
	await vi.advanceTimersByTimeAsync(15_000);
	expect(FakeSocket.all).toHaveLength(2);
});

test("a choice that wasn't answered is sent again on the next connection", async ({ connected }) => {
	const { thread } = await connected();
	const outcome = thread.frame({ type: "choose", id: "choice-1", choice: "person" });
	await reconnect(welcome());
	expect(FakeSocket.last.frames()).toEqual([{ type: "choose", id: "choice-1", choice: "person" }]);
	FakeSocket.last.hear({ type: "done", id: "choice-1" });
	expect(await outcome).toEqual({ ok: true });
});

test("the visitor's latest page is sent again on every connection", async ({ connected }) => {
	const { thread } = await connected();
	for (const url of ["https://shop.example/", "https://shop.example/bags"])
		await thread.frame({ type: "page", url, title: "Bags", referrer: "" });
	await reconnect(welcome());
	expect(FakeSocket.last.frames()).toEqual([
		{ type: "page", url: "https://shop.example/bags", title: "Bags", referrer: "" },
	]);
});

test("a refused e-mail address has the refusal's reason", async ({ connected }) => {
	const { thread } = await connected();
	const outcome = thread.frame({ type: "email", id: "email-001", email: "nobody" });
	FakeSocket.last.hear({ type: "refused", id: "email-001", reason: "invalid_email" });
	expect(await outcome).toEqual({ ok: false, reason: "invalid_email" });
});

test("a message that waits is tried at once when the visitor asks for it", async ({ connected }) => {
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

test("a clock that is set back by a day holds up neither messages nor the end of typing", async ({ connected }) => {
	const { thread } = await connected();
	thread.send("a");
	FakeSocket.last.hear({ type: "refused", id: sends()[0]?.id, reason: "flood", retryAfterMs: 2_000 });
	FakeSocket.last.hear({ type: "typing", member: { id: "m1", name: "Ines" } });
	vi.setSystemTime(Date.now() - 86_400_000);
	await vi.advanceTimersByTimeAsync(6_000);
	expect(sends()).toHaveLength(2);
	expect(thread.view.typing).toEqual([]);
});
