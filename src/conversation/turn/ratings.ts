/**
 * A visitor's thumbs on the AI's answers, by the answer's seq. The log never changes, so they stand beside it and are put
 * onto entries as they leave.
 */
import * as v from "valibot";
import { type Entry, Rating } from "../../protocol/conversation/entry.ts";

/** A later release may have more than two thumbs: what this one can't show counts as none, and stays as it is. */
const Stored = v.fallback(v.nullable(Rating), null);

/** What a visitor may rate: an answer, not the offer of a person. */
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

	/** The same entries, each answer with its rating. They are in order, so one question asks for all. */
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
