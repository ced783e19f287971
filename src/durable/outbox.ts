/**
 * The outbox: side effects that are owed elsewhere, delivered at least once and given up on loudly (invariant 7). A pure
 * algorithm over a port; whoever owes something keeps the rows, written with their cause. Used by conversations (over
 * their SQLite) and by the workspace's outbox (over D1). It knows nothing of what is delivered, or when to come again:
 * that is the owner's alarm.
 */
import { type Backoff, retryDelayMs } from "./backoff.ts";
import { withTimeout } from "./timeout.ts";

/** One side effect that is owed. `attempts` have failed so far. */
export type OwedEffect<Body> = { id: number; attempts: number; body: Body };

/** What became of a failed attempt. `dueAt` in ms since 1970; null: it was given up on. */
export type FailedAttempt = { attempts: number; dueAt: number | null; error: unknown };

export type OutboxPort<Body> = {
	/** What is due, oldest first; a batch at most, the rest waits for the next drain. */
	batch(now: number): OwedEffect<Body>[] | Promise<OwedEffect<Body>[]>;
	/** `key` is the same at every attempt and in no other row, so that the receiver can recognise what it has had. */
	deliver(body: Body, key: string): Promise<void>;
	delivered(id: number): void | Promise<void>;
	/** Keeps what became of it. With `dueAt` null the row stays, to be listed for the team. */
	failed(id: number, attempt: FailedAttempt): void | Promise<void>;
	/** Not the effect's own failure (a deploy under way, a body that only a newer release can read): it is never given up on. */
	isTransient(error: unknown): boolean;
};

export type OutboxLimits = {
	/** Prefix of every key: the owning object's name. */
	owner: string;
	/** Deliveries under way at a time. */
	concurrency: number;
	/** Of one delivery, in ms. The receiver may still do it: it must take the same effect twice. */
	timeoutMs: number;
	backoff: Backoff;
	/** After so many failures an effect is given up on. */
	maxAttempts: number;
};

export type Drained = { delivered: number; failed: number };

/** Delivers what is due. One that fails holds up no other. Rejects only where the port itself fails. */
export async function drain<Body>(
	port: OutboxPort<Body>,
	{ owner, concurrency, timeoutMs, backoff, maxAttempts }: OutboxLimits,
	now: number,
	clock: () => number = Date.now,
): Promise<Drained> {
	const queue = [...(await port.batch(now))];
	const drained: Drained = { delivered: 0, failed: 0 };
	const work = async () => {
		for (let effect = queue.shift(); effect; effect = queue.shift()) {
			const { id, attempts: before, body } = effect;
			try {
				await withTimeout(timeoutMs, port.deliver(body, `${owner}/${id}`), "The receiver doesn't answer.");
			} catch (error) {
				drained.failed++;
				const attempts = before + 1;
				const givenUp = attempts >= maxAttempts && !port.isTransient(error);
				const dueAt = givenUp ? null : clock() + retryDelayMs(attempts, backoff);
				await port.failed(id, { attempts, dueAt, error });
				continue;
			}
			drained.delivered++;
			await port.delivered(id);
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, queue.length) }, work));
	return drained;
}
