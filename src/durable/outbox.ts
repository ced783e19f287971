/**
 * The outbox algorithm: delivers side effects at least once, and reports those it gives up. Used by conversations (rows in
 * their SQLite) and by the workspace's outbox object (rows in D1). The owner writes an effect's row in the transaction of
 * its cause, and runs `drain` from its alarm. This file neither stores rows nor reads what they say, and sets no alarm.
 */
import { type Backoff, retryDelayMs } from "./backoff.ts";
import { withTimeout } from "./timeout.ts";

/** One side effect that waits for delivery. `attempts` is the number of failed ones so far. */
export type OwedEffect<Body> = { id: number; attempts: number; body: Body };

/** A failed attempt. `dueAt` is when the next one is due, in ms since 1970; null: the outbox gave the effect up. */
export type FailedAttempt = { attempts: number; dueAt: number | null; error: unknown };

export type OutboxPort<Body> = {
	/** Effects that are due, oldest first: one batch. Any others wait for the next drain. */
	batch(now: number): OwedEffect<Body>[] | Promise<OwedEffect<Body>[]>;
	/** Delivers one effect; rejects when that fails. `key` is the same at every attempt and unique to the row: an idempotency key. */
	deliver(body: Body, key: string): Promise<void>;
	delivered(id: number): void | Promise<void>;
	/** Stores a failed attempt. With `dueAt` null the row stays, for the team's list. */
	failed(id: number, attempt: FailedAttempt): void | Promise<void>;
	/** True where the effect isn't to blame (a deploy is under way, only a later release can read the body): it is never given up. */
	isTransient(error: unknown): boolean;
};

export type OutboxLimits = {
	/** The owning object's name: the prefix of every key. */
	owner: string;
	/** The most deliveries at the same time. */
	concurrency: number;
	/** The time limit of one delivery, in ms. The receiver may complete it later, so it must accept the same effect twice. */
	timeoutMs: number;
	backoff: Backoff;
	/** After this many failures the outbox gives an effect up. */
	maxAttempts: number;
};

export type Drained = { delivered: number; failed: number };

/** Delivers one batch of due effects. A failed delivery doesn't stop the others. Rejects only where the port's storage fails. */
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
