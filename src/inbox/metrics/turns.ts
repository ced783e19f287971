/**
 * The numbers of the AI's turns in the Inbox's SQLite: a row a turn, without text, kept for 90 days. Conversations send them
 * with their items (conversation/outgoing/turn-figures.ts); a row's key is the turn's place, so nothing counts twice. The Inbox's
 * alarm deletes old rows, some at a time. What they add up to is computed in answers.ts.
 */
import type { TurnFigures, TurnNews } from "../../protocol/figures/turns.ts";

const DAY_MS = 86_400_000;

const TURNS_KEPT_MS = 90 * DAY_MS;

/** Rows deleted in one run of the alarm. A workspace's busiest day fits into a few runs. */
const DELETED_AT_ONCE = 1_000;

/** Between two runs of the alarm while there is more to delete, and otherwise at the least, in ms. */
const NEXT_RUN_MS = 1_000;
const IDLE_RUN_MS = 3_600_000;

/** The latest turns that figures are computed from: enough to be exact to half a percent, read in some tens of ms. */
const MOST_COUNTED = 20_000;

/** A stored turn, in the columns that figures are computed from. */
export type StoredTurn = Omit<TurnFigures, "outcome" | "decidedBy" | "verdict" | "known"> & {
	at: number;
	/** Words as they are stored: a later release may have written others. */
	outcome: string;
	decidedBy: string;
	verdict: string | null;
	rating: string | null;
	reopened: number;
	escalated: number;
};

export class Turns {
	readonly #sql: SqlStorage;
	/** Cached: the scales whose start is stored. */
	readonly #begun = new Set<number>();
	/** Cached: whether the object's alarm is known to be set. */
	#isScheduled = false;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** Stores what a conversation reports. Idempotent. Call it in the transaction that stores the conversation's item. */
	take(conversation: string, news: readonly TurnNews[]): void {
		for (const each of news) this.#takeOne(conversation, each);
	}

	#takeOne(conversation: string, news: TurnNews): void {
		const { at, seq } = news;
		const where = "WHERE at = ? AND conversation = ? AND seq = ?";
		switch (news.type) {
			case "turn": {
				const { scale, outcome, decidedBy, verdict, quoted, known, confidence, reach, threshold } = news;
				this.#sql.exec(
					`INSERT INTO turn_figure (at, conversation, seq, scale, outcome, decided_by, verdict, quoted, known, confidence,
						reach, threshold)
					VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
					at,
					conversation,
					seq,
					scale,
					outcome,
					decidedBy,
					verdict,
					quoted,
					known,
					confidence,
					reach,
					threshold,
				);
				this.#begin(scale, at);
				return;
			}
			case "rated":
				this.#sql.exec(`UPDATE turn_figure SET rating = ? ${where}`, news.rating, at, conversation, seq);
				return;
			case "escalated":
			case "reopened":
				this.#sql.exec(`UPDATE turn_figure SET ${news.type} = 1 ${where}`, at, conversation, seq);
				return;
			default:
				// A later release's conversation may report what this one doesn't count.
				return news satisfies never;
		}
	}

	#begin(scale: number, at: number): void {
		if (this.#begun.has(scale)) return;
		this.#sql.exec("INSERT INTO scale_start (scale, at) VALUES (?, ?) ON CONFLICT DO NOTHING", scale, at);
		this.#begun.add(scale);
	}

	/** When the first turn of a scale was stored, in ms since 1970; null where there was none yet. */
	begunAt(scale: number): number | null {
		return this.#sql.exec<{ at: number }>("SELECT at FROM scale_start WHERE scale = ?", scale).toArray()[0]?.at ?? null;
	}

	/** The turns since a time, latest first; at most `limit` of them. */
	since(time: number, limit = MOST_COUNTED): { turns: StoredTurn[]; complete: boolean } {
		const turns = this.#sql
			.exec<StoredTurn>(
				`SELECT at, scale, outcome, decided_by AS decidedBy, verdict, quoted, confidence, reach, threshold, rating, reopened,
					escalated
				FROM turn_figure WHERE at >= ? ORDER BY at DESC LIMIT ?`,
				time,
				limit,
			)
			.toArray();
		return { turns, complete: turns.length < limit };
	}

	/** Sets the object's alarm, which calls `deleteOld`, unless it is set. Called after rows were stored. */
	async scheduleDeletion(storage: Pick<DurableObjectStorage, "getAlarm" | "setAlarm">, now: number): Promise<void> {
		if (this.#isScheduled) return;
		this.#isScheduled = true;
		// An earlier one is for something else, and sets the next.
		if ((await storage.getAlarm()) === null) await storage.setAlarm(now + TURNS_KEPT_MS);
	}

	/** Deletes rows that are too old, a bounded number. Returns when to call it again, in ms since 1970; null: nothing is kept. */
	deleteOld(now: number): number | null {
		const before = now - TURNS_KEPT_MS;
		this.#sql.exec(
			`DELETE FROM turn_figure WHERE (at, conversation, seq) IN (
				SELECT at, conversation, seq FROM turn_figure WHERE at < ? ORDER BY at LIMIT ?
			)`,
			before,
			DELETED_AT_ONCE,
		);
		const { oldest } = this.#sql.exec<{ oldest: number | null }>("SELECT min(at) AS oldest FROM turn_figure").one();
		this.#isScheduled = oldest !== null;
		if (oldest === null) return null;
		return oldest < before ? now + NEXT_RUN_MS : Math.max(oldest + TURNS_KEPT_MS, now + IDLE_RUN_MS);
	}
}
