/**
 * The full-text search of a workspace's messages and notes: one row for each, in order of arrival, and an FTS5 index over
 * them. A message costs one row on arrival. The index takes many at a time, because a segment of FTS5 costs about the same
 * number of rows whatever its size. A search first indexes the waiting messages, so it misses none.
 */
import { excerpt } from "./excerpt.ts";
import { expression, indexedTerms } from "./message-terms.ts";

/** A text of a conversation's log, with its seq. */
export type IndexedText = { seq: number; text: string };

/** The most messages that wait to be indexed. A search indexes at most this many first, which takes some milliseconds. */
const MAX_WAITING = 100;
/** The most matches read for one page of conversations. A page may be short of items and still have a cursor. */
const MAX_MATCHES = 1_000;
export type Match = { item: number; no: number; text: string };

export class MessageIndex {
	readonly #sql: SqlStorage;
	/** Caches of the last indexed message and the number that wait; null until read from storage. */
	#indexed: number | null = null;
	#waiting: number | null = null;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** Adds texts of an item. The caller leaves out those that were added before. */
	add(item: number, texts: string[]): void {
		if (texts.length === 0) return;
		this.#waiting ??= this.#count();
		for (const text of texts) this.#sql.exec("INSERT INTO message_text (item, text) VALUES (?, ?)", item, text);
		this.#waiting += texts.length;
		if (this.#waiting >= MAX_WAITING) this.#index();
	}

	/**
	 * The conversations with a message that contains all words of the query, latest such message first. `before` is the `no`
	 * of the last page's end; `next` is the `before` of the next page, or null at the end. The query's last word may be
	 * unfinished.
	 */
	find(query: string, before: number | null): { matches: Match[]; next: number | null } {
		const match = expression(query);
		if (match === null) return { matches: [], next: null };
		this.#index();
		const rows = this.#sql
			.exec<{ no: number; item: number }>(
				`SELECT message_terms.rowid AS no, message_text.item AS item FROM message_terms JOIN message_text ON message_text.no = message_terms.rowid
				WHERE message_terms MATCH ? AND message_terms.rowid < ? ORDER BY message_terms.rowid DESC LIMIT ?`,
				match,
				before ?? Number.MAX_SAFE_INTEGER,
				MAX_MATCHES,
			)
			.toArray();
		// A conversation stands where its latest match is, so what an earlier page may have shown isn't on this one.
		const shown = before === null ? new Set<number>() : this.#matchedFrom(match, before);
		const latest = new Map<number, number>();
		for (const { no, item } of rows) if (!shown.has(item) && !latest.has(item)) latest.set(item, no);
		const matches = [...latest].map(([item, no]) => ({ item, no, text: excerpt(this.#text(no), query) }));
		return { matches, next: rows.length === MAX_MATCHES ? (rows.at(-1)?.no ?? null) : null };
	}

	/** The conversations with a match on the pages before: as many rows as those pages read. */
	#matchedFrom(match: string, no: number): Set<number> {
		const rows = this.#sql.exec<{ item: number }>(
			`SELECT DISTINCT message_text.item AS item FROM message_terms JOIN message_text ON message_text.no = message_terms.rowid
			WHERE message_terms MATCH ? AND message_terms.rowid >= ?`,
			match,
			no,
		);
		return new Set(rows.toArray().map(({ item }) => item));
	}

	#text(no: number): string {
		return this.#sql.exec<{ text: string }>("SELECT text FROM message_text WHERE no = ?", no).one().text;
	}

	#upTo(): number {
		return (this.#indexed ??= this.#sql.exec<{ no: number }>("SELECT no FROM index_position").one().no);
	}

	#count(): number {
		const last = this.#sql.exec<{ no: number | null }>("SELECT max(no) AS no FROM message_text").one().no ?? 0;
		return Math.max(0, last - this.#upTo());
	}

	#index(): void {
		const from = this.#upTo();
		const waiting = this.#sql
			.exec<{ no: number; text: string }>("SELECT no, text FROM message_text WHERE no > ? ORDER BY no", from)
			.toArray();
		const last = waiting.at(-1);
		this.#waiting = 0;
		if (!last) return;
		for (const { no, text } of waiting)
			this.#sql.exec("INSERT INTO message_terms (rowid, text) VALUES (?, ?)", no, indexedTerms(text).join(" "));
		this.#sql.exec("UPDATE index_position SET no = ?", last.no);
		this.#indexed = last.no;
	}
}
