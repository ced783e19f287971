/**
 * Calling a Durable Object again where the platform says that helps. For calls that may be made twice; used by the
 * Worker and by objects that call others.
 */
import { isMethodMissing } from "../http/rpc.ts";
import { type Backoff, spreadDelayMs } from "./backoff.ts";

const TRIES = 3;
const BACKOFF: Backoff = { firstMs: 200, longestMs: 400 };

/**
 * The platform's own word on whether another try may help (https://developers.cloudflare.com/durable-objects/best-practices/error-handling/),
 * and a method that is missing while a deploy is under way.
 */
const mayRetry = (error: unknown): boolean =>
	isMethodMissing(error) ||
	(error instanceof Error &&
		"retryable" in error &&
		error.retryable === true &&
		!("overloaded" in error && error.overloaded === true));

/** `call` makes its stub anew with each try: a stub whose call has failed stays broken. */
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
