/**
 * Retries for calls of a Durable Object's methods, where the platform says that a retry may help. Only for idempotent
 * calls. Used by the Worker and by objects that call others.
 */
import { isMethodMissing } from "../http/rpc.ts";
import { type Backoff, spreadDelayMs } from "./backoff.ts";

const TRIES = 3;
const BACKOFF: Backoff = { firstMs: 200, longestMs: 400 };

/**
 * True for errors that the platform marks as retryable
 * (https://developers.cloudflare.com/durable-objects/best-practices/error-handling/), and for a method that the other end
 * lacks while a deploy is under way.
 */
const mayRetry = (error: unknown): boolean =>
	isMethodMissing(error) ||
	(error instanceof Error &&
		"retryable" in error &&
		error.retryable === true &&
		!("overloaded" in error && error.overloaded === true));

/** Up to three tries. `call` must make a new stub each time: a stub whose call has failed stays broken. Rejects with the last error. */
export async function withRetries<Answer>(call: () => Promise<Answer>): Promise<Answer> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await call();
		} catch (error) {
			if (attempt === TRIES || !mayRetry(error)) throw error;
			await scheduler.wait(spreadDelayMs(attempt, BACKOFF));
		}
	}
}
