/**
 * A visitor's ratings of the AI's answers, by the answer's `seq`. The log never changes, so ratings have a table of their own
 * and are added to entries on reading.
 */
import * as v from "valibot";
import { type Entry, Rating } from "../../protocol/conversation/entry.ts";

/** A stored rating. One of a later release that this one doesn't know reads as none; its row is kept. */
const Stored = v.fallback(v.nullable(Rating), null);

/** True for an answer of the AI; an offer of a person can't be rated. */
export const isRateable = (entry: Entry | null): entry is Extract<Entry, { kind: "message" }> =>
	entry?.kind === "message" && entry.author.kind === "ai" && !entry.offer;

export class Ratings {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	of(seq: number): Rating | null {
		const row = this.#sql.exec<{ value: string }>("SELECT value FROM rating WHERE seq = ?", seq).toArray()[0];
		return row ? v.parse(Stored, row.value) : null;
	}

	set(seq: number, rating: Rating | null): void {
		if (rating === null) this.#sql.exec("DELETE FROM rating WHERE seq = ?", seq);
		else
			this.#sql.exec(
				"INSERT INTO rating (seq, value) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET value = excluded.value",
				seq,
				rating,
			);
	}

	/** The same entries with their ratings. `entries` is in the order of `seq`, so one query reads all ratings. */
	onto(entries: Entry[]): Entry[] {
		const [first, last] = [entries[0], entries.at(-1)];
		if (!first || !last) return entries;
		const rows = this.#sql
			.exec<{ seq: number; value: string }>(
				"SELECT seq, value FROM rating WHERE seq BETWEEN ? AND ?",
				first.seq,
				last.seq,
			)
			.toArray();
		if (rows.length === 0) return entries;
		const ratings = new Map(rows.map(({ seq, value }) => [seq, v.parse(Stored, value)]));
		return entries.map((entry) => {
			const rating = ratings.get(entry.seq);
			return rating && entry.kind === "message" ? { ...entry, rating } : entry;
		});
	}
}
