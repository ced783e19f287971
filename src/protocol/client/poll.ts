/** Looks again and again, for where sockets are blocked. One look at a time; a look that was stopped changes nothing. */

const EVERY_MS = 3_000;
const HIDDEN_EVERY_MS = 15_000;

/** What a look wants next: `more` at once, `wait` ms at least, or the usual pause. */
export type Next = { more?: boolean; waitMs?: number };

/** Starts at once; the function it returns stops it. `stopped` is for after a look's own awaits. */
export function poll(look: (stopped: () => boolean) => Promise<Next>): () => void {
	let ended = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const round = async () => {
		const { more, waitMs = 0 } = await look(() => ended);
		if (ended) return;
		timer = setTimeout(round, more ? 0 : Math.max(waitMs, document.hidden ? HIDDEN_EVERY_MS : EVERY_MS));
	};
	void round();
	return () => {
		ended = true;
		clearTimeout(timer);
	};
}
