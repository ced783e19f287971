/**
 * Backpressure of the Inbox: how long a conversation should gather messages before its next update. The Inbox is one object
 * for a whole workspace, so the more updates arrive, the less often each conversation should send one.
 */

const WINDOW_MS = 1_000;

/** Up to this many updates in a window are stored without a wait. */
const QUIET = 10;

/** Above that, each update of a window adds this many ms to the wait, which keeps the Inbox at about 40 updates a second. */
const SHARE_MS = 25;

/** The longest wait: at two hundred updates a second a list changes faster than anybody reads, but it should still be live. */
const MAX_MS = 5_000;

export class LoadGovernor {
	#windowFrom = 0;
	#count = 0;
	#before = 0;

	/** Counts an update at `now` (ms). Returns how long its conversation should gather messages before the next one, in ms. */
	next(now: number): number {
		const passed = now - this.#windowFrom;
		// A clock that was set back starts a new window.
		if (passed >= WINDOW_MS || passed < 0) {
			this.#before = passed < 2 * WINDOW_MS && passed > 0 ? this.#count : 0;
			this.#count = 0;
			this.#windowFrom = now;
		}
		this.#count++;
		const rate = Math.max(this.#before, this.#count);
		return rate <= QUIET ? 0 : Math.min(rate * SHARE_MS, MAX_MS);
	}
}
