/**
 * Traces of the AI's turns: what each did, by the `seq` of the entry it led to. A trace is written in one transaction with
 * that entry and read by members only. The latest `MAX_TRACES` are kept: older ones are rarely read, and a long conversation
 * mustn't grow by them.
 */
import * as v from "valibot";
import type { Entry } from "../../protocol/conversation/entry.ts";
import { Trace } from "../../protocol/conversation/trace.ts";

const MAX_TRACES = 200;

/** The entry that a turn led to: the AI's message, or the handoff event. */
const entryOf = (entries: Entry[]): Entry | undefined =>
	entries.find((entry) => (entry.kind === "message" ? entry.author.kind === "ai" : isHandoff(entry)));
const isHandoff = (entry: Entry): boolean => entry.kind === "event" && entry.event.type === "handed_off";

export class Traces {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** Stores a trace with the one of these entries that its turn led to; nothing where there is none. */
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
		this.#sql.exec("DELETE FROM trace WHERE id <= ?", id - MAX_TRACES);
	}

	bySeq(seq: number): Trace | null {
		const row = this.#sql.exec<{ body: string }>("SELECT body FROM trace WHERE seq = ?", seq).toArray()[0];
		return row ? v.parse(Trace, JSON.parse(row.body)) : null;
	}
}
