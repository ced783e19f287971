/**
 * How often a conversation should tell the list what was said: the more tell it, the less often each. The Inbox is one
 * object for a whole workspace, and what it does for one message is done for all that come at once.
 */

const WINDOW_MS = 1_000;

/** So many a second are no effort, and told without a wait. */
const QUIET = 10;

/** Of the Inbox's time, what each line told is worth past that: 40 a second are as many as it should take. */
const SHARE_MS = 25;

/** With two hundred a second a list changes faster than anybody reads; later than this and it would no longer be live. */
const MAX_MS = 5_000;

export class LoadGovernor {
	#windowFrom = 0;
	#count = 0;
	#before = 0;

	/** Counts one that is told at `now` (ms) and says how long its conversation should gather messages before it tells again, in ms. */
	next(now: number): number {
		const passed = now - this.#windowFrom;
		// A clock that was set back starts over.
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
