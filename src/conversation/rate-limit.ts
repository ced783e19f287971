/**
 * Refuses floods: a token bucket a person and kind of frame, in memory. Losing it to hibernation costs nothing, for a
 * person who was idle that long has full buckets anyway.
 */

type Rate = { burst: number; perSecond: number };

/** Fifteen messages at once and one every two seconds after that is more than anybody types. */
const VISITOR_SAYING: Rate = { burst: 15, perSecond: 0.5 };
/** Teammates paste and answer quickly. */
const MEMBER_SAYING: Rate = { burst: 60, perSecond: 5 };
/** Typing, read marks and everything else. */
const SIGNALLING: Rate = { burst: 60, perSecond: 10 };

/** Refusals in a row after which a socket is closed: its client is not listening. */
const PATIENCE = 200;

const SAYING_TYPES = new Set(["send", "note", "choose", "email", "end"]);

export class RateLimiter {
	readonly #levels = new Map<string, { tokens: number; at: number }>();
	readonly #refusals = new Map<string, number>();

	/** Counts one frame; 0 when it may pass, else how long to wait in ms. */
	delayFor(person: string, frameType: string, now: number): number {
		const saying = SAYING_TYPES.has(frameType);
		const rate = !saying ? SIGNALLING : person.startsWith("v:") ? VISITOR_SAYING : MEMBER_SAYING;
		const key = `${saying ? "say" : "signal"} ${person}`;
		const level = this.#levels.get(key) ?? { tokens: rate.burst, at: now };
		// A clock that was set back takes nothing away.
		const passed = Math.max(0, now - level.at) / 1_000;
		const tokens = Math.min(rate.burst, level.tokens + passed * rate.perSecond);
		const passes = tokens >= 1;
		this.#levels.set(key, { tokens: passes ? tokens - 1 : tokens, at: now });
		this.#refusals.set(person, passes ? 0 : (this.#refusals.get(person) ?? 0) + 1);
		return passes ? 0 : Math.ceil(((1 - tokens) / rate.perSecond) * 1_000);
	}

	/** This person keeps sending into refusals. */
	isAbusive(person: string): boolean {
		return (this.#refusals.get(person) ?? 0) > PATIENCE;
	}
}
