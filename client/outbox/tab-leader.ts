/**
 * Which of several tabs sends: the one that was used last, and when it is closed, one that waits. By a Web Lock, held
 * only while there is something to send: a page that holds one is neither frozen nor kept for going back to.
 */

export type TabLeader = {
	/** There is something to send. `now`: by this tab, whoever is at it; otherwise when it is its turn. */
	take(now: boolean): void;
	/** There is nothing to send. */
	rest(): void;
};

/** The one thing of `navigator.locks` that is used. */
export type Locks = {
	request(name: string, options: LockOptions, granted: () => Promise<void> | undefined): Promise<unknown>;
};

/**
 * `onTurn` is told whether this tab may send, whenever that changes; it may not until it is told. Null where there are
 * no locks (pages over plain http): then every tab sends, and the server knows a message by its id.
 */
export function tabLeader(locks: Locks | undefined, name: string, onTurn: (mine: boolean) => void): TabLeader | null {
	if (locks === undefined) return null;
	let state: "resting" | "waiting" | "taking" | "mine" = "resting";
	/** Numbers the requests, so that what becomes of an abandoned one is ignored. */
	let latest = 0;
	let release = () => {};
	let waiting = new AbortController();

	const request = async (options: LockOptions) => {
		const number = ++latest;
		let granted = false;
		try {
			await locks.request(name, options, () => {
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
			// Taken by another tab, given up by this one, or refused by the browser.
		}
		if (number !== latest) return;
		// Refused: this tab sends, and the ids see to the rest.
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
