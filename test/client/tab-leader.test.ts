import { expect, test, vi } from "vitest";
import { type Locks, tabLeader } from "../../client/outbox/tab-leader.ts";

let names = 0;

/** Tabs that share one of Node's locks, with what each was notified of last. */
function tabs(count: number, locks: Locks = navigator.locks) {
	const name = `turn ${++names}`;
	return Array.from({ length: count }, () => {
		const notified: boolean[] = [];
		const turn = tabLeader(locks, name, (mine) => notified.push(mine));
		if (turn === null) throw new Error("there are locks");
		return { ...turn, notified, mine: () => notified.at(-1) ?? false };
	});
}

const mine = (all: { mine(): boolean }[]) => all.map((tab) => tab.mine());

test("one tab leads at a time, and the next one when it yields", async () => {
	const all = tabs(2);
	const [one, two] = all;
	one?.take(false);
	two?.take(false);
	await vi.waitFor(() => expect(mine(all)).toEqual([true, false]));
	one?.rest();
	await vi.waitFor(() => expect(mine(all)).toEqual([false, true]));
});

test("the tab that is used becomes the leader now, and the other is notified", async () => {
	const all = tabs(2);
	const [one, two] = all;
	one?.take(false);
	await vi.waitFor(() => expect(mine(all)).toEqual([true, false]));
	two?.take(true);
	await vi.waitFor(() => expect(mine(all)).toEqual([false, true]));
	one?.take(false);
	two?.rest();
	await vi.waitFor(() => expect(mine(all)).toEqual([true, false]));
});

test("a tab that gave up waiting doesn't block the others", async () => {
	const all = tabs(3);
	const [one, two, three] = all;
	for (const tab of all) tab.take(false);
	await vi.waitFor(() => expect(mine(all)).toEqual([true, false, false]));
	two?.rest();
	one?.rest();
	await vi.waitFor(() => expect(mine(all)).toEqual([false, false, true]));
	three?.rest();
	two?.take(false);
	await vi.waitFor(() => expect(mine(all)).toEqual([false, true, false]));
});

test("taking and yielding at once leaves the lead to others", async () => {
	const all = tabs(2);
	const [one, two] = all;
	one?.take(true);
	one?.rest();
	two?.take(false);
	await vi.waitFor(() => expect(mine(all)).toEqual([false, true]));
});

test("where the browser refuses locks every tab leads, and where there are none no tab asks for one", async () => {
	const all = tabs(2, { request: () => Promise.reject(new DOMException("refused", "SecurityError")) });
	for (const tab of all) tab.take(false);
	await vi.waitFor(() => expect(mine(all)).toEqual([true, true]));
	expect(tabLeader(undefined, "none", () => {})).toBeNull();
});

test("a browser that never answers for a lock doesn't keep a message: this tab sends after some seconds", () => {
	vi.useFakeTimers();
	try {
		const [tab] = tabs(1, { request: () => new Promise(() => {}) });
		tab?.take(true);
		expect(tab?.notified).toEqual([]);
		vi.advanceTimersByTime(5_000);
		expect(tab?.notified).toEqual([true]);
		tab?.rest();
		expect(tab?.notified).toEqual([true, false]);
		tab?.take(true);
		tab?.rest();
		vi.advanceTimersByTime(60_000);
		expect(tab?.notified).toEqual([true, false, false]);
	} finally {
		vi.useRealTimers();
	}
});

test("a lock that is granted late is let go if the tab rests by then, and kept if it doesn't", () => {
	vi.useFakeTimers();
	try {
		const grants: (() => Promise<void> | undefined)[] = [];
		const [tab] = tabs(1, {
			request: (_, __, granted) => {
				grants.push(granted);
				return new Promise(() => {});
			},
		});
		tab?.take(true);
		vi.advanceTimersByTime(5_000);
		expect(grants[0]?.()).toBeInstanceOf(Promise);
		expect(tab?.mine()).toBe(true);
		tab?.rest();
		tab?.take(true);
		vi.advanceTimersByTime(5_000);
		tab?.rest();
		expect(grants[1]?.()).toBeUndefined();
		expect(tab?.mine()).toBe(false);
	} finally {
		vi.useRealTimers();
	}
});
