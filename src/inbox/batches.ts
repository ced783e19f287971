/**
 * Gathers updates that come within a moment of each other, so that one commit and one frame serve all of them. Used by the
 * Inbox under load (load.ts). It doesn't know what an update is.
 */

/** How long updates wait for each other, in ms. Nobody notices it in a list; at a hundred a second it halves commits and frames. */
const BATCH_MS = 25;

/** Updates that wait to be stored in one commit. `done` resolves when they have been; `failure` is set if that failed. */
type Batch<Update> = { updates: Update[]; done: Promise<void>; failure: Error | null };

export class Batches<Update> {
	readonly #store: (updates: Update[]) => void;
	#batch: Batch<Update> | null = null;

	constructor(store: (updates: Update[]) => void) {
		this.#store = store;
	}

	/**
	 * Resolves when the update has been stored with those that wait. If the object is reset or one of the updates fails, every
	 * caller of the batch fails and sends its update again.
	 */
	async add(update: Update): Promise<void> {
		const batch = (this.#batch ??= this.#begin());
		batch.updates.push(update);
		await batch.done;
		if (batch.failure) throw batch.failure;
	}

	/** Stores what waits now, for a caller that is about to read. */
	flush(): void {
		const batch = this.#batch;
		if (!batch) return;
		try {
			this.#store(batch.updates.splice(0));
		} catch (error) {
			batch.failure = error instanceof Error ? error : new Error(String(error));
		}
	}

	#begin(): Batch<Update> {
		const done = scheduler.wait(BATCH_MS).then(() => {
			this.flush();
			this.#batch = null;
		});
		return { updates: [], done, failure: null };
	}
}
