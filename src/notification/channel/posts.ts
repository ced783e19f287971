/** What is owed to chat channels, in the notifier's SQLite. A post that is done stays a while, so that it isn't made twice. */
import * as v from "valibot";
import { What } from "../../protocol/notification/table.ts";

/** How long a done post is known, in ms: longer than a conversation's update is tried again. */
const KNOWN_MS = 3_600_000;

const BATCH = 50;

export type OwedPost = {
	channel: string;
	topic: string;
	what: What;
	seq: number;
	at: number;
	about: string | null;
	failures: number;
};

export class Posts {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** False: it is known already. */
	add({ channel, topic, what, seq, at, about }: Omit<OwedPost, "failures">, dueAt: number): boolean {
		const added = this.#sql.exec(
			`INSERT OR IGNORE INTO post (channel, topic, what, seq, at, about, due_at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING 1`,
			channel,
			topic,
			what,
			seq,
			at,
			about,
			dueAt,
		);
		return added.toArray().length > 0;
	}

	due(now: number): OwedPost[] {
		return this.#sql
			.exec<Omit<OwedPost, "what"> & { what: string }>(
				`SELECT channel, topic, what, seq, at, about, failures FROM post WHERE due_at <= ? ORDER BY at LIMIT ?`,
				now,
				BATCH,
			)
			.toArray()
			.map((row) => ({ ...row, what: v.parse(v.fallback(What, "waiting"), row.what) }));
	}

	/** `dueAt` null: it is done, or given up on. */
	set({ channel, topic, what, seq }: OwedPost, failures: number, dueAt: number | null): void {
		this.#sql.exec(
			`UPDATE post SET failures = ?, due_at = ? WHERE channel = ? AND topic = ? AND what = ? AND seq = ?`,
			failures,
			dueAt,
			channel,
			topic,
			what,
			seq,
		);
	}

	forgetOld(now: number): void {
		this.#sql.exec(`DELETE FROM post WHERE due_at IS NULL AND at < ?`, now - KNOWN_MS);
	}

	nextDueAt(): number | null {
		return this.#sql.exec<{ due: number | null }>(`SELECT min(due_at) AS due FROM post`).one().due;
	}
}
