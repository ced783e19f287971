/** Exponential backoff: the delay before a retry doubles with each failure, up to a limit. Pure. */

export type Backoff = { firstMs: number; longestMs: number };

/** The delay in ms after `failures` failures, which count from 1. */
export const retryDelayMs = (failures: number, { firstMs, longestMs }: Backoff): number =>
	Math.min(firstMs * 2 ** Math.max(0, failures - 1), longestMs);

/**
 * The same delay with full jitter, for calls that fail together, such as those to one object: each picks a random part of
 * the delay, so that the retries don't come together as well
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export const spreadDelayMs = (failures: number, backoff: Backoff, random: () => number = Math.random): number =>
	random() * retryDelayMs(failures, backoff);
