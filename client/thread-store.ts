/**
 * The observable view of a conversation: applies changes, lets ephemeral state expire, and calls its subscribers. It knows
 * nothing of frames or connections; thread-core.ts changes it.
 */
import { type Ephemeral, nextExpiry, nothingEphemeral, unexpired } from "./ephemeral.ts";
import type { Unsent } from "./outbox/outbox.ts";
import { emptyView, type ThreadView } from "./thread-view.ts";

export abstract class ThreadStore {
	/** Replaced on every change, after which subscribers are called. */
	view: ThreadView = emptyView;
	/** Ephemeral state; subscribers see it with the next `change`. */
	protected live: Ephemeral = nothingEphemeral;
	protected closed = false;
	#listeners = new Set<() => void>();
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** The unsent messages, read on every change. */
	protected abstract unsent(): Unsent[];

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Applies a change. `{}` only refreshes unsent messages and ephemeral state. After `close` it does nothing. */
	protected change(change: Partial<ThreadView>): void {
		if (this.closed) return;
		// A monotonic clock: the wall clock may be set while state waits to expire.
		const now = performance.now();
		this.live = unexpired(this.live, now);
		clearTimeout(this.#timer);
		const expiry = nextExpiry(this.live);
		if (expiry !== null) this.#timer = setTimeout(() => this.change({}), expiry - now);
		const { turn, typing } = this.live;
		this.view = {
			...this.view,
			...change,
			unsent: this.unsent(),
			writing: turn?.text ?? null,
			thinking: turn !== null && turn.text === null,
			typing,
		};
		for (const listener of this.#listeners) listener();
	}

	close(): void {
		this.closed = true;
		clearTimeout(this.#timer);
		this.#listeners.clear();
	}
}
