/**
 * The AI's turns: a row queued with the visitor's message, claimed before any await and settled by compare-and-set, so
 * a takeover, a newer message or a second run makes a late answer void (invariants 5 and 6).
 */

/** After this long a turn that nobody settled is taken up again: its object crashed, or its model hangs. */
export const TURN_LIMIT_MS = 60_000;

/** A turn that died this often goes to a person. */
const MAX_ATTEMPTS = 2;

export type Turn = { id: number; attempts: number };

export class TurnQueue {
	readonly #sql: SqlStorage;
	/** What the row says, asked with every change of a conversation. Undefined: not read since waking or the last write. */
	#dueAt: number | null | undefined;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** Voids what is under way and owes a new answer. */
	queue(now: number): void {
		this.#dueAt = now + TURN_LIMIT_MS;
		this.#sql.exec(
			`INSERT INTO turn (slot, id, status, attempts, due_at) VALUES (1, 1, 'queued', 0, ?1)
			ON CONFLICT (slot) DO UPDATE SET id = id + 1, status = 'queued', attempts = 0, due_at = ?1`,
			this.#dueAt,
		);
	}

	/** Takes the owed turn, or null when there is none or it is being run. */
	claim(now: number): Turn | null {
		if (this.dueAt() === null) return null;
		const rows = this.#sql
			.exec<Turn>(
				"UPDATE turn SET status = 'running', attempts = attempts + 1, due_at = ? WHERE status = 'queued' RETURNING id, attempts",
				now + TURN_LIMIT_MS,
			)
			.toArray();
		this.#dueAt = undefined;
		return rows[0] ?? null;
	}

	/** True once, for the run that still holds the turn. */
	settle(id: number): boolean {
		this.#dueAt = undefined;
		return (
			this.#sql.exec("UPDATE turn SET status = 'done' WHERE id = ? AND status = 'running' RETURNING id", id).toArray()
				.length === 1
		);
	}

	/** The run could not begin: the turn is owed again at `dueAt`, and no attempt was used up. */
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

	/** After a wake: no run survives the loss of memory, so a running turn is owed again. */
	requeue(): void {
		this.#sql.exec("UPDATE turn SET status = 'queued' WHERE status = 'running'");
	}

	/** True when the owed turn has failed too often to try again. */
	exhausted(): boolean {
		if (this.dueAt() === null) return false;
		return (
			this.#sql
				.exec<{ n: number }>("SELECT count(*) AS n FROM turn WHERE status = 'queued' AND attempts >= ?", MAX_ATTEMPTS)
				.one().n > 0
		);
	}

	/** When the owed turn must be looked at, in ms since 1970. */
	dueAt(): number | null {
		if (this.#dueAt === undefined)
			this.#dueAt = this.#sql
				.exec<{ due: number | null }>("SELECT min(due_at) AS due FROM turn WHERE status != 'done'")
				.one().due;
		return this.#dueAt;
	}
}
