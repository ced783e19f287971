/**
 * The list's items, one for each conversation, in the Inbox's SQLite. Stores an item unless a newer version is stored, and
 * reads pages by filter, newest first; what was said in them is found by search.ts. The cost of a page doesn't depend on the
 * number of conversations, but for a page by tag on those that carry it.
 */
import * as v from "valibot";
import { Handler } from "../protocol/conversation/entry.ts";
import {
	type InboxFilter,
	ListCount,
	type ListedPerson,
	ListItem,
	type ListStatus,
	listStatusOf,
	type PersonPage,
	statusesOf,
} from "../protocol/inbox.ts";
import { PAGE_SIZE } from "../protocol/limits.ts";
import type { ConversationMetrics } from "../protocol/figures/days.ts";
import { recordMetrics } from "./metrics/days.ts";
import { type IndexedText, MessageIndex } from "./message-index.ts";

/** How many waits for a person are stored for the median, and the fewest that a median is computed from. */
const WAITS_KEPT = 50;
const WAITS_NEEDED = 3;
/** The most conversations of one visitor or contact that are read at once: the latest to start. `everyOf` pages through all. */
const MAX_OF_A_PERSON = 200;

type Cursor = { lastAt: number; id: string };
type StoredItem = Cursor & { body: string };

const Cursor = v.pipe(
	v.string(),
	v.regex(/^\d{1,15}\.[\w-]{1,64}$/),
	v.transform((text): Cursor => ({
		lastAt: Number(text.slice(0, text.indexOf("."))),
		id: text.slice(text.indexOf(".") + 1),
	})),
);

/** The visitor's name and e-mail addresses as one text, which search finds too: the one they only claim as well. */
const namesOf = ({ name, email, claimed }: Pick<ListItem, "name" | "email" | "claimed">): string =>
	[name, email, claimed].filter(Boolean).join(" ");

/** The columns of a stored item that `put` compares, without parsing the whole item. */
type KnownItem = {
	no: number;
	text_seq: number;
	version: number;
	archived: number;
	/** A `ListStatus`: "snoozed" while it is, whatever its status. */
	status: string;
	handler: string;
	assignee: string | null;
	name: string | null;
	email: string | null;
	claimed: string | null;
	waiting_since: number | null;
	/** The tags' ids as a JSON array; null: none. */
	tags: string | null;
	metrics: string | null;
};

/** The group that an item is counted in. */
type Group = { status: string; handler: string; assignee: string };

const groupOf = (item: ListItem): Group => ({
	status: item.archived ? "archived" : listStatusOf(item),
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

/** The item of a stored row. */
export const readItem = ({ body }: { body: string }): ListItem => v.parse(ListItem, JSON.parse(body));
const newestFirst = (a: Cursor, b: Cursor): number => b.lastAt - a.lastAt || (a.id < b.id ? 1 : -1);

type Query = { sql: string; bindings: (string | number)[] };

const PAGE_ORDER = "ORDER BY lastAt DESC, id DESC";

/**
 * The same for a filter with a tag: reads all that carry it, because an order by time would be a row more to write for each
 * message and tag. What a team looks for by a tag are hundreds.
 */
function taggedQuery(filter: InboxFilter, tag: string, { lastAt, id }: Cursor): Query {
	const where = ["item_tag.tag = ?", "archived = ?", "(last_at, id) < (?, ?)"];
	const bindings: (string | number)[] = [tag, filter.status === "archived" ? 1 : 0, lastAt, id];
	const statuses = statusesOf(filter);
	where.push(`status IN (${statuses.map(() => "?").join(", ")})`);
	bindings.push(...statuses);
	if (filter.handler !== "any") {
		where.push("handler = ?");
		bindings.push(filter.handler);
	}
	if (filter.assignee === "nobody") where.push("assignee IS NULL");
	else if (filter.assignee !== "anyone") {
		where.push("assignee = ?");
		bindings.push(filter.assignee);
	}
	return {
		sql: `SELECT id, last_at AS lastAt, body FROM item_tag JOIN list_item ON list_item.no = item_tag.item
			WHERE ${where.join(" AND ")} ${PAGE_ORDER} LIMIT ${PAGE_SIZE + 1}`,
		bindings,
	};
}

/**
 * One statement for the items after the cursor. Each status and handler is a range of an index that is in the page's order,
 * and SQLite merges ranges that `UNION ALL` joins under one `ORDER BY`, so that it reads little more than the page itself,
 * whatever the number of ranges. The ranges are joined by status first: workerd allows five terms in a compound SELECT.
 * The assignee "nobody" excludes the handler "human": a conversation that a person handles always has an assignee. One that
 * waits has one while it is offered. Null where
 * nothing can match.
 */
function pageQuery(filter: InboxFilter, { lastAt, id }: Cursor): Query | null {
	const assignee = filter.assignee === "anyone" || filter.assignee === "nobody" ? null : filter.assignee;
	const handlers = (filter.handler === "any" ? Handler.options : [filter.handler]).filter(
		(handler) => filter.assignee !== "nobody" || handler !== "human",
	);
	if (handlers.length === 0) return null;
	const unassigned = filter.assignee === "nobody" ? "AND assignee IS NULL" : "";
	const bindings: (string | number)[] = [];
	const range = (status: ListStatus, handler: Handler): string => {
		bindings.push(filter.status === "archived" ? 1 : 0, status, handler);
		if (assignee !== null) bindings.push(assignee);
		bindings.push(lastAt, id);
		return `SELECT id, last_at AS lastAt, body FROM list_item WHERE archived = ? AND status = ? AND handler = ?
			${assignee === null ? unassigned : "AND assignee = ?"} AND (last_at, id) < (?, ?)`;
	};
	const byStatus = statusesOf(filter).map((status) => {
		const ranges = handlers.map((handler) => range(status, handler));
		return `SELECT * FROM (${ranges.join(" UNION ALL ")} ${PAGE_ORDER})`;
	});
	return { sql: `${byStatus.join(" UNION ALL ")} ${PAGE_ORDER} LIMIT ${PAGE_SIZE + 1}`, bindings };
}

export class ListItems {
	readonly #sql: SqlStorage;
	/** What was said in them. */
	readonly messages: MessageIndex;
	/** Cached: read on every update, rarely changes. Undefined: not computed since the last wait was added. */
	#usualWait: number | null | undefined;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
		this.messages = new MessageIndex(sql);
	}

	/**
	 * Stores an item, unless its version or a newer one is stored, and indexes the texts that aren't indexed yet. `changed` is
	 * false where the item wasn't stored; `recounted` is true where the counts changed too. Idempotent.
	 */
	put(
		item: ListItem,
		texts: IndexedText[],
		now: number,
		metrics: ConversationMetrics | null = null,
	): { changed: boolean; recounted: boolean } {
		const known = this.#sql
			.exec<KnownItem>(
				`SELECT no, text_seq, version, archived, status, handler, assignee, body ->> 'name' AS name,
					body ->> 'email' AS email, body ->> 'claimed' AS claimed, body ->> 'waitingSince' AS waiting_since,
					body ->> 'tags' AS tags, metrics
				FROM list_item WHERE id = ?`,
				item.id,
			)
			.toArray()[0];
		const fresh = texts.filter(({ seq }) => seq > (known?.text_seq ?? 0));
		if (known && known.version >= item.version) {
			if (fresh.length > 0) {
				this.#sql.exec("UPDATE list_item SET text_seq = ? WHERE no = ?", fresh.at(-1)?.seq, known.no);
				this.messages.add(
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
				listStatusOf(item),
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
		if (JSON.stringify(item.tags ?? []) !== (known?.tags ?? "[]")) this.#retag(no, item.tags ?? []);
		const names = namesOf(item);
		const renamed = names !== "" && (!known || names !== namesOf(known));
		this.messages.add(no, [...(renamed ? [names] : []), ...fresh.map(({ text }) => text)]);
		const before = known && knownGroup(known);
		const recounted = !before || !sameGroup(before, groupOf(item));
		if (recounted) {
			if (before) this.#count(before, -1);
			this.#count(groupOf(item), 1);
		}
		if (known?.waiting_since && item.handler === "human") this.#waited(now - known.waiting_since);
		return { changed: true, recounted };
	}

	/** How many conversations carry a tag. */
	taggedWith(tag: string): number {
		return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM item_tag WHERE tag = ?", tag).one().n;
	}

	#retag(no: number, tags: readonly string[]): void {
		this.#sql.exec("DELETE FROM item_tag WHERE item = ?", no);
		for (const tag of tags) this.#sql.exec("INSERT OR IGNORE INTO item_tag (tag, item) VALUES (?, ?)", tag, no);
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

	/** Every conversation of a visitor or contact, a page at a time: the latest to start first, then those before the cursor. */
	everyOf({ kind, id }: ListedPerson, before: number | null): PersonPage {
		const column = { visitor: "visitor", contact: "contact" }[kind];
		const rows = this.#sql
			.exec<{ no: number; id: string }>(
				`SELECT no, id FROM list_item WHERE ${column} = ? AND no < ? ORDER BY no DESC LIMIT ?`,
				id,
				before ?? Number.MAX_SAFE_INTEGER,
				MAX_OF_A_PERSON,
			)
			.toArray();
		return {
			ids: rows.map((row) => row.id),
			before: rows.length === MAX_OF_A_PERSON ? (rows.at(-1)?.no ?? null) : null,
		};
	}

	/** The conversations of a member that aren't closed, a page at a time, including archived ones. */
	assignedTo(memberId: string, before: number | null): PersonPage {
		const rows = this.#sql
			.exec<{ no: number; id: string }>(
				"SELECT no, id FROM list_item WHERE assignee = ? AND status <> 'closed' AND no < ? ORDER BY no DESC LIMIT ?",
				memberId,
				before ?? Number.MAX_SAFE_INTEGER,
				MAX_OF_A_PERSON,
			)
			.toArray();
		return {
			ids: rows.map((row) => row.id),
			before: rows.length === MAX_OF_A_PERSON ? (rows.at(-1)?.no ?? null) : null,
		};
	}

	/** The page after the cursor; the first page if the cursor is null or can't be read. */
	page(filter: InboxFilter, after: string | null): { items: ListItem[]; cursor: string | null } {
		const parsed = v.safeParse(Cursor, after);
		const from: Cursor = parsed.success ? parsed.output : { lastAt: Number.MAX_SAFE_INTEGER, id: "" };
		const { tag } = filter;
		const query = tag === undefined ? pageQuery(filter, from) : taggedQuery(filter, tag, from);
		const found = query ? this.#sql.exec<StoredItem>(query.sql, ...query.bindings).toArray() : [];
		const items = found.slice(0, PAGE_SIZE);
		const last = items.at(-1);
		return {
			items: items.map(readItem),
			cursor: found.length > PAGE_SIZE && last ? `${last.lastAt}.${last.id}` : null,
		};
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

	/** The median of the latest waits for a person, in ms; null while there are too few. */
	usualWait(): number | null {
		if (this.#usualWait === undefined) this.#usualWait = this.#medianWait();
		return this.#usualWait;
	}

	#medianWait(): number | null {
		const waits = this.#sql.exec<{ ms: number }>("SELECT ms FROM wait ORDER BY ms").toArray();
		return waits.length < WAITS_NEEDED ? null : (waits[Math.floor(waits.length / 2)]?.ms ?? null);
	}

	#rows(query: string, ...bindings: (string | number)[]): ListItem[] {
		return this.#sql
			.exec<{ body: string }>(query, ...bindings)
			.toArray()
			.map(readItem);
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
