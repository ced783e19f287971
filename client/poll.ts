/** Looks again and again, for where sockets are blocked. One look at a time; a look that was stopped changes nothing. */

const EVERY_MS = 3_000;
const HIDDEN_EVERY_MS = 15_000;

/**
 * Starts at once; the function it returns stops it. A look answers how many ms to wait at least before the next.
 * `stopped` is for after a look's own awaits.
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
