/**
 * The queue of the AI's turns, one row long: queued with the visitor's message, claimed before any await and settled by
 * compare-and-set. A takeover, a newer message or a second run makes a late answer void (invariants 5 and 6).
 */
import { PAUSE_MS } from "./pause.ts";

/** A turn that isn't settled after this long is queued again: the object crashed, or the model hangs. */
export const TURN_LIMIT_MS = 60_000;

/** After this many failed attempts a turn is handed off to a person. */
const MAX_ATTEMPTS = 2;

export type Turn = { id: number; attempts: number };

export class TurnQueue {
	readonly #sql: SqlStorage;
	/** Cached: read with every change of a conversation. Undefined: not read since waking or the last write. */
	#dueAt: number | null | undefined;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** Queues a new turn, which voids the one before it. */
	queue(now: number): void {
		this.#dueAt = now + TURN_LIMIT_MS;
		this.#sql.exec(
			`INSERT INTO turn (slot, id, status, attempts, due_at) VALUES (1, 1, 'queued', 0, ?1)
			ON CONFLICT (slot) DO UPDATE SET id = id + 1, status = 'queued', attempts = 0, due_at = ?1, ready_at = 0`,
			this.#dueAt,
		);
	}

	/**
	 * Queues a new turn that begins at the latest after the longest pause for more messages (pause.ts). Where the one before it
	 * still waits so, its time stays.
	 */
	queueAfterPause(now: number): void {
		this.#dueAt = this.#sql
			.exec<{ due: number }>(
				`INSERT INTO turn (slot, id, status, attempts, due_at, ready_at) VALUES (1, 1, 'queued', 0, ?2, ?2)
				ON CONFLICT (slot) DO UPDATE SET
					id = id + 1,
					attempts = 0,
					ready_at = CASE WHEN status = 'queued' AND ready_at BETWEEN ?1 AND ?2 THEN ready_at ELSE ?2 END,
					due_at = CASE WHEN status = 'queued' AND ready_at BETWEEN ?1 AND ?2 THEN ready_at ELSE ?2 END,
					status = 'queued'
				RETURNING due_at AS due`,
				now,
				now + PAUSE_MS.most,
			)
			.one().due;
	}

	/** Claims the queued turn; null when there is none, it is running, or it waits for more messages: not so where `pauseIsOver`. */
	claim(now: number, pauseIsOver = false): Turn | null {
		if (this.dueAt() === null) return null;
		const rows = this.#sql
			.exec<Turn>(
				`UPDATE turn SET status = 'running', attempts = attempts + 1, due_at = ?2, ready_at = 0
				WHERE status = 'queued' AND ready_at <= ?1 RETURNING id, attempts`,
				pauseIsOver ? Number.MAX_SAFE_INTEGER : now,
				now + TURN_LIMIT_MS,
			)
			.toArray();
		this.#dueAt = undefined;
		return rows[0] ?? null;
	}

	/** Marks a running turn as done. True exactly once, for the run of the latest turn. */
	settle(id: number): boolean {
		this.#dueAt = undefined;
		return (
			this.#sql.exec("UPDATE turn SET status = 'done' WHERE id = ? AND status = 'running' RETURNING id", id).toArray()
				.length === 1
		);
	}

	/** Queues a turn whose run could not begin: it is due again at `dueAt`, and no attempt is counted. */
	postpone(id: number, dueAt: number): void {
		this.#dueAt = undefined;
		this.#sql.exec(
			"UPDATE turn SET status = 'queued', attempts = attempts - 1, due_at = ? WHERE id = ? AND status = 'running'",
			dueAt,
			id,
		);
	}

	cancel(): void {
		if (this.dueAt() === null) return;
		this.#sql.exec("UPDATE turn SET status = 'done' WHERE status != 'done'");
		this.#dueAt = null;
	}

	/** Queues a running turn again, after its run was lost with the object's memory or hangs. */
	requeue(): void {
		this.#sql.exec("UPDATE turn SET status = 'queued' WHERE status = 'running'");
	}

	/** True when the queued turn has failed too often to try again. */
	exhausted(): boolean {
		if (this.dueAt() === null) return false;
		return (
			this.#sql
				.exec<{ n: number }>("SELECT count(*) AS n FROM turn WHERE status = 'queued' AND attempts >= ?", MAX_ATTEMPTS)
				.one().n > 0
		);
	}

	/** When the queued or running turn is to be tried again, in ms since 1970; null where there is none. */
	dueAt(): number | null {
		if (this.#dueAt === undefined)
			this.#dueAt = this.#sql
				.exec<{ due: number | null }>("SELECT min(due_at) AS due FROM turn WHERE status != 'done'")
				.one().due;
		return this.#dueAt;
	}
}
