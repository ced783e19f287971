/** The dashboard's Inbox store, with frames sent by the test: how they become the list. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { InboxPorts } from "../../dashboard/shell/inbox.ts";
import { createInbox } from "../../dashboard/shell/inbox-store.ts";
import { defaultFilter } from "../../dashboard/shell/inbox-filter.ts";
import type { ConnectOptions } from "../../client/connection.ts";
import type { InboxClientFrame, ListItem, InboxServerFrame } from "../../src/protocol/inbox.ts";
import { TAKEN_EVERY } from "../../src/protocol/limits.ts";

const row = (id: string, change: Partial<ListItem> = {}): ListItem => ({
	id,
	version: 1,
	status: "open",
	handler: "waiting",
	archived: false,
	reason: null,
	assignee: null,
	visitorId: "v_1",
	contactId: null,
	name: null,
	email: null,
	preview: "",
	previewBy: "visitor",
	previewName: null,
	unread: 0,
	startedAt: 0,
	lastAt: 10,
	waitingSince: null,
	source: "widget",
	...change,
});

/** A store, and the server's end of its connection. */
function setUp() {
	const sent: InboxClientFrame[] = [];
	const clocks: number[] = [];
	const told: string[] = [];
	const refused: number[] = [];
	let line: ConnectOptions | null = null;
	let closed = false;
	const ports: InboxPorts = {
		connect: (options) => {
			line = options;
			return {
				send: (data) => {
					sent.push(JSON.parse(data));
					return true;
				},
				close: () => {
					closed = true;
				},
				retryNow: () => {},
			};
		},
		address: () => ({ url: "wss://parley.test", protocols: [] }),
		zone: () => "UTC",
		onClock: (now) => clocks.push(now),
		onRow: ({ id }) => told.push(id),
		onBulk: () => {},
		onTeam: () => {},
		onTags: () => {},
		onNotice: () => {},
		onSeen: () => {},
		onRefused: (code) => refused.push(code),
	};
	const inbox = createInbox(ports);
	const stop = inbox.watch();
	const socket = (): ConnectOptions => {
		if (line === null) throw new Error("the store didn't connect");
		return line;
	};
	return {
		inbox,
		sent,
		clocks,
		told,
		refused,
		stop,
		isClosed: () => closed,
		open: () => {
			socket().onState("open");
			socket().onOpen?.();
		},
		drop: () => socket().onState("waiting"),
		hear: (frame: InboxServerFrame) => socket().onMessage(JSON.stringify(frame)),
		refuse: (code: number) => socket().onRefused(code),
		/** Answers the page request that was sent last. */
		page: (rows: ListItem[], cursor: string | null = null, excerpts?: Record<string, string>) => {
			const asked = sent.findLast((frame) => frame.type === "list");
			if (asked?.type !== "list") throw new Error("no page was asked for");
			socket().onMessage(JSON.stringify({ type: "page", id: asked.id, items: rows, cursor, excerpts }));
		},
	};
}

const begun = (rows: ListItem[], cursor: string | null = null) => {
	const world = setUp();
	world.open();
	world.page(rows, cursor);
	return world;
};

test("two stores side by side don't see each other", () => {
	const one = begun([row("a")]);
	const other = begun([row("b")]);
	one.inbox.holdStill(true);
	one.inbox.choose({ ...defaultFilter, status: "closed" });
	one.hear({ type: "hello", counts: [], online: [{ id: "m_1", name: "Ines" }], now: 5, trouble: null });
	other.hear({ type: "items", items: [row("c", { lastAt: 20 })] });
	expect(one.inbox.shown.value).toEqual([]);
	expect(one.inbox.rowOf("b")).toBeUndefined();
	expect(other.inbox.shown.value).toEqual(["c", "b"]);
	expect(other.inbox.arrived.value).toBe(0);
	expect(other.inbox.online.value).toEqual([]);
	expect(other.inbox.counted.value).toBe(false);
	expect(other.clocks).toEqual([]);
	one.stop();
	expect([one.isClosed(), other.isClosed()]).toEqual([true, false]);
});

test("tells of each row that is new or newer, and of no older one", () => {
	const { hear, told } = begun([row("a", { version: 5 })]);
	hear({ type: "items", items: [row("a", { version: 4 }), row("a", { version: 6 }), row("b", { version: 1 })] });
	expect(told).toEqual(["a", "a", "b"]);
});

test("the first frame brings counts, presence and the clock", () => {
	const { inbox, hear, clocks } = begun([]);
	const waits = { status: "open", handler: "waiting", assignee: null, count: 3 } as const;
	hear({
		type: "hello",
		counts: [waits, { ...waits, handler: "ai", count: 9 }],
		online: [],
		now: 1_000,
		trouble: { writer: "workers-ai", why: "silent", since: 1 },
		usage: { day: 20_000, calls: 7 },
	});
	expect(inbox.counted.value).toBe(true);
	expect(inbox.waiting.value).toBe(3);
	expect(inbox.trouble.value?.why).toBe("silent");
	expect(inbox.usage.value).toEqual({ day: 20_000, calls: 7 });
	expect(clocks).toEqual([1_000]);
});

test("the use of the model is followed", () => {
	const { inbox, hear } = begun([]);
	hear({ type: "usage", usage: { day: 20_000, calls: 200 } });
	expect(inbox.usage.value).toEqual({ day: 20_000, calls: 200 });
});

test("a newer version of an item replaces it in its own signal; an older one doesn't", () => {
	const { inbox, hear } = begun([row("a", { version: 2, preview: "second" })]);
	const before = inbox.rowOf("a");
	hear({ type: "items", items: [row("a", { version: 1, preview: "first" })] });
	expect(before?.value.preview).toBe("second");
	inbox.learn(row("a", { version: 3, preview: "third" }));
	expect(inbox.rowOf("a")).toBe(before);
	expect(before?.value.preview).toBe("third");
});

test("a paused list counts new items, and shows them on request or when it is resumed", () => {
	const { inbox, hear } = begun([row("a")]);
	inbox.holdStill(true);
	hear({ type: "items", items: [row("b", { lastAt: 20 })] });
	expect([inbox.shown.value, inbox.arrived.value]).toEqual([["a"], 1]);
	inbox.showArrived();
	expect([inbox.shown.value, inbox.arrived.value]).toEqual([["b", "a"], 0]);
	hear({ type: "items", items: [row("c", { lastAt: 30 })] });
	expect(inbox.arrived.value).toBe(1);
	inbox.holdStill(false);
	expect([inbox.shown.value, inbox.arrived.value]).toEqual([["c", "b", "a"], 0]);
});

test("what the member does themself moves a paused list, for a moment", () => {
	const { inbox, hear } = begun([row("a", { lastAt: 20 }), row("b")]);
	inbox.holdStill(true);
	inbox.letMove();
	hear({ type: "items", items: [row("a", { lastAt: 20, version: 2, status: "closed" })] });
	expect(inbox.shown.value).toEqual(["b"]);
	vi.setSystemTime(Date.now() + 3_000);
	hear({ type: "items", items: [row("c", { lastAt: 30 })] });
	expect([inbox.shown.value, inbox.arrived.value]).toEqual([["b"], 1]);
	vi.useRealTimers();
});

test("the next page is requested once, and added at the end even while the list is paused", () => {
	const { inbox, sent, page } = begun([row("a", { lastAt: 30 }), row("b", { lastAt: 20 })], "cursor");
	const before = sent.length;
	inbox.holdStill(true);
	inbox.more();
	inbox.more();
	expect(sent.slice(before)).toMatchObject([{ type: "list", cursor: "cursor" }]);
	expect(inbox.loading.value).toBe("more");
	page([row("b", { lastAt: 20 }), row("c")]);
	expect(inbox.shown.value).toEqual(["a", "b", "c"]);
	expect([inbox.hasMore.value, inbox.loading.value]).toEqual([false, null]);
});

test("a page request that was refused can be made again", () => {
	const { inbox, sent, hear } = begun([row("a")], "cursor");
	inbox.more();
	const asked = sent.at(-1);
	hear({ type: "refused", reason: "flood", ...(asked?.type === "list" && { id: asked.id }) });
	expect(inbox.loading.value).toBe(null);
	inbox.more();
	expect(sent.at(-1)).toMatchObject({ type: "list", cursor: "cursor" });
	expect(sent.at(-1)).not.toEqual(asked);
});

describe("a page that came too soon", () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	/** Refuses the latest request, for a while. */
	const refuseFor = ({ sent, hear }: ReturnType<typeof setUp>, retryAfterMs: number) => {
		const asked = sent.at(-1);
		hear({ type: "refused", reason: "flood", retryAfterMs, ...(asked?.type === "list" && { id: asked.id }) });
	};

	test("is requested again when the server said, and is loading until then", () => {
		const world = begun([row("a")], "cursor");
		const { inbox, sent, page } = world;
		inbox.more();
		const before = sent.length;
		refuseFor(world, 800);
		inbox.more();
		vi.advanceTimersByTime(799);
		expect([sent.length, inbox.loading.value]).toEqual([before, "more"]);
		vi.advanceTimersByTime(1);
		expect(sent.slice(before)).toMatchObject([{ type: "list", cursor: "cursor" }]);
		page([row("b", { lastAt: 1 })]);
		expect([inbox.shown.value, inbox.loading.value]).toEqual([["a", "b"], null]);
	});

	test("is the first one of a list, a search or a reconnect too", () => {
		const world = setUp();
		const { inbox, sent, open, drop, page } = world;
		open();
		refuseFor(world, 100);
		expect(inbox.loading.value).toBe("first");
		vi.advanceTimersByTime(100);
		page([row("a")]);
		inbox.choose({ ...defaultFilter, status: "all", text: "parcel" });
		refuseFor(world, 100);
		vi.advanceTimersByTime(100);
		expect(sent.at(-1)).toMatchObject({ type: "list", text: "parcel" });
		page([row("b")]);
		expect(inbox.shown.value).toEqual(["b"]);
		inbox.choose(defaultFilter);
		page([row("a")]);
		drop();
		open();
		refuseFor(world, 100);
		expect(inbox.shown.value).toEqual(["b", "a"]);
		vi.advanceTimersByTime(100);
		page([row("c", { lastAt: 99 })]);
		expect(inbox.shown.value).toEqual(["c"]);
	});

	test("is not requested any more by who has gone on, lost the connection or left", () => {
		const world = begun([row("a")], "cursor");
		const { inbox, sent, drop, open, page, stop } = world;
		inbox.more();
		refuseFor(world, 100);
		inbox.choose({ ...defaultFilter, status: "closed" });
		page([]);
		const chosen = sent.length;
		vi.advanceTimersByTime(200);
		expect(sent).toHaveLength(chosen);
		inbox.choose(defaultFilter);
		refuseFor(world, 100);
		drop();
		vi.advanceTimersByTime(200);
		expect(sent).toHaveLength(chosen + 1);
		// It asks for the views and for the list.
		open();
		refuseFor(world, 100);
		stop();
		vi.advanceTimersByTime(200);
		expect(sent).toHaveLength(chosen + 3);
	});

	test("does not end the wait for a page that was requested since", () => {
		const { inbox, sent, hear } = begun([row("a")]);
		inbox.choose({ ...defaultFilter, status: "closed" });
		const left = sent.at(-1);
		inbox.choose({ ...defaultFilter, status: "pending" });
		if (left?.type !== "list") throw new Error("choosing asks for a page");
		hear({ type: "refused", reason: "flood", retryAfterMs: 100, id: left.id });
		expect(inbox.loading.value).toBe("first");
		vi.advanceTimersByTime(200);
		expect(sent.at(-1)).toMatchObject({ filter: { status: "pending" } });
	});
});

test("a page of a filter that has been left is ignored", () => {
	const { inbox, sent, hear, page } = begun([row("a")]);
	inbox.choose({ ...defaultFilter, status: "closed" });
	const late = sent.at(-1);
	inbox.choose({ ...defaultFilter, status: "pending" });
	if (late?.type !== "list") throw new Error("choosing asks for a page");
	hear({ type: "page", id: late.id, items: [row("x", { status: "closed" })], cursor: null });
	expect([inbox.shown.value, inbox.loading.value]).toEqual([[], "first"]);
	page([row("p", { status: "pending" })]);
	expect([inbox.shown.value, inbox.loading.value]).toEqual([["p"], null]);
});

test("a search keeps the server's order and has the number of matches", () => {
	const { inbox, sent, page } = begun([row("a")]);
	inbox.choose({ ...defaultFilter, status: "all", text: "parcel" });
	expect(sent.at(-1)).toMatchObject({ type: "list", text: "parcel", filter: { status: "all" } });
	page([row("old", { lastAt: 1 }), row("new", { lastAt: 50 })], "cursor", { old: "my parcel" });
	inbox.more();
	page([row("older", { lastAt: 0 })], null, { older: "a parcel" });
	expect(inbox.shown.value).toEqual(["old", "new", "older"]);
	expect(inbox.findings.value).toEqual({ query: "parcel", excerpts: { old: "my parcel", older: "a parcel" }, at: {} });
	inbox.choose(defaultFilter);
	expect(inbox.findings.value).toEqual({ query: "", excerpts: {}, at: {} });
});

test("after a reconnect the list stays until as many items are loaded again, and is then replaced at once", () => {
	const { inbox, sent, drop, open, page } = begun([row("a", { lastAt: 30 }), row("b", { lastAt: 20 })]);
	drop();
	expect(inbox.connection.value).toBe("waiting");
	open();
	page([row("c", { lastAt: 40 })], "after c");
	expect(inbox.shown.value).toEqual(["a", "b"]);
	expect(sent.at(-1)).toMatchObject({ type: "list", cursor: "after c" });
	page([row("a", { version: 2, lastAt: 35 })], "after a");
	expect(inbox.shown.value).toEqual(["c", "a"]);
	expect(inbox.rowOf("b")).toBeUndefined();
	expect(inbox.hasMore.value).toBe(true);
});

test("the client acknowledges how much has arrived, from zero again on the next connection", () => {
	const { sent, hear, drop, open } = begun([]);
	const long = row("a", { preview: "x".repeat(TAKEN_EVERY) });
	hear({ type: "items", items: [long] });
	const told = sent.filter((frame) => frame.type === "taken");
	expect(told).toHaveLength(1);
	expect(told[0]?.characters).toBeGreaterThan(TAKEN_EVERY);
	hear({ type: "presence", online: [] });
	drop();
	open();
	hear({ type: "items", items: [{ ...long, version: 2, preview: "x".repeat(TAKEN_EVERY - 600) }] });
	expect(sent.filter((frame) => frame.type === "taken")).toHaveLength(1);
});

test("a refused connection is passed on to the store's owner", () => {
	const { refuse, refused } = setUp();
	refuse(4401);
	expect(refused).toEqual([4401]);
});
