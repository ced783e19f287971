/**
 * Which of several tabs sends: the one that was used last, and when it is closed, one of the others. By a Web Lock.
 * Where there are none (pages over plain http), every tab sends, and the server knows a message by its id.
 */

export type Turns = {
	/** This tab is being used. */
	take(): void;
	close(): void;
};

type Locks = Pick<LockManager, "request">;

/** `onTurn` is told whether it is this tab's turn whenever that changes; until it is told, it is. */
export function turns(locks: Locks | undefined, name: string, onTurn: (mine: boolean) => void): Turns {
	if (locks === undefined) return { take() {}, close() {} };
	let mine = false;
	let closed = false;
	let release = () => {};
	let waiting = new AbortController();

	/** Resolves when the lock was let go, taken away or not to be had. */
	const request = async (options: LockOptions): Promise<"held" | "busy" | "refused"> => {
		let held = false;
		try {
			await locks.request(name, options, (lock) => {
				if (lock === null || closed) return;
				held = true;
				return new Promise<void>((resolve) => {
					release = resolve;
					mine = true;
					onTurn(true);
				});
			});
		} catch {
			if (!held) return "refused";
		}
		return held ? "held" : "busy";
	};
	/** Whatever comes of a request, the next chance is waited for. */
	const then = (result: "held" | "busy" | "refused"): void => {
		if (closed || (result === "refused" && waiting.signal.aborted)) return;
		mine = false;
		// A browser that refuses locks leaves it to the ids.
		onTurn(result === "refused");
		if (result === "refused") return;
		waiting = new AbortController();
		void request({ signal: waiting.signal }).then(then);
	};
	void request({ ifAvailable: true }).then(then);

	return {
		take() {
			if (mine || closed) return;
			mine = true;
			waiting.abort();
			void request({ steal: true }).then(then);
		},
		close() {
			closed = true;
			waiting.abort();
			release();
		},
	};
}
