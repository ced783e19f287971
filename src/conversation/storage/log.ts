/**
 * The log: entries in the order of `seq`, over the object's SQLite. Used by the conversation only. It appends and
 * reads; what an entry may be is the machine's business, and nothing here is ever changed or removed.
 */
import * as v from "valibot";
import { Entry } from "../../protocol/conversation/entry.ts";
import { PAGE_SIZE, RESUME_LIMIT } from "../../protocol/limits.ts";
import { Visibility, visibilityOf } from "../view.ts";

type Row = { body: string };

/** A message or note as the Inbox makes it searchable. */
export type LoggedText = { seq: number; text: string };

/** Whose eyes a page is for: each gets full pages of what it can see. */
export type Viewer = "visitor" | "member";
const least = { visitor: Visibility.everyone, member: Visibility.members } as const;

export class Log {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/**
	 * Stores entries that belong together. False, and nothing is stored, when their message or note was stored before: it
	 * goes first, and its unique id decides, so that a fresh one costs no question.
	 */
	append(entries: Entry[]): boolean {
		const said = entries.find((entry) => entry.kind !== "event");
		if (said && this.#insert(said) === 0) return false;
		for (const entry of entries) if (entry !== said) this.#insert(entry);
		return true;
	}

	/** The number of rows written. */
	#insert(entry: Entry): number {
		const said = entry.kind !== "message" ? null : entry.author.kind === "visitor" ? "visitor" : "us";
		return this.#sql.exec(
			`INSERT INTO entry (seq, id, audience, said, body) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) WHERE id IS NOT NULL DO NOTHING`,
			entry.seq,
			entry.kind === "event" ? null : entry.id,
			visibilityOf(entry),
			said,
			JSON.stringify(entry),
		).rowsWritten;
	}

	/** The message or note with this id, if it was stored before. */
	byId(id: string): Entry | null {
		return this.#read("SELECT body FROM entry WHERE id = ?", id)[0] ?? null;
	}

	bySeq(seq: number): Entry | null {
		return this.#read("SELECT body FROM entry WHERE seq = ?", seq)[0] ?? null;
	}

	/** Everything after `seq` that the reader can see; null when it is more than a resume should carry. */
	since(seq: number, reader: Viewer): Entry[] | null {
		const entries = this.#read(
			"SELECT body FROM entry WHERE seq > ? AND audience >= ? ORDER BY seq LIMIT ?",
			seq,
			least[reader],
			RESUME_LIMIT + 1,
		);
		return entries.length > RESUME_LIMIT ? null : entries;
	}

	/** The page of history before `seq`, oldest first, and whether there is more before it. */
	before(seq: number, reader: Viewer, size = PAGE_SIZE): { entries: Entry[]; more: boolean } {
		const entries = this.#read(
			"SELECT body FROM entry WHERE seq < ? AND audience >= ? ORDER BY seq DESC LIMIT ?",
			seq,
			least[reader],
			size + 1,
		);
		const more = entries.length > size;
		return { entries: entries.slice(0, size).reverse(), more };
	}

	/** Messages and notes after `seq`, oldest first: what the Inbox makes searchable. */
	saidSince(seq: number, limit: number): LoggedText[] {
		return this.#read(
			"SELECT body FROM entry WHERE seq > ? AND id IS NOT NULL ORDER BY seq LIMIT ?",
			seq,
			limit,
		).flatMap((entry) => (entry.kind === "event" ? [] : [{ seq: entry.seq, text: entry.text }]));
	}

	/** How many messages of a side come after `seq`. Reads only what is past the mark. */
	saidAfter(seq: number, side: "visitor" | "us"): number {
		return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM entry WHERE seq > ? AND said = ?", seq, side).one()
			.n;
	}

	/** Messages after `seq`, oldest first: the visitor's question, when `seq` is our last message. */
	messagesAfter(seq: number, limit: number): Extract<Entry, { kind: "message" }>[] {
		return this.#messages(
			"SELECT body FROM entry WHERE seq > ? AND said IS NOT NULL ORDER BY seq DESC LIMIT ?",
			seq,
			limit,
		);
	}

	/** The latest messages up to `seq`, oldest first: the thread an answer is written in. */
	messagesUpTo(seq: number, limit: number): Extract<Entry, { kind: "message" }>[] {
		return this.#messages(
			"SELECT body FROM entry WHERE seq <= ? AND said IS NOT NULL ORDER BY seq DESC LIMIT ?",
			seq,
			limit,
		);
	}

	#messages(query: string, ...bindings: number[]): Extract<Entry, { kind: "message" }>[] {
		return this.#read(query, ...bindings)
			.filter((entry) => entry.kind === "message")
			.reverse();
	}

	#read(query: string, ...bindings: (string | number)[]): Entry[] {
		return this.#sql
			.exec<Row>(query, ...bindings)
			.toArray()
			.map(({ body }) => v.parse(Entry, JSON.parse(body)));
	}
}
