/**
 * What the AI's attempts did, beside the entries they led to. Written in the same stretch as the entry, read by members
 * only. The latest `KEPT` stay: older answers are rarely asked about, and a long conversation mustn't grow by them.
 */
import * as v from "valibot";
import type { Entry } from "../../protocol/conversation/entry.ts";
import { Trace } from "../../protocol/conversation/trace.ts";

const KEPT = 200;

/** The entry that an attempt led to: the AI's message, or the event that called a person. */
const entryOf = (entries: Entry[]): Entry | undefined =>
	entries.find((entry) => (entry.kind === "message" ? entry.author.kind === "ai" : isHandoff(entry)));
const isHandoff = (entry: Entry): boolean => entry.kind === "event" && entry.event.type === "handed_off";

export class Traces {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** Keeps it with one of these entries, if one of them came of it. */
	add(trace: Trace, entries: Entry[]): void {
		const entry = entryOf(entries);
		if (!entry) return;
		const { id } = this.#sql
			.exec<{ id: number }>(
				"INSERT INTO trace (seq, body) VALUES (?, ?) RETURNING id",
				entry.seq,
				JSON.stringify(trace),
			)
			.one();
		this.#sql.exec("DELETE FROM trace WHERE id <= ?", id - KEPT);
	}

	bySeq(seq: number): Trace | null {
		const row = this.#sql.exec<{ body: string }>("SELECT body FROM trace WHERE seq = ?", seq).toArray()[0];
		return row ? v.parse(Trace, JSON.parse(row.body)) : null;
	}
}
