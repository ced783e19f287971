import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MessageStore } from "../../client/outbox/indexed-db.ts";
import { localOutbox, memoryOutbox, Outbox, type Unsent } from "../../client/outbox/outbox.ts";
import { share, type Surroundings } from "../../client/outbox/shared-outbox.ts";
import { fakeStorage } from "./world.ts";

const PREFIX = "parley.c1.";

let page: EventTarget;
let rows: Map<string, unknown>;
let channels: Set<EventTarget>;
let ends: (() => void)[];
let locks = 0;

beforeEach(() => {
	page = new EventTarget();
	rows = new Map();
	channels = new Set();
	ends = [];
	locks++;
	vi.stubGlobal("localStorage", fakeStorage());
	vi.stubGlobal("document", Object.assign(new EventTarget(), { hidden: false }));
	vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
});
afterEach(() => {
	for (const end of ends) end();
	vi.unstubAllGlobals();
});

const disk: MessageStore = {
	all: (prefix) => Promise.resolve([...rows].flatMap(([key, value]) => (key.startsWith(prefix) ? [value] : []))),
	put: (key, value) => Promise.resolve(rows.set(key, structuredClone(value)).has(key)),
	remove: (key) => Promise.resolve(!rows.delete(key) || true),
};

/** A broadcast channel that delivers synchronously. A real one differs in time only. */
function channel() {
	const mine = new EventTarget();
	channels.add(mine);
	return {
		postMessage(data: unknown) {
			for (const other of channels)
				if (other !== mine) other.dispatchEvent(Object.assign(new Event("message"), { data: structuredClone(data) }));
		},
		addEventListener: mine.addEventListener.bind(mine),
		close: () => void channels.delete(mine),
	};
}

const surroundings = (): Surroundings => ({
	disk,
	// Node's own locks, under a name that is unique to each test.
	locks: { request: (name, options, granted) => navigator.locks.request(`${name}${locks}`, options, granted) },
	channel,
});

/** The outbox of a tab, shared with the other tabs. Nothing is sent: a test takes messages from it itself. */
function tab(change: Partial<Surroundings> = {}, store = localOutbox(PREFIX)): Outbox {
	const outbox = new Outbox(store);
	ends.push(share(outbox, PREFIX, { ...surroundings(), ...change }));
	return outbox;
}

const texts = (outbox: Outbox) => outbox.items(false).map(({ text }) => text);
const senders = (...tabs: Outbox[]) => tabs.map((outbox) => outbox.next()?.text ?? null);
const item = (id: string, at: number): Unsent => ({ id, kind: "send", text: id, at, state: "waiting" });

test("a message written in one tab shows in the other, and the tab it was written in sends it", async () => {
	const [one, two] = [tab(), tab()];
	one.add("send", "a");
	await vi.waitFor(() => expect(senders(one, two)).toEqual(["a", null]));
	two.add("send", "b");
	expect(texts(one)).toEqual(["a", "b"]);
	expect(texts(two)).toEqual(["a", "b"]);
	await vi.waitFor(() => expect(senders(one, two)).toEqual([null, "a"]));
});

test("when the tab that sends is closed, the other continues", async () => {
	const [one, two] = [tab(), tab()];
	one.add("send", "a");
	await vi.waitFor(() => expect(senders(one, two)).toEqual(["a", null]));
	ends[0]?.();
	await vi.waitFor(() => expect(two.next()?.text).toBe("a"));
});

test("a message acknowledged to one tab is sent by none, and shown in the other until its entry comes", () => {
	const [one, two] = [tab(), tab()];
	one.add("send", "a");
	const id = one.all[0]?.id ?? "";
	one.acknowledged(id);
	expect(texts(two)).toEqual(["a"]);
	expect(two.stored.has(id)).toBe(true);
	two.arrived(new Set([id]));
	expect(texts(two)).toEqual([]);
});

test("a message deleted in one tab is deleted in the other, in storage and in IndexedDB, and doesn't come back", async () => {
	const [one, two] = [tab(), tab()];
	one.add("send", "a");
	await vi.waitFor(() => expect(rows.size).toBe(1));
	two.discard(one.all[0]?.id ?? "");
	expect(texts(one)).toEqual([]);
	await vi.waitFor(() => expect([rows.size, Object.keys(localStorage)]).toEqual([0, []]));
	page.dispatchEvent(new Event("focus"));
	await Promise.resolve();
	expect(texts(tab())).toEqual([]);
});

test("a refused message is refused in both tabs, with the reason, and tried again from either under its id", async () => {
	const [one, two] = [tab(), tab()];
	one.add("send", "a");
	const id = one.all[0]?.id ?? "";
	one.refused(id, "not_now");
	expect(two.items(true)).toMatchObject([{ id, state: "failed", reason: "not_now" }]);
	two.retry(id);
	expect(one.items(true)).toMatchObject([{ id, state: "sending" }]);
	await vi.waitFor(() => expect(senders(one, two)).toEqual([null, "a"]));
});

test("a message that is only in IndexedDB is loaded, in its place by time and then by id", async () => {
	const outbox = tab();
	for (const unsent of [item("c", 5), item("b", 5), item("a", 9)]) rows.set(PREFIX + unsent.id, unsent);
	rows.set("parley.c2.x", item("x", 1));
	rows.set(`${PREFIX}rubbish`, { id: 7 });
	page.dispatchEvent(new Event("focus"));
	await vi.waitFor(() => expect(texts(outbox)).toEqual(["b", "c", "a"]));
});

test("a message deleted before the tabs shared an outbox doesn't come back from IndexedDB", async () => {
	rows.set(`${PREFIX}a`, item("a", 1));
	localStorage.setItem(`${PREFIX}a`, JSON.stringify(item("a", 1)));
	const alone = new Outbox(localOutbox(PREFIX));
	alone.discard("a");
	const outbox = tab();
	await vi.waitFor(() => expect(rows.size).toBe(0));
	expect(texts(outbox)).toEqual([]);
});

test("a message that is in the log already isn't unsent, whatever IndexedDB has", async () => {
	const outbox = tab();
	outbox.arrived(new Set(["a"]));
	rows.set(`${PREFIX}a`, item("a", 1));
	page.dispatchEvent(new Event("focus"));
	await vi.waitFor(() => expect(rows.size).toBe(0));
	expect(texts(outbox)).toEqual([]);
});

test("a page that missed notifications while asleep reads IndexedDB when it wakes", async () => {
	const [one, two] = [tab(), tab({ channel: () => null })];
	one.add("send", "a");
	page.dispatchEvent(new Event("focus"));
	await vi.waitFor(() => expect(texts(two)).toEqual(["a"]));
	one.discard(one.all[0]?.id ?? "");
	await vi.waitFor(() => expect(rows.size).toBe(0));
	page.dispatchEvent(new Event("focus"));
	await vi.waitFor(() => expect(texts(two)).toEqual([]));
});

test("a failing read of IndexedDB on waking loses no message that is only there", async () => {
	vi.stubGlobal("localStorage", {
		getItem: () => null,
		setItem() {
			throw new Error("full");
		},
		removeItem() {},
	});
	let readable = true;
	const failing: MessageStore = {
		...disk,
		all: (prefix) => (readable ? disk.all(prefix) : Promise.reject(new Error("gone"))),
	};
	const outbox = tab({ disk: failing });
	outbox.add("send", "a");
	await vi.waitFor(() => expect(rows.size).toBe(1));
	await vi.waitFor(() => expect(outbox.next()?.text).toBe("a"));
	readable = false;
	page.dispatchEvent(new Event("focus"));
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect(texts(outbox)).toEqual(["a"]);
});

test("without IndexedDB, locks, a channel or storage, the outbox still keeps and sends messages", async () => {
	vi.stubGlobal("localStorage", undefined);
	const none: MessageStore = {
		all: () => Promise.reject(new Error("refused")),
		put: () => Promise.resolve(false),
		remove: () => Promise.resolve(false),
	};
	const outbox = tab({ disk: none, locks: undefined, channel: () => null }, memoryOutbox());
	outbox.add("send", "a");
	page.dispatchEvent(new Event("focus"));
	await vi.waitFor(() => expect(outbox.next()?.text).toBe("a"));
	outbox.acknowledged(outbox.all[0]?.id ?? "");
	outbox.forgetStored();
	expect(texts(outbox)).toEqual([]);
});

test("invalid messages on the channel change nothing", () => {
	const outbox = tab();
	outbox.add("send", "a");
	for (const data of [null, 7, "gone", { put: 1 }, { gone: 3 }, { put: { id: "x" } }])
		for (const one of channels) one.dispatchEvent(Object.assign(new Event("message"), { data }));
	expect(texts(outbox)).toEqual(["a"]);
});

test("however tabs come, write, send, delete and go, each message is stored once or deleted, in each tab's order", async () => {
	const step = fc.oneof(
		fc.record({ do: fc.constant("write" as const), tab: fc.nat(2) }),
		fc.record({ do: fc.constant("send" as const), tab: fc.nat(2) }),
		fc.record({ do: fc.constant("delete" as const), tab: fc.nat(2) }),
		fc.record({ do: fc.constant("reload" as const), tab: fc.nat(2) }),
		fc.record({ do: fc.constant("wake" as const), tab: fc.nat(2) }),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
			for (const end of ends.splice(0)) end();
			vi.stubGlobal("localStorage", fakeStorage());
			rows.clear();
			channels.clear();
			locks++;
			const log: string[] = [];
			const written: string[] = [];
			const deleted = new Set<string>();
			const open = [0, 1, 2].map(() => tab());
			const send = (outbox: Outbox) => {
				const next = outbox.next();
				if (next === null) return;
				// Like the server: a resend gets the first result.
				if (!log.includes(next.text)) log.push(next.text);
				outbox.acknowledged(next.id);
				for (const other of open) other.arrived(new Set([next.id]));
			};
			for (const { do: what, tab: index } of steps) {
				const outbox = open[index];
				if (outbox === undefined) continue;
				if (what === "write") {
					written.push(`${written.length}`);
					outbox.add("send", `${written.length - 1}`);
				} else if (what === "send") send(outbox);
				else if (what === "delete") {
					const last = outbox.all.at(-1);
					if (last !== undefined) deleted.add(last.text);
					outbox.discard(last?.id ?? "");
				} else if (what === "wake") page.dispatchEvent(new Event("focus"));
				else {
					ends[index]?.();
					const next = new Outbox(localOutbox(PREFIX));
					open[index] = next;
					ends[index] = share(next, PREFIX, surroundings());
				}
				await new Promise((resolve) => setImmediate(resolve));
			}
			await vi.waitFor(() => {
				for (const outbox of open) send(outbox);
				expect(open.flatMap(texts)).toEqual([]);
			});
			expect(log).toEqual(written.filter((text) => !deleted.has(text)));
			await vi.waitFor(() => expect([rows.size, Object.keys(localStorage)]).toEqual([0, []]));
		}),
		{ numRuns: 60 },
	);
});
