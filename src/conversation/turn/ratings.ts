/**
 * A visitor's ratings of the AI's answers, by the answer's `seq`. The log never changes, so ratings have a table of their own
 * and are added to entries on reading.
 */
import * as v from "valibot";
import { type Entry, Rating } from "../../protocol/conversation/entry.ts";

/** A stored rating. One of a later release that this one doesn't know reads as none; its row is kept. */
const Stored = v.fallback(v.nullable(Rating), null);

const WITHDRAWN = "";

/** The most rated entries that one resume sends again: the latest. */
const MAX_RESENT = 50;

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

	/** `at`: the log's last seq. A withdrawn rating keeps its row, with a value that reads as none. */
	set(seq: number, rating: Rating | null, at: number): void {
		this.#sql.exec(
			`INSERT INTO rating (seq, value, at_seq) VALUES (?, ?, ?)
			ON CONFLICT (seq) DO UPDATE SET value = excluded.value, at_seq = excluded.at_seq`,
			seq,
			rating ?? WITHDRAWN,
			at,
		);
	}

	/**
	 * The seqs of entries up to `since` whose rating may have changed after a client had it, in order: a rating is no entry,
	 * so a client that was away doesn't learn of it by the entries after `since`.
	 */
	changedSince(since: number): number[] {
		return this.#sql
			.exec<{ seq: number }>(
				"SELECT seq FROM rating WHERE seq <= ?1 AND at_seq >= ?1 ORDER BY seq DESC LIMIT ?2",
				since,
				MAX_RESENT,
			)
			.toArray()
			.map(({ seq }) => seq)
			.toReversed();
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
