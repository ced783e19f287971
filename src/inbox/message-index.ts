/**
 * The full-text search of a workspace's messages and notes: one row for each, in order of arrival, and an FTS5 index over
 * them. A message costs one row on arrival. The index takes many at a time, because a segment of FTS5 costs about the same
 * number of rows whatever its size. A search first indexes the waiting messages, so it misses none.
 *
 * Messages that an earlier release indexed, by another folding, are indexed anew in bounded steps (`refold`), latest first.
 * Until then a search finds them in the earlier index.
 */
import { excerpt } from "./excerpt.ts";
import { expression, indexedTerms } from "./message-terms.ts";

/** A text of a conversation's log, with its seq. */
export type IndexedText = { seq: number; text: string };

/** The most messages that wait to be indexed. A search indexes at most this many first, which takes some milliseconds. */
const MAX_WAITING = 100;
/** The most matches read for one page of conversations. A page may be short of items and still have a cursor. */
const MAX_MATCHES = 1_000;
/** Messages that are indexed anew in one step: some 20 ms. */
const REFOLDED_AT_ONCE = 200;
/** The first terms of a text by which it is looked up: few others begin so. */
const TOLD_APART = 20;
/** A conversation's latest message that matches a query. `seq`: of the message; null: it is a name, or an earlier release's. */
export type Match = { item: number; no: number; seq: number | null };

export class MessageIndex {
	readonly #sql: SqlStorage;
	/** Caches of the last indexed message and the number that wait; null until read from storage. */
	#indexed: number | null = null;
	#waiting: number | null = null;
	/** Cached likewise: the last message that is in the earlier index only; 0 once none is. */
	#refolded: number | null = null;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** Adds texts of an item. The caller leaves out those that were added before. */
	add(item: number, texts: readonly { seq: number | null; text: string }[]): void {
		if (texts.length === 0) return;
		this.#waiting ??= this.#count();
		for (const { seq, text } of texts)
			this.#sql.exec("INSERT INTO message_text (item, text, seq) VALUES (?, ?, ?)", item, text, seq);
		this.#waiting += texts.length;
		if (this.#waiting >= MAX_WAITING) this.#index();
	}

	/**
	 * Takes a text out of the index and out of what excerpts show. Its row stays, empty: the number of a row that is gone could
	 * be given again. `text` as it was added; one without words is found by nothing, and stays.
	 */
	forget(item: number, { seq, text }: IndexedText): void {
		const all = indexedTerms(text);
		if (all.length === 0) return;
		this.#index();
		const phrase = `"${all.slice(0, TOLD_APART).join(" ").replaceAll('"', "")}"`;
		const found = this.#sql
			.exec<{ no: number; text: string }>(
				`SELECT message_text.no AS no, message_text.text AS text FROM message_words
				JOIN message_text ON message_text.no = message_words.rowid
				WHERE message_words MATCH ? AND message_text.item = ? AND message_text.seq = ?`,
				phrase,
				item,
				seq,
			)
			.toArray();
		for (const { no, text: indexed } of found) {
			// An index without its own copy of the texts needs the terms to find what it is to delete.
			const terms = indexedTerms(indexed).join(" ");
			this.#sql.exec("INSERT INTO message_words (message_words, rowid, text) VALUES ('delete', ?, ?)", no, terms);
			this.#sql.exec("UPDATE message_text SET text = '' WHERE no = ?", no);
		}
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
		const rows = this.#latest(match, before ?? Number.MAX_SAFE_INTEGER);
		// A conversation stands where its latest match is, so what an earlier page may have shown isn't on this one.
		const shown = before === null ? new Set<number>() : this.#matchedFrom(match, before);
		const latest = new Map<number, Match>();
		for (const row of rows) if (!shown.has(row.item) && !latest.has(row.item)) latest.set(row.item, row);
		return { matches: [...latest.values()], next: rows.length === MAX_MATCHES ? (rows.at(-1)?.no ?? null) : null };
	}

	/** The text of a matching message around its match. */
	excerpt(no: number, query: string): string {
		return excerpt(this.#text(no), query);
	}

	/** The latest matches before a message, latest first: all in the earlier index come after those in this one. */
	#latest(match: string, before: number): Match[] {
		const read = (table: "message_words" | "message_terms", below: number, limit: number) =>
			this.#sql
				.exec<Match>(
					`SELECT ${table}.rowid AS no, message_text.item AS item, message_text.seq AS seq FROM ${table} JOIN message_text ON message_text.no = ${table}.rowid
					WHERE ${table} MATCH ? AND ${table}.rowid < ? ORDER BY ${table}.rowid DESC LIMIT ?`,
					match,
					below,
					limit,
				)
				.toArray();
		const found = read("message_words", before, MAX_MATCHES);
		const refolded = this.#refoldedTo();
		const rest = MAX_MATCHES - found.length;
		return refolded > 0 && rest > 0
			? [...found, ...read("message_terms", Math.min(before, refolded + 1), rest)]
			: found;
	}

	/** The conversations with a match on the pages before: as many rows as those pages read. */
	#matchedFrom(match: string, no: number): Set<number> {
		const read = (table: "message_words" | "message_terms", to: number) =>
			this.#sql
				.exec<{ item: number }>(
					`SELECT DISTINCT message_text.item AS item FROM ${table} JOIN message_text ON message_text.no = ${table}.rowid
					WHERE ${table} MATCH ? AND ${table}.rowid BETWEEN ? AND ?`,
					match,
					no,
					to,
				)
				.toArray();
		const refolded = this.#refoldedTo();
		const rows = [
			...read("message_words", Number.MAX_SAFE_INTEGER),
			...(refolded >= no ? read("message_terms", refolded) : []),
		];
		return new Set(rows.map(({ item }) => item));
	}

	/** Whether messages of an earlier release wait to be indexed anew. */
	get refolding(): boolean {
		return this.#refoldedTo() > 0;
	}

	/** Indexes some of them anew. Call inside a transaction, while `refolding`. */
	refold(): void {
		const rows = this.#sql
			.exec<{ no: number; text: string }>(
				"SELECT no, text FROM message_text WHERE no <= ? ORDER BY no DESC LIMIT ?",
				this.#refoldedTo(),
				REFOLDED_AT_ONCE,
			)
			.toArray()
			// FTS5 writes a segment for each row that comes before the last one.
			.toReversed();
		for (const row of rows) this.#put(row);
		const left = rows.length < REFOLDED_AT_ONCE ? 0 : (rows[0]?.no ?? 1) - 1;
		this.#sql.exec("UPDATE words_position SET refolded = ?", left);
		this.#refolded = left;
	}

	/** Where this index stands. The first look begins it where the earlier one stands, whose messages are to be indexed anew. */
	#position(): { no: number; refolded: number } {
		type Position = { no: number; refolded: number };
		return (
			this.#sql.exec<Position>("SELECT no, refolded FROM words_position").toArray()[0] ??
			this.#sql
				.exec<Position>(
					"INSERT INTO words_position (no, refolded) SELECT no, no FROM index_position RETURNING no, refolded",
				)
				.one()
		);
	}

	#refoldedTo(): number {
		return (this.#refolded ??= this.#position().refolded);
	}

	#put({ no, text }: { no: number; text: string }): void {
		this.#sql.exec("INSERT INTO message_words (rowid, text) VALUES (?, ?)", no, indexedTerms(text).join(" "));
	}

	#text(no: number): string {
		return this.#sql.exec<{ text: string }>("SELECT text FROM message_text WHERE no = ?", no).one().text;
	}

	#upTo(): number {
		return (this.#indexed ??= this.#position().no);
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
		for (const row of waiting) this.#put(row);
		this.#sql.exec("UPDATE words_position SET no = ?", last.no);
		this.#indexed = last.no;
	}
}
