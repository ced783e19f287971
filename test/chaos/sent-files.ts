/**
 * Files in the storm: a tab's unsent messages have them, sends each until it is answered, and lets the message go only then, as
 * client/files does with a browser's own means. A file's content is its id, so that the reader finds it again.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import type { Outbox, OutboxStore, UnsentFile } from "../../client/outbox/outbox.ts";
import { FILE_HEADER } from "../../src/protocol/conversation/file.ts";

export const newFile = (): UnsentFile => {
	const id = randomUUID();
	return { id, name: `${id}.txt`, type: "text/plain", size: id.length };
};

const AGAIN_MS = 300;

export class TabFiles {
	readonly #base: string;
	readonly #headers: () => Record<string, string>;
	#outbox: Outbox | null = null;
	#sending = false;

	constructor(base: string, headers: () => Record<string, string>) {
		this.#base = base;
		this.#headers = headers;
	}

	/** The store, through which this learns of the outbox. */
	watch = (store: OutboxStore): OutboxStore => ({
		...store,
		share: (outbox) => {
			this.#outbox = outbox;
			queueMicrotask(() => void this.send());
		},
	});

	/** The tab is closed: what is under way may arrive, and is sent again by the next page. */
	close(): void {
		this.#outbox = null;
	}

	/** Sends the outbox's files, one by one, until all are there. */
	async send(): Promise<void> {
		if (this.#sending) return;
		this.#sending = true;
		for (let outbox = this.#outbox; outbox; outbox = this.#outbox) {
			const next = outbox.all
				.filter(({ state }) => state !== "failed")
				.flatMap(({ files }) => files ?? [])
				.find(({ done }) => !done);
			if (!next) break;
			if (!(await this.#put(next.id))) await sleep(AGAIN_MS);
			else if (outbox === this.#outbox) this.#mark(outbox, next.id);
		}
		this.#sending = false;
	}

	async #put(id: string): Promise<boolean> {
		const offer = encodeURIComponent(JSON.stringify({ name: `${id}.txt`, size: id.length }));
		const headers = { ...this.#headers(), [FILE_HEADER]: offer };
		const init = { method: "PUT", headers, body: id, signal: AbortSignal.timeout(5_000) };
		const response = await fetch(`${this.#base}/files/${id}`, init).catch(() => null);
		await response?.arrayBuffer().catch(() => null);
		return response?.status === 201;
	}

	#mark(outbox: Outbox, id: string): void {
		outbox.all = outbox.all.map((item) => ({
			...item,
			files: item.files?.map((file) => (file.id === id ? { ...file, done: true } : file)),
		}));
		outbox.store.save([...outbox.all], false);
		outbox.onChange();
	}
}
