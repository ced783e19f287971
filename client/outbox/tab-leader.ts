/**
 * Leader election among tabs: the tab that was used last sends, and when it is closed, a waiting one does. The leader holds
 * a Web Lock, only while there is something to send: the browser neither freezes a page with a lock nor puts it in the
 * back/forward cache.
 */

/**
 * How long a lock that is taken from another tab may stay unanswered. The browser gives such a lock at once; a few of them,
 * and extensions in their place, never answer.
 */
const ANSWER_WITHIN_MS = 3_000;

export type TabLeader = {
	/** Requests the lock. `now`: takes it from another tab; otherwise waits until it is free. */
	take(now: boolean): void;
	/** Releases the lock, or stops waiting for it: there is nothing to send. */
	rest(): void;
};

/** The part of `navigator.locks` that is used. */
export type Locks = {
	request(name: string, options: LockOptions, granted: () => Promise<void> | undefined): Promise<unknown>;
};

/**
 * Joins the election. `onTurn` is called with whether this tab may send, whenever that changes; before the first call it may
 * not. Null where the browser has no locks (pages over plain http): then every tab sends, and the server drops duplicates
 * by their ids.
 */
export function tabLeader(locks: Locks | undefined, name: string, onTurn: (mine: boolean) => void): TabLeader | null {
	if (locks === undefined) return null;
	let state: "resting" | "waiting" | "taking" | "mine" = "resting";
	/** The number of the latest request, by which the outcome of an earlier one is ignored. */
	let latest = 0;
	let release = () => {};
	let waiting = new AbortController();

	const request = async (options: LockOptions) => {
		const number = ++latest;
		let granted = false;
		const unanswered = setTimeout(() => {
			if (state !== "taking" || number !== latest) return;
			state = "mine";
			onTurn(true);
		}, ANSWER_WITHIN_MS);
		try {
			await locks.request(name, options, () => {
				clearTimeout(unanswered);
				if (number !== latest) return;
				granted = true;
				state = "mine";
				onTurn(true);
				return new Promise<void>((resolve) => {
					if (state === "mine" && number === latest) release = resolve;
					else resolve();
				});
			});
		} catch {
			// Another tab took the lock, this one aborted the request, or the browser refused it.
		}
		clearTimeout(unanswered);
		if (number !== latest) return;
		// If the browser refused the lock, this tab sends; the messages' ids make duplicates harmless.
		state = granted ? "resting" : "mine";
		onTurn(!granted);
	};

	return {
		take(now) {
			if (state === "mine" || state === "taking" || (state === "waiting" && !now)) return;
			waiting.abort();
			waiting = new AbortController();
			state = now ? "taking" : "waiting";
			void request(now ? { steal: true } : { signal: waiting.signal });
		},
		rest() {
			if (state === "resting") return;
			state = "resting";
			latest++;
			waiting.abort();
			release();
			release = () => {};
			onTurn(false);
		},
	};
}
