/**
 * The rate limiter of frames: a token bucket a person and kind of frame. It also says who keeps sending into refusals, so
 * that the socket can be closed; that too is a bucket, so that it is forgotten with time and not with a frame that passes.
 */
import { type Rate, TokenBuckets } from "../durable/token-buckets.ts";

/** Fifteen messages at once and one every two seconds after that is more than anybody types. */
const VISITOR_SAYING: Rate = { burst: 15, perSecond: 0.5 };
/** Teammates paste and answer quickly. */
const MEMBER_SAYING: Rate = { burst: 60, perSecond: 5 };
/** Typing, read marks and everything else. */
const SIGNALLING: Rate = { burst: 60, perSecond: 10 };

/**
 * Refusals that a person may have. A client of ours pauses for as long as a refusal says, so that it has a handful a minute;
 * past this many its frames come from something that doesn't listen.
 */
const REFUSALS: Rate = { burst: 200, perSecond: 2 };

const SAYING_TYPES = new Set(["send", "note", "choose", "email", "end"]);

export class RateLimiter {
	readonly #frames = new TokenBuckets();
	readonly #refusals = new TokenBuckets();
	readonly #abusive = new Set<string>();

	/** Counts one frame; 0 when it may pass, else how long to wait in ms. */
	delayFor(person: string, frameType: string, now: number): number {
		const saying = SAYING_TYPES.has(frameType);
		const rate = !saying ? SIGNALLING : person.startsWith("v:") ? VISITOR_SAYING : MEMBER_SAYING;
		const wait = this.#frames.take(`${saying ? "say" : "signal"} ${person}`, rate, now);
		if (wait > 0 && this.#refusals.take(person, REFUSALS, now) > 0) this.#abusive.add(person);
		else this.#abusive.delete(person);
		return wait;
	}

	/** This person's last frame was refused, as were too many before it. */
	isAbusive(person: string): boolean {
		return this.#abusive.has(person);
	}
}
