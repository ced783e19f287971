/** How long to wait before the next attempt to connect. Pure; used by the socket. */

const BASE_MS = 500;
const LONGEST_MS = 30_000;

/**
 * Milliseconds to wait after `attempt` failures in a row (0 is the first). Full jitter, so that a thousand clients cut
 * off by one deploy don't come back in step: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const backoffMs = (attempt: number, random: () => number = Math.random): number =>
	random() * Math.min(LONGEST_MS, BASE_MS * 2 ** attempt);

/** After a flood refusal: half a minute at least, or the server refuses again. */
export const floodWaitMs = (random: () => number = Math.random): number => LONGEST_MS * (1 + random());
