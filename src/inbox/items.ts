/**
 * The list's items, one a conversation, over the Inbox's SQLite. Takes items by version, gives pages by filter, newest
 * first. Work is bounded by the page, whatever the number of conversations.
 */
import * as v from "valibot";
import { Handler, type Status } from "../protocol/conversation/entry.ts";
import { type InboxFilter, ListItem, matches, statusesOf, ListCount } from "../protocol/inbox.ts";
import { PAGE_SIZE } from "../protocol/limits.ts";
import type { ConversationMetrics } from "../protocol/figures.ts";
import { recordMetrics } from "./metrics/days.ts";
import { type IndexedText, MessageIndex } from "./message-index.ts";

/** Waits kept for the usual one, and how few say nothing yet. */
const WAITS_KEPT = 50;
const WAITS_NEEDED = 3;
/** A visitor's or contact's conversations, at most: those that began last. Who has more is best looked at in the list. */
const MAX_OF_A_PERSON = 200;

type IndexRange = { archived: boolean; status: Status; handler: Handler };
type Cursor = { lastAt: number; id: string };

const Cursor = v.pipe(
	v.string(),
	v.regex(/^\d{1,15}\.[\w-]{1,64}$/),
	v.transform((text): Cursor => ({
		lastAt: Number(text.slice(0, text.indexOf("."))),
		id: text.slice(text.indexOf(".") + 1),
	})),
);

/** A search goes on from a message's number. */
const SaidCursor = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));

type SearchPage = { items: ListItem[]; excerpts: Record<string, string>; cursor: string | null };

/** Who they are can be searched too. */
const namesOf = ({ name, email }: Pick<ListItem, "name" | "email">): string => [name, email].filter(Boolean).join(" ");

/** What a change is compared with, without reading the whole item again. */
type KnownItem = {
	no: number;
	text_seq: number;
	version: number;
	archived: number;
	status: string;
	handler: string;
	assignee: string | null;
	name: string | null;
	email: string | null;
	waiting_since: number | null;
	metrics: string | null;
};

/** What an item is counted under. */
type Group = { status: string; handler: string; assignee: string };

const groupOf = (item: ListItem): Group => ({
	status: item.archived ? "archived" : item.status,
	handler: item.handler,
	assignee: item.assignee?.id ?? "",
});
const knownGroup = ({ archived, status, handler, assignee }: KnownItem): Group => ({
	status: archived ? "archived" : status,
	handler,
	assignee: assignee ?? "",
});
const sameGroup = (a: Group, b: Group): boolean =>
	a.status === b.status && a.handler === b.handler && a.assignee === b.assignee;

const read = ({ body }: { body: string }): ListItem => v.parse(ListItem, JSON.parse(body));
const newestFirst = (a: ListItem, b: ListItem): number => b.lastAt - a.lastAt || (a.id < b.id ? 1 : -1);

/** A filter as ranges of the index. Nobody's conversations are those no person handles: a person's always has an assignee. */
function rangesOf(filter: InboxFilter): IndexRange[] {
	const { status, handler, assignee } = filter;
	const archived = status === "archived";
	const handlers = (handler === "any" ? Handler.options : [handler]).filter(
		(each) => assignee !== "nobody" || each !== "human",
	);
	return statusesOf(filter).flatMap((each) => handlers.map((one) => ({ archived, status: each, handler: one })));
}

export class ListItems {
	readonly #sql: SqlStorage;
	readonly #said: MessageIndex;
	/** Cached: read on every update, rarely changes. Undefined: not computed since the last wait was added. */
	#usualWait: number | null | undefined;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
		this.#said = new MessageIndex(sql);
	}

	/**
	 * Takes an item unless a newer one is here, and what was said since the last time. `changed` is false for an old one;
	 * `recounted`: the counts changed too. Telling twice changes nothing.
	 */
	put(
		item: ListItem,
		said: IndexedText[],
		now: number,
		metrics: ConversationMetrics | null = null,
	): { changed: boolean; recounted: boolean } {
		const known = this.#sql
			.exec<KnownItem>(
				`SELECT no, text_seq, version, archived, status, handler, assignee, body ->> 'name' AS name,
					body ->> 'email' AS email, body ->> 'waitingSince' AS waiting_since, metrics
				FROM list_item WHERE id = ?`,
				item.id,
			)
			.toArray()[0];
		const fresh = said.filter(({ seq }) => seq > (known?.text_seq ?? 0));
		if (known && known.version >= item.version) {
			if (fresh.length > 0) {
				this.#sql.exec("UPDATE list_item SET text_seq = ? WHERE no = ?", fresh.at(-1)?.seq, known.no);
				this.#said.add(
					known.no,
					fresh.map(({ text }) => text),
				);
			}
			return { changed: false, recounted: false };
		}
		const { no } = this.#sql
			.exec<{ no: number }>(
				`INSERT INTO list_item (id, version, text_seq, archived, status, handler, assignee, visitor, contact, last_at, body, metrics)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (id) DO UPDATE SET version = excluded.version, text_seq = excluded.text_seq,
					archived = excluded.archived, status = excluded.status, handler = excluded.handler,
					assignee = excluded.assignee, contact = excluded.contact, last_at = excluded.last_at, body = excluded.body,
					metrics = excluded.metrics
				RETURNING no`,
				item.id,
				item.version,
				fresh.at(-1)?.seq ?? known?.text_seq ?? 0,
				item.archived ? 1 : 0,
				item.status,
				item.handler,
				item.assignee?.id ?? null,
				item.visitorId,
				item.contactId,
				item.lastAt,
				JSON.stringify(item),
				metrics === null ? (known?.metrics ?? null) : JSON.stringify(metrics),
			)
			.one();
		if (metrics) recordMetrics(this.#sql, known?.metrics ?? null, metrics, now);
		const names = namesOf(item);
		const renamed = names !== "" && (!known || names !== namesOf(known));
		this.#said.add(no, [...(renamed ? [names] : []), ...fresh.map(({ text }) => text)]);
		const before = known && knownGroup(known);
		const recounted = !before || !sameGroup(before, groupOf(item));
		if (recounted) {
			if (before) this.#count(before, -1);
			this.#count(groupOf(item), 1);
		}
		if (known?.waiting_since && item.handler === "human") this.#waited(now - known.waiting_since);
		return { changed: true, recounted };
	}

	byId(id: string): ListItem | null {
		return this.#rows("SELECT body FROM list_item WHERE id = ?", id)[0] ?? null;
	}

	byVisitors(ids: string[]): ListItem[] {
		const rows = ids.flatMap((id) =>
			this.#rows("SELECT body FROM list_item WHERE visitor = ? ORDER BY no DESC LIMIT ?", id, MAX_OF_A_PERSON),
		);
		return rows.toSorted(newestFirst);
	}

	byContact(id: string): ListItem[] {
		return this.#rows(
			"SELECT body FROM list_item WHERE contact = ? ORDER BY no DESC LIMIT ?",
			id,
			MAX_OF_A_PERSON,
		).toSorted(newestFirst);
	}

	/** A page after the cursor. A cursor that can't be read starts over. */
	page(filter: InboxFilter, after: string | null): { items: ListItem[]; cursor: string | null } {
		const parsed = v.safeParse(Cursor, after);
		const from: Cursor = parsed.success ? parsed.output : { lastAt: Number.MAX_SAFE_INTEGER, id: "" };
		const assignee = filter.assignee === "anyone" || filter.assignee === "nobody" ? null : filter.assignee;
		const found = rangesOf(filter).flatMap((bucket) => this.#range(bucket, assignee, from));
		const items = found.toSorted(newestFirst);
		const last = items[PAGE_SIZE - 1];
		return {
			items: items.slice(0, PAGE_SIZE),
			cursor: items.length > PAGE_SIZE && last ? `${last.lastAt}.${last.id}` : null,
		};
	}

	/** The conversations a search finds and the filter lets through, latest match first, with what was found in each. */
	search(filter: InboxFilter, query: string, after: string | null): SearchPage {
		const cursor = v.safeParse(SaidCursor, after);
		const { matches: found, next } = this.#said.find(query, cursor.success ? cursor.output : null);
		const items: ListItem[] = [];
		const excerpts: Record<string, string> = {};
		for (const { item: itemNo, no, text } of found) {
			const item = this.#rows("SELECT body FROM list_item WHERE no = ?", itemNo)[0];
			if (!item || !matches(filter, item)) continue;
			// Past the page, the next one starts at this match again.
			if (items.length === PAGE_SIZE) return { items, excerpts, cursor: String(no + 1) };
			items.push(item);
			excerpts[item.id] = text;
		}
		return { items, excerpts, cursor: next === null ? null : String(next) };
	}

	counts(): ListCount[] {
		return this.#sql
			.exec<{ status: string; handler: string; assignee: string; n: number }>("SELECT * FROM list_count WHERE n > 0")
			.toArray()
			.map(({ status, handler, assignee, n }) => ({
				status: v.parse(ListCount.entries.status, status),
				handler: v.parse(ListCount.entries.handler, handler),
				assignee: assignee || null,
				count: n,
			}));
	}

	/** Median of the latest waits in ms; null while there are too few to promise anything. */
	usualWait(): number | null {
		if (this.#usualWait === undefined) this.#usualWait = this.#medianWait();
		return this.#usualWait;
	}

	#medianWait(): number | null {
		const waits = this.#sql.exec<{ ms: number }>("SELECT ms FROM wait ORDER BY ms").toArray();
		return waits.length < WAITS_NEEDED ? null : (waits[Math.floor(waits.length / 2)]?.ms ?? null);
	}

	#range({ archived, status, handler }: IndexRange, assignee: string | null, { lastAt, id }: Cursor): ListItem[] {
		return this.#rows(
			`SELECT body FROM list_item WHERE archived = ? AND status = ? AND handler = ? ${assignee === null ? "" : "AND assignee = ?"}
				AND (last_at, id) < (?, ?) ORDER BY last_at DESC, id DESC LIMIT ?`,
			archived ? 1 : 0,
			status,
			handler,
			...(assignee === null ? [] : [assignee]),
			lastAt,
			id,
			PAGE_SIZE + 1,
		);
	}

	#rows(query: string, ...bindings: (string | number)[]): ListItem[] {
		return this.#sql
			.exec<{ body: string }>(query, ...bindings)
			.toArray()
			.map(read);
	}

	#count({ status, handler, assignee }: Group, change: 1 | -1): void {
		this.#sql.exec(
			`INSERT INTO list_count (status, handler, assignee, n) VALUES (?, ?, ?, ?)
			ON CONFLICT (status, handler, assignee) DO UPDATE SET n = n + excluded.n`,
			status,
			handler,
			assignee,
			change,
		);
	}

	#waited(ms: number): void {
		this.#usualWait = undefined;
		this.#sql.exec("INSERT INTO wait (ms) VALUES (?)", Math.max(0, ms));
		this.#sql.exec("DELETE FROM wait WHERE id <= (SELECT max(id) FROM wait) - ?", WAITS_KEPT);
	}
}
