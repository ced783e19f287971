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

/** Durable Objects called at a time: the platform queues more than a few, and each may have to wake. */
const AT_ONCE = 20;

/**
 * Calls each object, with retries where the platform says that they help. `message` gets a fresh stub with each attempt,
 * because one that has failed stays broken. When some calls fail, it throws after all were made.
 */
export async function fanOut(ids: Iterable<string>, message: (id: string) => Promise<unknown>): Promise<void> {
	const all = [...new Set(ids)];
	const failures: unknown[] = [];
	for (let start = 0; start < all.length; start += AT_ONCE) {
		const some = all.slice(start, start + AT_ONCE);
		const results = await Promise.allSettled(some.map((id) => withRetries(() => message(id))));
		for (const result of results) if (result.status === "rejected") failures.push(result.reason);
	}
	if (failures.length > 0)
		throw new AggregateError(failures, `${failures.length} of ${all.length} conversations could not be told`);
}
