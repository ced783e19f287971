/**
 * Messages that the server has not acknowledged: kept in order, one under way at a time, surviving a reload. A refused
 * one stays where it is, marked with the reason, and the rest goes on.
 */
import type { RefusalReason } from "../frames.ts";
import { randomId } from "./id.ts";

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

export type OutboxStore = { load(): Unsent[]; save(items: Unsent[]): void };

/** For pages where storage is refused: unsent messages last as long as the page. */
export const memoryOutbox = (): OutboxStore => ({ load: () => [], save: () => {} });

/**
 * Every item under its own key, so that two tabs don't overwrite each other's. A store removes only what it knew of.
 * `prefix` is the conversation's. Storage may throw at any time (full, or refused by the browser): then it only forgets.
 */
export function localOutbox(prefix: string): OutboxStore {
	let known = new Set<string>();
	return {
		load() {
			const items: Unsent[] = [];
			try {
				for (const key of Object.keys(localStorage)) {
					if (!key.startsWith(prefix)) continue;
					const item = readUnsent(localStorage.getItem(key));
					if (item !== null) items.push(item);
				}
			} catch {
				return [];
			}
			known = new Set(items.map((item) => item.id));
			return items.sort((a, b) => a.at - b.at);
		},
		save(items) {
			const now = new Set(items.map((item) => item.id));
			try {
				for (const id of known) if (!now.has(id)) localStorage.removeItem(prefix + id);
				for (const item of items) localStorage.setItem(prefix + item.id, JSON.stringify(item));
			} catch {
				return;
			}
			known = now;
		},
	};
}

/** By hand: the schema library weighs more than all of this, and the widget counts bytes. */
function readUnsent(text: string | null): Unsent | null {
	const { id, kind, text: said, at, state }: Partial<Record<keyof Unsent, unknown>> = { ...JSON.parse(text ?? "{}") };
	return typeof id === "string" && typeof said === "string" && typeof at === "number"
		? {
				id,
				kind: kind === "note" ? kind : "send",
				text: said,
				at,
				state: state === "failed" ? state : "waiting",
			}
		: null;
}

export class Outbox {
	#store: OutboxStore;
	#items: Unsent[];
	/** Acknowledged, but the entry hasn't come yet: shown a moment longer so that nothing flickers. */
	#stored = new Set<string>();

	constructor(store: OutboxStore) {
		this.#store = store;
		this.#items = store.load();
	}

	/** In the order they were written. `live` is whether they can leave just now. */
	items(live: boolean): Unsent[] {
		return this.#items.map((item) =>
			item.state === "failed" ? item : { ...item, state: live ? "sending" : "waiting" },
		);
	}

	/** The next to be sent, or null. */
	next(): Unsent | null {
		return this.#items.find((item) => item.state !== "failed" && !this.#stored.has(item.id)) ?? null;
	}

	/** False when the outbox is full. */
	add(kind: Unsent["kind"], text: string): boolean {
		if (this.#items.length >= OUTBOX_LIMIT) return false;
		const at = Math.max(Date.now(), (this.#items.at(-1)?.at ?? 0) + 1);
		this.#change([...this.#items, { id: randomId(), kind, text, at, state: "waiting" }]);
		return true;
	}

	acknowledged(id: string): void {
		if (this.#items.some((item) => item.id === id)) this.#stored.add(id);
		this.#change(this.#items);
	}

	/** Their entries are in the log. */
	arrived(ids: ReadonlySet<string>): void {
		if (this.#items.some((item) => ids.has(item.id))) this.#change(this.#items.filter((item) => !ids.has(item.id)));
	}

	/** After a welcome the log is complete, so what was acknowledged is in it or before it. */
	forgetStored(): void {
		this.#change(this.#items.filter((item) => !this.#stored.has(item.id)));
		this.#stored.clear();
	}

	refused(id: string, reason: RefusalReason): void {
		this.#change(this.#items.map((item) => (item.id === id ? { ...item, state: "failed", reason } : item)));
	}

	/** Under a new id: the old one was refused, and a conflict would be refused again. */
	retry(id: string): void {
		this.#change(
			this.#items.map((item) =>
				item.id === id && item.state === "failed"
					? { ...item, id: randomId(), state: "waiting", reason: undefined }
					: item,
			),
		);
	}

	discard(id: string): void {
		this.#change(this.#items.filter((item) => item.id !== id));
	}

	#change(items: Unsent[]): void {
		this.#items = items;
		this.#store.save(items.filter((item) => !this.#stored.has(item.id)));
	}
}
