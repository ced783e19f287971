/**
 * The log of a conversation: its entries in the order of `seq`, in the object's SQLite. It appends and reads, and doesn't decide
 * which entries a command adds (machine.ts). It removes no entry, and changes none but a note that is deleted, which keeps its
 * place and loses its words.
 */
import * as v from "valibot";
import { Entry, type Note } from "../../protocol/conversation/entry.ts";
import { messageWords } from "../../protocol/conversation/file.ts";
import { PAGE_SIZE, RESUME_LIMIT } from "../../protocol/limits.ts";
import { Visibility, visibilityOf } from "../view.ts";

type Row = { body: string };

/** The text of a message or note, as the Inbox indexes it for search. */
export type LoggedText = { seq: number; text: string };

/** Whom a page is for. Pages are full: entries that a viewer may not see are left out before the page is cut. */
export type Viewer = "visitor" | "member";
const minVisibility = { visitor: Visibility.everyone, member: Visibility.members } as const;

export class Log {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/**
	 * Appends the entries of one change. False, with nothing stored, when their message or note was stored before. That entry is
	 * inserted first and the unique index on its id decides, so that a new one costs no extra query.
	 */
	append(entries: Entry[]): boolean {
		const said = entries.find((entry) => entry.kind !== "event");
		if (said && this.#insert(said) === 0) return false;
		for (const entry of entries) if (entry !== said) this.#insert(entry);
		return true;
	}

	/** Inserts an entry, unless one with its id exists. Returns the number of rows written. */
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

	/** Puts what is left of a deleted note in its place. */
	blank(note: Note): void {
		this.#sql.exec("UPDATE entry SET body = ? WHERE seq = ?", JSON.stringify(note), note.seq);
	}

	/** The message or note with this id; null where there is none. */
	byId(id: string): Entry | null {
		return this.#read("SELECT body FROM entry WHERE id = ?", id)[0] ?? null;
	}

	bySeq(seq: number): Entry | null {
		return this.#read("SELECT body FROM entry WHERE seq = ?", seq)[0] ?? null;
	}

	/** The events after `seq`, oldest first. */
	eventsAfter(seq: number): Entry[] {
		return this.#read("SELECT body FROM entry WHERE seq > ? AND id IS NULL ORDER BY seq", seq);
	}

	/** The entries after `seq` that the reader may see; null when there are more than `RESUME_LIMIT`. */
	since(seq: number, reader: Viewer): Entry[] | null {
		const entries = this.#read(
			"SELECT body FROM entry WHERE seq > ? AND audience >= ? ORDER BY seq LIMIT ?",
			seq,
			minVisibility[reader],
			RESUME_LIMIT + 1,
		);
		return entries.length > RESUME_LIMIT ? null : entries;
	}

	/** The page of history before `seq`, oldest first. `more`: there are entries before it. */
	before(seq: number, reader: Viewer, size = PAGE_SIZE): { entries: Entry[]; more: boolean } {
		const entries = this.#read(
			"SELECT body FROM entry WHERE seq < ? AND audience >= ? ORDER BY seq DESC LIMIT ?",
			seq,
			minVisibility[reader],
			size + 1,
		);
		const more = entries.length > size;
		return { entries: entries.slice(0, size).reverse(), more };
	}

	/** The texts of messages and notes after `seq`, oldest first, for the Inbox's search index. */
	saidSince(seq: number, limit: number): LoggedText[] {
		return this.#read(
			"SELECT body FROM entry WHERE seq > ? AND id IS NOT NULL ORDER BY seq LIMIT ?",
			seq,
			limit,
		).flatMap((entry) => (entry.kind === "event" ? [] : [{ seq: entry.seq, text: messageWords(entry) }]));
	}

	/** The number of a side's messages after `seq`. Reads only the rows after it. */
	saidAfter(seq: number, side: "visitor" | "us"): number {
		return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM entry WHERE seq > ? AND said = ?", seq, side).one()
			.n;
	}

	/** The latest messages after `seq`, oldest first. */
	messagesAfter(seq: number, limit: number): Extract<Entry, { kind: "message" }>[] {
		return this.#messages(
			"SELECT body FROM entry WHERE seq > ? AND said IS NOT NULL ORDER BY seq DESC LIMIT ?",
			seq,
			limit,
		);
	}

	/** The latest messages up to `seq`, oldest first. */
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
