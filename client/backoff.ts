/** The delay before the next attempt to connect. Pure; used by connection.ts. */

const BASE_MS = 500;
const LONGEST_MS = 30_000;

/**
 * Exponential backoff with full jitter, in ms, after `attempt` failures in a row (0 is the first). The jitter keeps a
 * thousand clients that one deploy disconnects from reconnecting at the same moment:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const backoffMs = (attempt: number, random: () => number = Math.random): number =>
	random() * Math.min(LONGEST_MS, BASE_MS * 2 ** attempt);

/** The delay after the close code `flood`, in ms: at least half a minute, because the server refuses again before that. */
export const floodWaitMs = (random: () => number = Math.random): number => LONGEST_MS * (1 + random());
