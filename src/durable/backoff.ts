/** How long to wait before something that failed is tried again: doubling with each failure, up to a limit. Pure. */

export type Backoff = { firstMs: number; longestMs: number };

/** `failures` so far, counted from 1. */
export const retryDelayMs = (failures: number, { firstMs, longestMs }: Backoff): number =>
	Math.min(firstMs * 2 ** Math.max(0, failures - 1), longestMs);

/**
 * The same for what fails together, such as calls to one object: spread over the whole time, so that the next tries don't
 * come together as well (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export const spreadDelayMs = (failures: number, backoff: Backoff, random: () => number = Math.random): number =>
	random() * retryDelayMs(failures, backoff);
