/**
 * Waiting with a limit, for objects, models and databases that may neither answer nor fail: one of them must not hold up
 * what else is owed. The wait ends, what is waited for goes on unless it heeds a signal.
 *
 * A timer keeps an object from hibernating, and so does what is waited for; no timer here outlives its wait, and no
 * deadline of a conversation rests on one: those are rows, and the alarm's.
 */
import { OwnError } from "../http/own-error.ts";

/** What `withTimeout` throws when the time is up, unless it is told of another. */
export class TimeoutError extends OwnError {
	override readonly name = "TimeoutError";
}

export type Wait = {
	/** Ends the wait, with the signal's reason. */
	signal?: AbortSignal;
	/** What is thrown when the time is up, instead of a `TimeoutError`. */
	error?: (message: string) => Error;
};

/** What `promise` comes to; rejects with `message` after `ms`, in milliseconds. */
export async function withTimeout<Answer>(
	ms: number,
	promise: PromiseLike<Answer>,
	message: string,
	{ signal, error = (text) => new TimeoutError(text) }: Wait = {},
): Promise<Answer> {
	const { promise: over, reject } = Promise.withResolvers<never>();
	const timer = setTimeout(() => reject(error(message)), Math.max(0, ms));
	const onAbort = () => reject(signal?.reason);
	signal?.addEventListener("abort", onAbort, { once: true });
	if (signal?.aborted) onAbort();
	try {
		// First comes first: a signal that is aborted already wins over an answer that is there already.
		return await Promise.race([over, promise]);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener("abort", onAbort);
	}
}

/** The same for what can be called off: its signal aborts when the wait is over, however it ended. */
export async function abortAfter<Answer>(
	ms: number,
	ask: (signal: AbortSignal) => PromiseLike<Answer>,
	message: string,
): Promise<Answer> {
	const stop = new AbortController();
	try {
		return await withTimeout(ms, ask(stop.signal), message);
	} finally {
		stop.abort();
	}
}
