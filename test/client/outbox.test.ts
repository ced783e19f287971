import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { localOutbox, memoryOutbox, Outbox, OUTBOX_LIMIT } from "../../client/outbox/outbox.ts";
import { fakeStorage } from "./world.ts";

beforeEach(() => {
	vi.stubGlobal("localStorage", fakeStorage());
});
afterEach(() => {
	vi.unstubAllGlobals();
});

const texts = (outbox: Outbox) => outbox.items(false).map((item) => item.text);

test("messages are sent in the order they were written, each after the last is acknowledged", () => {
	const outbox = new Outbox(memoryOutbox());
	for (const text of ["a", "b", "c"]) outbox.add("send", text);
	const order: string[] = [];
	for (let next = outbox.next(); next !== null; next = outbox.next()) {
		order.push(next.text);
		outbox.acknowledged(next.id);
	}
	expect(order).toEqual(["a", "b", "c"]);
});

test("messages survive a reload in the same order, under the same ids", () => {
	const before = new Outbox(localOutbox("parley.c1."));
	for (const text of ["a", "b", "c"]) before.add("send", text);
	const after = new Outbox(localOutbox("parley.c1."));
	expect(after.items(false)).toEqual(before.items(false));
});

test("another conversation's messages are not loaded", () => {
	new Outbox(localOutbox("parley.c1.")).add("send", "a");
	expect(new Outbox(localOutbox("parley.c2.")).next()).toBeNull();
});

test("two tabs keep each other's messages", () => {
	const one = new Outbox(localOutbox("parley.c1."));
	const two = new Outbox(localOutbox("parley.c1."));
	one.add("send", "from one");
	two.add("send", "from two");
	one.discard(one.next()?.id ?? "");
	expect(texts(new Outbox(localOutbox("parley.c1.")))).toEqual(["from two"]);
});

test("an acknowledged message is shown until its entry arrives, and is gone after a reload", () => {
	const outbox = new Outbox(localOutbox("parley.c1."));
	outbox.add("send", "a");
	const id = outbox.next()?.id ?? "";
	outbox.acknowledged(id);
	expect(texts(outbox)).toEqual(["a"]);
	expect(new Outbox(localOutbox("parley.c1.")).next()).toBeNull();
	outbox.arrived(new Set([id]));
	expect(texts(outbox)).toEqual([]);
});

test("a refused message stays in its place with the reason, later ones are sent, and a retry keeps its id", () => {
	const outbox = new Outbox(memoryOutbox());
	outbox.add("send", "a");
	outbox.add("send", "b");
	const refused = outbox.next()?.id ?? "";
	outbox.refused(refused, "not_now");
	expect(outbox.next()?.text).toBe("b");
	expect(outbox.items(true)[0]).toMatchObject({ text: "a", state: "failed", reason: "not_now" });
	outbox.retry(refused);
	expect(outbox.next()?.text).toBe("a");
	expect(outbox.next()?.id).toBe(refused);
});

test("no more messages are kept than the limit", () => {
	const outbox = new Outbox(memoryOutbox());
	for (let count = 0; count < OUTBOX_LIMIT; count++) expect(outbox.add("send", `${count}`)).toBe(true);
	expect(outbox.add("send", "one too many")).toBe(false);
	expect(outbox.items(false)).toHaveLength(OUTBOX_LIMIT);
});

test("where storage throws, messages are lost on a reload only", () => {
	vi.stubGlobal("localStorage", {
		getItem() {
			throw new Error("refused");
		},
		setItem() {
			throw new Error("refused");
		},
	});
	const outbox = new Outbox(localOutbox("parley.c1."));
	expect(outbox.add("send", "a")).toBe(true);
	expect(outbox.next()?.text).toBe("a");
});

test("stored values that aren't unsent messages are ignored", () => {
	localStorage.setItem("parley.c1.x", JSON.stringify({ id: 5 }));
	expect(new Outbox(localOutbox("parley.c1.")).next()).toBeNull();
});

test("a clock that is set back doesn't change the order in which messages were written", () => {
	vi.useFakeTimers({ now: 86_400_000 });
	const outbox = new Outbox(localOutbox("parley.c1."));
	outbox.add("send", "a");
	vi.setSystemTime(0);
	outbox.add("send", "b");
	vi.useRealTimers();
	expect(texts(new Outbox(localOutbox("parley.c1.")))).toEqual(["a", "b"]);
});
