/** The files of one open conversation: what sends them, and their address. Begun with the thread (open.ts), ended with it. */
import { signal } from "@preact/signals";
import { Addresses } from "../../../client/files/addresses.ts";
import { FileSender } from "../../../client/files/sender.ts";
import type { Outbox, OutboxStore } from "../../../client/outbox/outbox.ts";

export type OpenFiles = {
	/** Changes with whatever is drawn of files. */
	changes: { readonly value: number };
	addresses: Addresses;
	/** Null until the thread has its outbox. */
	sender: FileSender | null;
	close(): void;
};

/** `store` is wrapped: the outbox is known once it is shared. `base`: the conversation's address. */
export function openFiles(base: string, owner: string, store: OutboxStore): { files: OpenFiles; outbox: OutboxStore } {
	const changes = signal(0);
	const onChange = () => {
		changes.value++;
	};
	const target = { base, headers: () => ({}) };
	const files: OpenFiles = {
		changes,
		addresses: new Addresses({ ...target, onChange }),
		sender: null,
		close() {
			files.sender?.close();
			files.addresses.close();
		},
	};
	const begin = (outbox: Outbox) => {
		files.sender = new FileSender({ outbox, owner, target, onChange });
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
