/**
 * Sends the files of the outbox's messages: one message after the other, in their order, each file under the id it was given
 * when it was chosen. The outbox sends a message only when its files are there. What fails stays, with its reason, until it is
 * tried again. Where tabs share the outbox, the one that sends messages sends the files.
 */
import type { Outbox, Unsent, UnsentFile } from "../outbox/outbox.ts";
import { draw } from "./picture.ts";
import { drop, keep, sweep, take } from "./shelf.ts";
import { upload, type UploadFailure, type UploadTarget } from "./upload.ts";

/** Waits between attempts where no answer came; the browser's "online" ends one. */
const AGAIN_MS = [2_000, 5_000, 15_000, 30_000];

/** A file of no message is dropped from the shelf after this time: another tab may be about to send it. */
const ORPHAN_MS = 24 * 3_600_000;

/** Why a file isn't sent. `detail`: the server's own sentence. "lost": the browser has it no more. */
export type FileTrouble = { reason: string; detail?: string | undefined };

export type FileSenderOptions = {
	outbox: Outbox;
	/** The outbox's prefix, which says whose files these are. */
	owner: string;
	target: UploadTarget;
	/** `shares`, `troubles` or `unkept` has changed. */
	onChange(): void;
};

/** Changes a message of the outbox, stores it and tells other tabs; null takes it away. */
function edit(outbox: Outbox, id: string, change: (item: Unsent) => Unsent | null): void {
	const before = outbox.all;
	outbox.all = before.flatMap((item) => (item.id === id ? (change(item) ?? []) : item));
	const kept = outbox.all.filter((item) => !outbox.stored.has(item.id));
	outbox.store.save(kept, outbox.all.length < before.length);
	outbox.onChange();
}

const withFile = (item: Unsent, id: string, fields: Partial<UnsentFile>): Unsent => ({
	...item,
	files: item.files?.map((file) => (file.id === id ? { ...file, ...fields } : file)),
});

export class FileSender {
	readonly #options: FileSenderOptions;
	#running: { id: string; abort: AbortController } | null = null;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#closed = false;
	/** What is done of each file, from 0 to 1. */
	readonly shares = new Map<string, number>();
	readonly troubles = new Map<string, FileTrouble>();
	/** Files that last only as long as this page. */
	readonly unkept = new Set<string>();
	/** The page's own files, to show before they are sent. */
	readonly #addresses = new Map<string, string>();
	/** Files that were known to be in the outbox, so that those which leave it are dropped. */
	#known = new Set<string>();

	constructor(options: FileSenderOptions) {
		this.#options = options;
		addEventListener("online", this.#online);
		this.check();
		void sweep(options.owner, this.#wanted(), Date.now() - ORPHAN_MS);
	}

	/** Takes a file into the shelf. Resolves to what a message of the outbox holds of it. */
	async add(file: File, id: string): Promise<UnsentFile> {
		const { thumbnail, ...size } = await draw(file);
		const { name, type } = file;
		const at = Date.now();
		// A copy in memory is the file as it is now; the browser would read the file itself only when it is sent.
		if (!(await keep({ id, owner: this.#options.owner, at, blob: file, thumbnail, ...size }))) this.unkept.add(id);
		return { id, name, type, size: file.size };
	}

	/** An address of a file that isn't sent yet, for this page; null: not read yet, or gone. */
	address(id: string): string | null {
		const known = this.#addresses.get(id);
		if (known !== undefined) return known || null;
		this.#addresses.set(id, "");
		void take(id).then((found) => {
			if (!found || this.#closed) return;
			this.#addresses.set(id, URL.createObjectURL(found.thumbnail ?? found.blob));
			this.#options.onChange();
		});
		return null;
	}

	/** Forgets a file that isn't to be sent after all. */
	forget(id: string): void {
		if (this.#running?.id === id) this.#running.abort.abort();
		for (const map of [this.shares, this.troubles]) map.delete(id);
		this.unkept.delete(id);
		const address = this.#addresses.get(id);
		if (address) URL.revokeObjectURL(address);
		this.#addresses.delete(id);
		void drop(id);
	}

	/** Takes a file out of a message. A message without words and other files goes with it. */
	remove(message: string, id: string): void {
		edit(this.#options.outbox, message, (item) => {
			const files = item.files?.filter((file) => file.id !== id) ?? [];
			return files.length > 0 || item.text !== "" ? { ...item, files } : null;
		});
		this.forget(id);
		this.check();
	}

	/** Sends the next file, unless one is being sent. Called after every change of the outbox. */
	check(): void {
		if (this.#closed) return;
		const { outbox } = this.#options;
		const wanted = this.#wanted();
		const left = [...this.#known].filter((id) => !wanted.has(id));
		this.#known = wanted;
		// A moment later: a message that moves to another conversation takes its files along, and this sender is closed.
		if (left.length > 0) setTimeout(() => !this.#closed && left.forEach((id) => this.forget(id)), 1_000);
		if (left.includes(this.#running?.id ?? "")) this.#running?.abort.abort();
		// The server has files no more that it waited a day for.
		const stale = outbox.all.find(
			({ state, reason, files }) => state === "failed" && reason === "no_file" && files?.every((file) => file.done),
		);
		if (stale)
			edit(outbox, stale.id, (item) => ({ ...item, files: item.files?.map((file) => ({ ...file, done: false })) }));
		if (this.#running || this.#timer || outbox.elsewhere || !navigator.onLine) return;
		for (const item of outbox.all) {
			const next = item.state === "failed" ? undefined : item.files?.find(({ done }) => !done);
			if (next) return void this.#send(item, next);
		}
	}

	close(): void {
		this.#closed = true;
		removeEventListener("online", this.#online);
		clearTimeout(this.#timer);
		this.#running?.abort.abort();
		for (const address of this.#addresses.values()) if (address) URL.revokeObjectURL(address);
	}

	#wanted(): Set<string> {
		return new Set(this.#options.outbox.all.flatMap(({ files }) => (files ?? []).map(({ id }) => id)));
	}

	async #send(item: Unsent, { id, name }: UnsentFile): Promise<void> {
		const abort = new AbortController();
		this.#running = { id, abort };
		this.troubles.delete(id);
		const { target, onChange } = this.#options;
		const found = await take(id);
		const result = found
			? await upload(target, {
					id,
					blob: found.blob,
					thumbnail: found.thumbnail,
					offer: { name, width: found.width, height: found.height },
					signal: abort.signal,
					onProgress: (share) => {
						this.shares.set(id, share);
						onChange();
					},
				})
			: null;
		this.#running = null;
		if (this.#closed) return;
		this.shares.delete(id);
		if (result?.ok) {
			this.#failures = 0;
			edit(this.#options.outbox, item.id, (now) => withFile(now, id, { done: true }));
		} else if (!abort.signal.aborted) this.#failed(item.id, id, result);
		onChange();
		this.check();
	}

	/** A message with a file that can't be sent waits for its sender; those after it go on. */
	#failed(message: string, id: string, failure: UploadFailure | null): void {
		const { status, reason = "invalid", detail, retryAfterMs } = failure ?? { status: 404, reason: "lost" };
		const isFlood = status === 429 && reason === "flood";
		// No answer, a session that is being renewed, a server that fails, and a rate that was too high are no fault of the file.
		if (status === 0 || status >= 500 || status === 401 || status === 408 || isFlood || reason === "cut") {
			const wait = retryAfterMs ?? AGAIN_MS[Math.min(this.#failures, AGAIN_MS.length - 1)];
			this.#failures++;
			this.#timer = setTimeout(this.#online, wait);
			return;
		}
		this.troubles.set(id, { reason, detail });
		edit(this.#options.outbox, message, (item) => ({ ...item, state: "failed", reason: "invalid" }));
	}

	#online = (): void => {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.check();
	};
}
