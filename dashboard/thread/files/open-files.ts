/**
 * The files of one open conversation: what sends them, and their address. Begun with the thread (open.ts), ended with it. The
 * sender's code is asked for with the thread and isn't waited for: few threads have a file to send.
 */
import { signal } from "@preact/signals";
import { Addresses } from "../../../client/files/addresses.ts";
import type { FileSender } from "../../../client/files/sender.ts";
import type { Outbox, OutboxStore } from "../../../client/outbox/outbox.ts";

export type OpenFiles = {
	/** Changes with whatever is drawn of files. */
	changes: { readonly value: number };
	addresses: Addresses;
	/** Null until its code is there. */
	sender: FileSender | null;
	/** Resolves to the sender. Rejects where its code can't be loaded; the next call tries again. */
	ready(): Promise<FileSender>;
	close(): void;
};

/** `store` is wrapped: the outbox is known once it is shared. `base`: the conversation's address. */
export function openFiles(base: string, owner: string, store: OutboxStore): { files: OpenFiles; outbox: OutboxStore } {
	const changes = signal(0);
	const onChange = () => {
		changes.value++;
	};
	const target = { base, headers: () => ({}) };
	let hasClosed = false;
	let outboxOf: Outbox | null = null;
	const files: OpenFiles = {
		changes,
		addresses: new Addresses({ ...target, onChange }),
		sender: null,
		async ready() {
			const { FileSender: Sender } = await import("../../../client/files/sender.ts");
			if (outboxOf === null || hasClosed) throw new Error("The thread isn't open.");
			files.sender ??= new Sender({ outbox: outboxOf, owner, target, onChange });
			return files.sender;
		},
		close() {
			hasClosed = true;
			files.sender?.close();
			files.addresses.close();
		},
	};
	const begin = (outbox: Outbox) => {
		outboxOf = outbox;
		// Where the code doesn't come, whoever adds a file asks again and is told.
		void files.ready().then(onChange, () => {});
	};
	return {
		files,
		outbox: {
			load: () => store.load(),
			save: (items, discarded) => store.save(items, discarded),
			share(outbox) {
				store.share?.(outbox);
				// After the constructor of the sender that has this outbox.
				queueMicrotask(() => begin(outbox));
			},
		},
	};
}
