/**
 * Timeouts for calls of objects, models and databases that may neither answer nor fail, so that one of them doesn't hold up
 * other work. The wait ends; the call itself goes on unless it listens to a signal.
 *
 * A timer keeps an object from hibernating, and so does a pending call; no timer here outlives its wait. No deadline of a
 * conversation depends on a timer: deadlines are rows, and the alarm runs them.
 */
import { OwnError } from "../http/own-error.ts";

/** The error of a wait whose time is up, unless the caller names another. */
export class TimeoutError extends OwnError {
	override readonly name = "TimeoutError";
}

export type Wait = {
	/** Ends the wait when it aborts; the wait rejects with its reason. */
	signal?: AbortSignal;
	/** Makes the error to throw when the time is up, instead of a `TimeoutError`. */
	error?: (message: string) => Error;
};

/** Settles as `promise` does; rejects with a `TimeoutError` of `message` when `ms` milliseconds have passed. */
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
		// `over` comes first, so that an aborted signal wins over a promise that has settled too.
		return await Promise.race([over, promise]);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener("abort", onAbort);
	}
}

/** The same for a call that can be cancelled: `ask` gets a signal that aborts when the wait is over, however it ended. */
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
