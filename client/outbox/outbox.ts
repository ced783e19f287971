/**
 * The outbox: messages that the server hasn't acknowledged, in order, stored so that they survive a reload. The sender sends
 * one at a time. A refused message stays in its place with the reason, and the others go on. shared-outbox.ts can extend
 * it to all tabs; it works without that.
 */
import type { RefusalReason } from "../../src/protocol/conversation/frames.ts";
import { randomId } from "../id.ts";

/** The most unsent messages. More are refused: somebody who is offline for hours should notice that nothing is sent. */
export const OUTBOX_LIMIT = 50;

/** A file of an unsent message. Its bytes are on the shelf (files/shelf.ts). */
export type UnsentFile = {
	id: string;
	name: string;
	/** As the browser says. */
	type: string;
	size: number;
	/** What a picture shows, in a teammate's words. */
	alt?: string | undefined;
	/** True: the server has it. A message is sent once it has all of them. */
	done?: boolean | undefined;
};

export type Unsent = {
	id: string;
	kind: "send" | "note";
	text: string;
	files?: UnsentFile[] | undefined;
	/** When it was written, in ms since 1970 by the client's clock. Unique within an outbox, because it defines the order. */
	at: number;
	state: "sending" | "waiting" | "failed";
	/** Why it failed. It isn't stored, so it is missing after a reload. */
	reason?: RefusalReason;
	/** When it is sent, in ms since 1970 by the client's clock, where the server said to wait. It isn't stored. */
	goesAt?: number;
};

export type OutboxStore = {
	load(): Unsent[];
	/** Stores the whole list. `discarded`: items that are missing were deleted by the user; otherwise the server has them. */
	save(items: Unsent[], discarded: boolean): void;
	/** Shares the outbox with other tabs, as soon as the code for it is loaded. */
	share?(outbox: Outbox): void;
};

/** A store for pages without storage: unsent messages last as long as the page. */
export const memoryOutbox = (): OutboxStore => ({ load: () => [], save: () => {} });

/** The tombstone of a removed message in localStorage. shared-outbox.ts deletes it after the copy in IndexedDB. */
export const GONE = "0";

/** The module shared-outbox.ts, which the widget loads late. `share` returns the function that ends the sharing. */
export type Shared = { share(outbox: Outbox, prefix: string): () => void };

/**
 * A store in localStorage. Every item has its own key, so that two tabs don't overwrite each other's, and a store removes
 * only items that it knew of. `prefix` is the conversation's. If storage throws (it is full, or the browser refuses it),
 * nothing is stored. If `load` fails, the outbox isn't shared until the next page.
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
				// Storage is refused or an item can't be parsed; the items read so far are kept.
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

/** Parses a stored item; null where it isn't one. Without the schema library, which is too big for the widget. */
export function readUnsent(json: unknown): Unsent | null {
	const { id, kind, text, at, state, files }: Partial<Record<keyof Unsent, unknown>> = Object(json);
	return typeof id === "string" && typeof text === "string" && typeof at === "number"
		? {
				id,
				kind: kind === "note" ? kind : "send",
				text,
				...(Array.isArray(files) && { files }),
				at,
				state: state === "failed" ? state : "waiting",
			}
		: null;
}

export class Outbox {
	/** All messages, in the order they were written. shared-outbox.ts changes this field and those down to `close`. */
	all: readonly Unsent[];
	store: OutboxStore;
	/** Ids that are acknowledged but whose entries haven't arrived; they are shown until then, so that nothing flickers. */
	stored = new Set<string>();
	/** Ids that are in the log, so they aren't unsent, whatever storage holds. */
	logged = new Set<string>();
	/** True: another tab sends the messages. */
	elsewhere = false;
	/** Must be called after a change of any of these fields. */
	onChange: () => void;
	/** Ends the sharing with other tabs; null once it has ended. */
	close: (() => void) | null = () => {};

	constructor(store: OutboxStore, onChange = () => {}) {
		this.store = store;
		this.onChange = onChange;
		this.all = store.load();
		store.share?.(this);
	}

	/** The messages for display. `live`: whether they can be sent now. `goesAt`: when they are sent, where that is known. */
	items(live: boolean, goesAt?: number): Unsent[] {
		return this.all.map((item) =>
			item.state === "failed" ? item : { ...item, state: live ? "sending" : "waiting", goesAt },
		);
	}

	/** The next message that this tab should send, or null. */
	next(): Unsent | null {
		if (this.elsewhere) return null;
		const next = this.all.find((item) => item.state !== "failed" && !this.stored.has(item.id));
		return next?.files?.some(({ done }) => !done) ? null : (next ?? null);
	}

	/** False when the outbox is full. */
	add(kind: Unsent["kind"], text: string, files?: UnsentFile[]): boolean {
		if (this.all.length >= OUTBOX_LIMIT) return false;
		const at = Math.max(Date.now(), (this.all.at(-1)?.at ?? 0) + 1);
		this.#change([...this.all, { id: randomId(), kind, text, files, at, state: "waiting" }]);
		return true;
	}

	acknowledged(id: string): void {
		this.stored.add(id);
		this.#change(this.all);
	}

	/** The entries with these ids are in the log, so the messages are removed. */
	arrived(ids: ReadonlySet<string>): void {
		for (const id of ids) this.logged.add(id);
		this.#change(this.all.filter((item) => !ids.has(item.id)));
	}

	/** Removes acknowledged messages. To be called after a welcome: the log is complete, so it contains them. */
	forgetStored(): void {
		this.#change(this.all.filter((item) => !this.stored.has(item.id)));
		this.stored.clear();
	}

	refused(id: string, reason: RefusalReason): void {
		this.#change(this.all.map((item) => (item.id === id ? { ...item, state: "failed", reason } : item)));
	}

	/** Makes a failed message wait again, with the same id, so that two tabs can't send it twice. */
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
