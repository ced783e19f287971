/**
 * The full-text search of a workspace's messages and notes: one row for each, in order of arrival, and an FTS5 index over
 * them. A message costs one row on arrival. The index takes many at a time, because a segment of FTS5 costs about the same
 * number of rows whatever its size. A search first indexes the waiting messages, so it misses none.
 */
import { informativeWords, terms, words } from "../language/text/terms.ts";

/** A text of a conversation's log, with its seq. */
export type IndexedText = { seq: number; text: string };

/** The most messages that wait to be indexed. A search indexes at most this many first, which takes some milliseconds. */
const MAX_WAITING = 100;
/** The most matches read for one page of conversations. A page may be short of items and still have a cursor. */
const MAX_MATCHES = 1_000;
/** Characters shown around a match. */
const EXCERPT_LENGTH = 140;
const EXCERPT_LEAD = 40;

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
		const latest = new Map<number, number>();
		for (const { no, item } of rows) if (!latest.has(item)) latest.set(item, no);
		const matches = [...latest].map(([item, no]) => ({ item, no, text: excerpt(this.#text(no), query) }));
		return { matches, next: rows.length === MAX_MATCHES ? (rows.at(-1)?.no ?? null) : null };
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
			this.#sql.exec("INSERT INTO message_terms (rowid, text) VALUES (?, ?)", no, terms(text).join(" "));
		this.#sql.exec("UPDATE index_position SET no = ?", last.no);
		this.#indexed = last.no;
	}
}

/** An FTS5 expression for any query text; null where the text has no words. */
function expression(query: string): string | null {
	const informative = informativeWords(query).map(({ term }) => term);
	const all = informative.length > 0 ? informative : terms(query);
	const last = words(query).at(-1);
	const exact = all.map((term) => `"${term.replaceAll('"', "")}"`);
	if (exact.length === 0) return null;
	// While somebody types, the last word may be the beginning of a longer one, which its stem need not match.
	if (last && last.length >= 3 && /\p{L}$/u.test(query)) exact[exact.length - 1] = `(${exact.at(-1)} OR "${last}"*)`;
	return exact.join(" AND ");
}

/** The part of a text around the first word of the query. */
export function excerpt(text: string, query: string): string {
	const wanted = new Set(terms(query));
	const plain = text.replace(/\s+/g, " ").trim();
	const last = words(query).at(-1) ?? "";
	for (const { 0: word, index } of plain.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
		const found = terms(word).some((term) => wanted.has(term) || (last.length >= 3 && term.startsWith(last)));
		if (!found) continue;
		const start = index > EXCERPT_LEAD ? plain.lastIndexOf(" ", index - EXCERPT_LEAD / 2) + 1 : 0;
		return `${start > 0 ? "… " : ""}${plain.slice(start, start + EXCERPT_LENGTH)}`;
	}
	return plain.slice(0, EXCERPT_LENGTH);
}
