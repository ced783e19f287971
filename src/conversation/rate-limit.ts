/**
 * The rate limiter of frames: a token bucket for each person and kind of frame. A second bucket counts a person's refusals,
 * and says who ignores them. It closes no sockets (conversation.ts).
 */
import { type Rate, TokenBuckets } from "../durable/token-buckets.ts";

/** More than anybody types: fifteen messages at once, then one every two seconds. */
const VISITOR_TEXTS: Rate = { burst: 15, perSecond: 0.5 };
/** Teammates paste prepared texts, so theirs come faster. */
const MEMBER_TEXTS: Rate = { burst: 60, perSecond: 5 };
/** E-mail addresses: somebody corrects theirs a few times, and each is written in D1. */
const ADDRESSES: Rate = { burst: 5, perSecond: 1 / 30 };
/** Typing, read marks and everything else. */
const SIGNALS: Rate = { burst: 60, perSecond: 10 };

/**
 * The refusals that a person may have. Our client pauses for as long as a refusal says, so that it has a few a minute; what
 * has more ignores them. They are forgotten with time, not with the next frame that passes.
 */
const REFUSALS: Rate = { burst: 200, perSecond: 2 };

const TEXT_TYPES = new Set(["send", "note", "choose", "end"]);

type Kind = "text" | "address" | "signal";
const kindOf = (frameType: string): Kind =>
	frameType === "email" ? "address" : TEXT_TYPES.has(frameType) ? "text" : "signal";

export class RateLimiter {
	readonly #frames = new TokenBuckets();
	readonly #refusals = new TokenBuckets();
	readonly #abusive = new Set<string>();

	/** Takes a token for one frame. Returns 0 when it may pass, else how long its sender is to wait, in ms. */
	delayFor(person: string, frameType: string, now: number): number {
		const kind = kindOf(frameType);
		const texts = person.startsWith("v:") ? VISITOR_TEXTS : MEMBER_TEXTS;
		const rate = { text: texts, address: ADDRESSES, signal: SIGNALS }[kind];
		const wait = this.#frames.take(`${kind} ${person}`, rate, now);
		if (wait > 0 && this.#refusals.take(person, REFUSALS, now) > 0) this.#abusive.add(person);
		else this.#abusive.delete(person);
		return wait;
	}

	/** True where a person's last frame was refused, and too many were before it. */
	isAbusive(person: string): boolean {
		return this.#abusive.has(person);
	}
}
