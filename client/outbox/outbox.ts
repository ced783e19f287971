/**
 * Messages that the server has not acknowledged: kept in order, one under way at a time, surviving a reload. A refused
 * one stays where it is, marked with the reason, and the rest goes on. What shared-outbox.ts adds, it works without.
 */
import type { RefusalReason } from "../../src/protocol/conversation/frames.ts";
import { randomId } from "../id.ts";

/** More than this unsent, and new ones are refused: somebody offline for hours should see that nothing leaves. */
export const OUTBOX_LIMIT = 50;

export type Unsent = {
	id: string;
	kind: "send" | "note";
	text: string;
	/** Client's clock, ms since 1970, never twice the same in one outbox: it keeps the order. */
	at: number;
	state: "sending" | "waiting" | "failed";
	/** Why it failed. Not known any more after a reload. */
	reason?: RefusalReason;
};

export type OutboxStore = {
	load(): Unsent[];
	/** All there is now. `discarded`: what is missing was deleted by hand; otherwise the server has it. */
	save(items: Unsent[], discarded: boolean): void;
	/** Lets other tabs take part in it, as soon as it can. */
	share?(outbox: Outbox): void;
};

/** For pages where storage is refused: unsent messages last as long as the page. */
export const memoryOutbox = (): OutboxStore => ({ load: () => [], save: () => {} });

/** Stands in localStorage for a message that is gone, until shared-outbox.ts has removed its other copy too. */
export const GONE = "0";

/** What makes a local outbox one outbox for all tabs: shared-outbox.ts, which faces may load late. */
export type Shared = { share(outbox: Outbox, prefix: string): () => void };

/**
 * Every item under its own key, so that two tabs don't overwrite each other's. A store removes only what it knew of.
 * `prefix` is the conversation's. Storage may throw at any time (full, or refused by the browser): then it only forgets.
 * Where `load` fails, it stays a local one until the next page.
 */
export function localOutbox(prefix: string, load?: () => Promise<Shared>): OutboxStore {
	let known = new Set<string>();
	return {
		share: (outbox) =>
			void load?.().then(
				({ share }) => outbox.close && (outbox.close = share(outbox, prefix)),
				() => {},
			),
		load() {
			const items: Unsent[] = [];
			try {
				for (const key of Object.keys(localStorage)) {
					const item = key.startsWith(prefix) && readUnsent(JSON.parse(localStorage.getItem(key) ?? GONE));
					if (item) items.push(item);
				}
			} catch {
				// What could be read will do.
			}
			known = new Set(items.map((item) => item.id));
			return items.sort(byTime);
		},
		save(items) {
			const now = new Set(items.map((item) => item.id));
			try {
				for (const id of known) if (!now.has(id)) localStorage.setItem(prefix + id, GONE);
				for (const item of items) localStorage.setItem(prefix + item.id, JSON.stringify(item));
			} catch {
				return;
			}
			known = now;
		},
	};
}

/** The order in which messages were written, the same in every tab. */
export const byTime = (a: Unsent, b: Unsent): number => a.at - b.at || (a.id < b.id ? -1 : 1);

/** By hand: the schema library weighs more than all of this, and the widget counts bytes. */
export function readUnsent(json: unknown): Unsent | null {
	const { id, kind, text, at, state }: Partial<Record<keyof Unsent, unknown>> = Object(json);
	return typeof id === "string" && typeof text === "string" && typeof at === "number"
		? {
				id,
				kind: kind === "note" ? kind : "send",
				text,
				at,
				state: state === "failed" ? state : "waiting",
			}
		: null;
}

export class Outbox {
	/** In the order they were written. This and the rest down to `close` are what shared-outbox.ts works with. */
	all: readonly Unsent[];
	store: OutboxStore;
	/** Acknowledged, but the entry hasn't come yet: shown a moment longer so that nothing flickers. */
	stored = new Set<string>();
	/** What has come in the log: nothing of it is unsent, whatever storage says. */
	logged = new Set<string>();
	/** Another tab sends what is here. */
	elsewhere = false;
	/** To be called after any of these was changed. */
	onChange: () => void;
	/** Ends the sharing; null once it has ended. */
	close: (() => void) | null = () => {};

	constructor(store: OutboxStore, onChange = () => {}) {
		this.store = store;
		this.onChange = onChange;
		this.all = store.load();
		store.share?.(this);
	}

	/** For showing. `live` is whether they can leave just now. */
	items(live: boolean): Unsent[] {
		return this.all.map((item) => (item.state === "failed" ? item : { ...item, state: live ? "sending" : "waiting" }));
	}

	/** The next to be sent from here, or null. */
	next(): Unsent | null {
		if (this.elsewhere) return null;
		return this.all.find((item) => item.state !== "failed" && !this.stored.has(item.id)) ?? null;
	}

	/** False when the outbox is full. */
	add(kind: Unsent["kind"], text: string): boolean {
		if (this.all.length >= OUTBOX_LIMIT) return false;
		const at = Math.max(Date.now(), (this.all.at(-1)?.at ?? 0) + 1);
		this.#change([...this.all, { id: randomId(), kind, text, at, state: "waiting" }]);
		return true;
	}

	acknowledged(id: string): void {
		this.stored.add(id);
		this.#change(this.all);
	}

	/** Their entries are in the log. */
	arrived(ids: ReadonlySet<string>): void {
		for (const id of ids) this.logged.add(id);
		this.#change(this.all.filter((item) => !ids.has(item.id)));
	}

	/** After a welcome the log is complete, so what was acknowledged is in it or before it. */
	forgetStored(): void {
		this.#change(this.all.filter((item) => !this.stored.has(item.id)));
		this.stored.clear();
	}

	refused(id: string, reason: RefusalReason): void {
		this.#change(this.all.map((item) => (item.id === id ? { ...item, state: "failed", reason } : item)));
	}

	/** Under the same id, so that two tabs can't make two of it: what was refused was not stored. */
	retry(id: string): void {
		this.#change(this.all.map((item) => (item.id === id ? { ...item, state: "waiting", reason: undefined } : item)));
	}

	discard(id: string): void {
		this.#change(
			this.all.filter((item) => item.id !== id),
			true,
		);
	}

	#change(items: readonly Unsent[], discarded = false): void {
		this.all = items;
		this.store.save(
			items.filter((item) => !this.stored.has(item.id)),
			discarded,
		);
	}
}
