/**
 * The rate limiter of frames: a token bucket for each person and kind of frame, in memory. Losing the buckets to hibernation
 * changes nothing: a person who was idle that long has full ones. It closes no sockets (conversation.ts).
 */

type Rate = { burst: number; perSecond: number };

/** More than anybody types: fifteen messages at once, then one every two seconds. */
const VISITOR_TEXTS: Rate = { burst: 15, perSecond: 0.5 };
/** Teammates paste prepared texts, so theirs come faster. */
const MEMBER_TEXTS: Rate = { burst: 60, perSecond: 5 };
/** Typing, read marks and everything else. */
const SIGNALS: Rate = { burst: 60, perSecond: 10 };

/** Refusals in a row after which a socket is closed: a client that goes on ignores them. */
const MAX_REFUSALS_IN_A_ROW = 200;

const TEXT_TYPES = new Set(["send", "note", "choose", "email", "end"]);

export class RateLimiter {
	readonly #levels = new Map<string, { tokens: number; at: number }>();
	readonly #refusals = new Map<string, number>();

	/** Takes a token for one frame. Returns 0 when it may pass, else how long its sender is to wait, in ms. */
	delayFor(person: string, frameType: string, now: number): number {
		const isText = TEXT_TYPES.has(frameType);
		const rate = !isText ? SIGNALS : person.startsWith("v:") ? VISITOR_TEXTS : MEMBER_TEXTS;
		const key = `${isText ? "say" : "signal"} ${person}`;
		const level = this.#levels.get(key) ?? { tokens: rate.burst, at: now };
		// A clock that was set back must not take tokens away.
		const passed = Math.max(0, now - level.at) / 1_000;
		const tokens = Math.min(rate.burst, level.tokens + passed * rate.perSecond);
		const passes = tokens >= 1;
		this.#levels.set(key, { tokens: passes ? tokens - 1 : tokens, at: now });
		this.#refusals.set(person, passes ? 0 : (this.#refusals.get(person) ?? 0) + 1);
		return passes ? 0 : Math.ceil(((1 - tokens) / rate.perSecond) * 1_000);
	}

	/** True after more than `MAX_REFUSALS_IN_A_ROW` refusals without a frame that passed. */
	isAbusive(person: string): boolean {
		return (this.#refusals.get(person) ?? 0) > MAX_REFUSALS_IN_A_ROW;
	}
}
