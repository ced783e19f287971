/** Polling, for networks that block WebSockets. One request at a time. */

const EVERY_MS = 3_000;
const HIDDEN_EVERY_MS = 15_000;

/**
 * Calls `look` at once and then repeatedly; returns the function that stops it. `look` resolves to the least wait before the
 * next call, in ms. After its awaits it must check `stopped`, and change nothing once that is true.
 */
export function poll(look: (stopped: () => boolean) => Promise<number>): () => void {
	let ended = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const round = async () => {
		const waitMs = await look(() => ended);
		if (!ended) timer = setTimeout(round, Math.max(waitMs, document.hidden ? HIDDEN_EVERY_MS : EVERY_MS));
	};
	void round();
	return () => {
		ended = true;
		clearTimeout(timer);
	};
}
