/**
 * One outbox for all tabs, kept beyond the browser's end: what is unsent is on the disk as well as in localStorage, the
 * tabs tell each other what changes, and one of them sends. Loaded late by the widget. A message gets out without any
 * of it; then every tab sends what it knows, which ids made before sending make harmless.
 */
import { isRefusalReason } from "../../src/protocol/refusals.ts";
import { type MessageStore, indexedDbStore } from "./indexed-db.ts";
import { byTime, GONE, type Outbox, readUnsent, type Unsent } from "./outbox.ts";
import { type Locks, tabLeader } from "./tab-leader.ts";

/** What tabs tell each other. `stored`: the server has it, so it is shown until its entry comes. */
type News = { put: Unsent } | { gone: string; stored: boolean };

type Channel = Pick<BroadcastChannel, "postMessage" | "addEventListener" | "close">;

/** The browser, or what a test puts in its place. */
export type Surroundings = {
	disk: MessageStore;
	locks: Locks | undefined;
	channel(name: string): Channel | null;
};

const browser = (): Surroundings => ({
	disk: indexedDbStore,
	// Missing on pages over plain http.
	locks: navigator.locks,
	channel(name) {
		try {
			return new BroadcastChannel(name);
		} catch {
			return null;
		}
	},
});

/** `prefix` is what the outbox's keys in localStorage begin with. The function it returns ends it. */
export function share(outbox: Outbox, prefix: string, { disk, locks, channel }: Surroundings = browser()): () => void {
	/** What this tab has saved or heard of, to tell what is new. */
	let saved = new Map<string, Unsent>();
	/** Seen in storage, so that its absence means something. */
	const kept = new Set<string>();
	/** Heard to be gone: a slow look at the disk doesn't bring it back. */
	const gone = new Set<string>();
	let onDisk = true;
	let ended = false;
	/** The page was left and may be come back to. */
	let away = false;

	const tabs = channel(prefix);
	const tell = (news: News) => {
		// A channel reaches its own origin only, and takes no other.
		// oxlint-disable-next-line unicorn/require-post-message-target-origin
		if (!ended) tabs?.postMessage(news);
	};
	const turn = tabLeader(locks, prefix, (mine) => {
		outbox.elsewhere = !mine;
		if (ended) return;
		outbox.onChange();
		if (mine || pending()) settle(false);
	});
	const pending = () => outbox.all.some((item) => item.state !== "failed" && !outbox.stored.has(item.id));
	const settle = (now: boolean) => {
		if (pending() && !ended && !away) turn?.take(now);
		else turn?.rest();
	};
	if (turn !== null) outbox.elsewhere = true;

	function keep(item: Unsent): void {
		try {
			localStorage.setItem(prefix + item.id, JSON.stringify(item));
			kept.add(item.id);
		} catch {
			// Full or refused; the disk may take it all the same.
		}
		void disk.put(prefix + item.id, item).then((done) => done && kept.add(item.id));
	}

	/** Its mark stays in localStorage until the other copy is gone: else that would bring it back. */
	async function drop(id: string): Promise<void> {
		const key = prefix + id;
		try {
			localStorage.setItem(key, GONE);
		} catch {
			// Then there is no copy in there either.
		}
		if (!(await disk.remove(key)) && onDisk) return;
		try {
			localStorage.removeItem(key);
		} catch {
			// As above.
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
			tell({ put: item });
		}
		for (const id of before.keys()) {
			if (saved.has(id)) continue;
			gone.add(id);
			void drop(id);
			tell({ gone: id, stored: !discarded });
		}
		settle(written && !document.hidden);
	}

	/** Takes over what another tab did. Nothing is written or told: that tab has. */
	function hear({ put, gone: id, stored }: Partial<Record<"put" | "gone" | "stored", unknown>>): void {
		const item = readUnsent(put);
		const { reason }: { reason?: unknown } = Object(put);
		if (item !== null) add([isRefusalReason(reason) ? { ...item, reason } : item]);
		else if (typeof id === "string") remove(new Set([id]), stored === true);
		outbox.onChange();
		settle(false);
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

	/** Compares with what is stored: when it starts, and when the page comes back and may have missed what was told. */
	async function look(): Promise<void> {
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
		// What can't be seen on a disk that can't be read may well be there.
		const lost = outbox.all.filter(({ id }) => (readable && !found.has(id) && before.has(id)) || marks.has(id));
		remove(new Set(lost.map(({ id }) => id)), false);
		outbox.onChange();
		settle(!document.hidden);
	}

	/** `marks`: ids of what is gone. */
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
			// Refused, or not ours: what could be read will do.
		}
		return { items, marks };
	}

	const wake = () => {
		away = false;
		if (!document.hidden) void look();
	};
	/** A page that is kept for going back to must not keep the others waiting. */
	const leave = () => {
		away = true;
		turn?.rest();
	};
	const listeners = new AbortController();
	const { signal } = listeners;
	tabs?.addEventListener("message", ({ data }) => hear(Object(data)), { signal });
	for (const type of ["pageshow", "focus"]) addEventListener(type, wake, { signal });
	for (const type of ["visibilitychange", "resume"]) document.addEventListener(type, wake, { signal });
	addEventListener("pagehide", leave, { signal });

	const { marks } = readLocal();
	outbox.all = outbox.all.filter(({ id }) => !marks.has(id));
	outbox.store = { load: () => [...outbox.all], save };
	// What was written before this was loaded.
	save(
		outbox.all.filter(({ id }) => !outbox.stored.has(id)),
		false,
	);
	void look();

	return () => {
		ended = true;
		listeners.abort();
		turn?.rest();
		tabs?.close();
	};
}
