/**
 * Token buckets in memory, one a key: how often something may happen. Losing them to hibernation costs nothing, for whoever
 * was idle that long has full buckets anyway. Used for frames; what counts requests at the edge is the platform's.
 */

/** So many at once, and so many a second after that. */
export type Rate = { burst: number; perSecond: number };

export class TokenBuckets {
	readonly #levels = new Map<string, { tokens: number; at: number }>();

	/** Takes one; 0 when there was one, else how long until there will be, in ms. */
	take(key: string, rate: Rate, now: number): number {
		const level = this.#levels.get(key) ?? { tokens: rate.burst, at: now };
		// A clock that was set back takes nothing away.
		const passed = Math.max(0, now - level.at) / 1_000;
		const tokens = Math.min(rate.burst, level.tokens + passed * rate.perSecond);
		const passes = tokens >= 1;
		this.#levels.set(key, { tokens: passes ? tokens - 1 : tokens, at: now });
		return passes ? 0 : Math.ceil(((1 - tokens) / rate.perSecond) * 1_000);
	}
}
