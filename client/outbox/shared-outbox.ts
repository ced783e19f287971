/**
 * One outbox for all tabs, which survives the end of the browser: unsent messages are in IndexedDB as well as in
 * localStorage, tabs broadcast changes to each other, and one tab sends. The widget loads this module late. Without it, or
 * without the browser's support for it, every tab sends the messages it has; the messages' ids keep that idempotent.
 */
import { isRefusalReason } from "../../src/protocol/refusals.ts";
import { type MessageStore, indexedDbStore } from "./indexed-db.ts";
import { byTime, GONE, type Outbox, readUnsent, type Unsent } from "./outbox.ts";
import { type Locks, tabLeader } from "./tab-leader.ts";

/** A broadcast between tabs. `stored`: the server has the message, so it is shown until its entry arrives. */
type News = { put: Unsent } | { gone: string; stored: boolean };

type Channel = Pick<BroadcastChannel, "postMessage" | "addEventListener" | "close">;

/** The browser's APIs, which tests replace. */
export type Surroundings = {
	disk: MessageStore;
	locks: Locks | undefined;
	channel(name: string): Channel | null;
};

const browser = (): Surroundings => ({
	disk: indexedDbStore,
	// Pages over plain http have no locks.
	locks: navigator.locks,
	channel(name) {
		try {
			return new BroadcastChannel(name);
		} catch {
			return null;
		}
	},
});

/** Shares an outbox. `prefix` is that of its keys in localStorage. Returns the function that ends the sharing. */
export function share(outbox: Outbox, prefix: string, { disk, locks, channel }: Surroundings = browser()): () => void {
	/** The items that this tab saved or received, by which `save` finds the changes. */
	let saved = new Map<string, Unsent>();
	/** Ids that were seen in storage, so their absence means that another tab removed them. */
	const kept = new Set<string>();
	/** Ids that were removed, so a slow read of IndexedDB doesn't bring them back. */
	const gone = new Set<string>();
	let onDisk = true;
	let ended = false;
	/** True: the page was left and may be in the back/forward cache. */
	let away = false;

	const tabs = channel(prefix);
	const broadcast = (news: News) => {
		// A BroadcastChannel reaches its own origin only, and has no target origin to name.
		// oxlint-disable-next-line unicorn/require-post-message-target-origin
		if (!ended) tabs?.postMessage(news);
	};
	const leader = tabLeader(locks, prefix, (mine) => {
		outbox.elsewhere = !mine;
		if (ended) return;
		outbox.onChange();
		if (mine || pending()) updateLock(false);
	});
	const pending = () => outbox.all.some((item) => item.state !== "failed" && !outbox.stored.has(item.id));
	/** Requests the lock while there is something to send, and releases it otherwise. `now`: steals it from another tab. */
	const updateLock = (now: boolean) => {
		if (pending() && !ended && !away) leader?.take(now);
		else leader?.rest();
	};
	if (leader !== null) outbox.elsewhere = true;

	function keep(item: Unsent): void {
		try {
			localStorage.setItem(prefix + item.id, JSON.stringify(item));
			kept.add(item.id);
		} catch {
			// localStorage is full or refused; IndexedDB may still work.
		}
		void disk.put(prefix + item.id, item).then((done) => done && kept.add(item.id));
	}

	/** Removes a message. Its tombstone stays in localStorage until the copy in IndexedDB is gone, which would bring it back. */
	async function drop(id: string): Promise<void> {
		const key = prefix + id;
		try {
			localStorage.setItem(key, GONE);
		} catch {
			// localStorage is full or refused, so it holds no copy.
		}
		if (!(await disk.remove(key)) && onDisk) return;
		try {
			localStorage.removeItem(key);
		} catch {
			// localStorage is refused.
		}
	}

	function save(items: readonly Unsent[], discarded: boolean): void {
		const before = saved;
		saved = new Map(items.map((item) => [item.id, item]));
		let written = false;
		for (const item of items) {
			if (before.get(item.id) === item) continue;
			written ||= item.state !== "failed";
			keep(item);
			broadcast({ put: item });
		}
		for (const id of before.keys()) {
			if (saved.has(id)) continue;
			gone.add(id);
			void drop(id);
			broadcast({ gone: id, stored: !discarded });
		}
		updateLock(written && !document.hidden);
	}

	/** Applies a broadcast of another tab. It writes and broadcasts nothing, because the other tab has. */
	function receive({ put, gone: id, stored }: Partial<Record<"put" | "gone" | "stored", unknown>>): void {
		const item = readUnsent(put);
		const { reason }: { reason?: unknown } = Object(put);
		if (item !== null) add([isRefusalReason(reason) ? { ...item, reason } : item]);
		else if (typeof id === "string") remove(new Set([id]), stored === true);
		outbox.onChange();
		updateLock(false);
	}

	function add(items: Unsent[]): void {
		const fresh = items.filter(({ id }) => !gone.has(id) && !outbox.stored.has(id) && !outbox.logged.has(id));
		for (const item of fresh) saved.set(item.id, item);
		const others = outbox.all.filter(({ id }) => !fresh.some((item) => item.id === id));
		outbox.all = [...others, ...fresh].sort(byTime);
	}

	function remove(ids: ReadonlySet<string>, stored: boolean): void {
		for (const id of ids) {
			gone.add(id);
			saved.delete(id);
			if (stored) outbox.stored.add(id);
		}
		if (!stored) outbox.all = outbox.all.filter(({ id }) => !ids.has(id));
	}

	/** Compares the outbox with storage: at the start, and when the page is shown again and may have missed broadcasts. */
	async function synchronize(): Promise<void> {
		const before = new Set(kept);
		const { items, marks } = readLocal();
		const found = new Map(items.map((item) => [item.id, item]));
		let values: unknown[] = [];
		let readable = true;
		try {
			values = await disk.all(prefix);
		} catch {
			onDisk = readable = false;
		}
		for (const value of values) {
			const item = readUnsent(value);
			if (item !== null && !marks.has(item.id) && !found.has(item.id)) found.set(item.id, item);
		}
		if (ended) return;
		for (const id of marks) void drop(id);
		for (const id of found.keys()) {
			if (outbox.logged.has(id)) void drop(id);
			kept.add(id);
		}
		const known = new Set(outbox.all.map(({ id }) => id));
		add([...found.values()].filter(({ id }) => !known.has(id)));
		// If IndexedDB can't be read, a missing item proves nothing.
		const lost = outbox.all.filter(({ id }) => (readable && !found.has(id) && before.has(id)) || marks.has(id));
		remove(new Set(lost.map(({ id }) => id)), false);
		outbox.onChange();
		updateLock(!document.hidden);
	}

	/** The contents of localStorage. `marks`: ids of tombstones. */
	function readLocal(): { items: Unsent[]; marks: Set<string> } {
		const items: Unsent[] = [];
		const marks = new Set<string>();
		try {
			for (const key of Object.keys(localStorage)) {
				if (!key.startsWith(prefix)) continue;
				const item = readUnsent(JSON.parse(localStorage.getItem(key) ?? GONE));
				if (item === null) marks.add(key.slice(prefix.length));
				else items.push(item);
			}
		} catch {
			// Storage is refused or a value can't be parsed; the items read so far are kept.
		}
		return { items, marks };
	}

	const wake = () => {
		away = false;
		if (!document.hidden) void synchronize();
	};
	/** Releases the lock: a page in the back/forward cache must not keep other tabs waiting. */
	const leave = () => {
		away = true;
		leader?.rest();
	};
	const listeners = new AbortController();
	const { signal } = listeners;
	tabs?.addEventListener("message", ({ data }) => receive(Object(data)), { signal });
	for (const type of ["pageshow", "focus"]) addEventListener(type, wake, { signal });
	for (const type of ["visibilitychange", "resume"]) document.addEventListener(type, wake, { signal });
	addEventListener("pagehide", leave, { signal });

	const { marks } = readLocal();
	outbox.all = outbox.all.filter(({ id }) => !marks.has(id));
	outbox.store = { load: () => [...outbox.all], save };
	// Stores the messages that were written before this module was loaded.
	save(
		outbox.all.filter(({ id }) => !outbox.stored.has(id)),
		false,
	);
	void synchronize();

	return () => {
		ended = true;
		listeners.abort();
		leader?.rest();
		tabs?.close();
	};
}
