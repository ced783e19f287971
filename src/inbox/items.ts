/**
 * The list's items, one for each conversation, in the Inbox's SQLite. Stores an item unless a newer version is stored, and
 * reads pages by filter, newest first; what was said in them is found by search.ts. The cost of a page doesn't depend on the
 * number of conversations, but for a page by tag on those that carry it (list/pages.ts).
 */
import * as v from "valibot";
import {
	type Filtered,
	inOrder,
	ListCount,
	type ListedPerson,
	ListItem,
	listStatusOf,
	type PersonPage,
} from "../protocol/inbox.ts";
import type { InboxFilter } from "../protocol/list/filter.ts";
import { PAGE_SIZE } from "../protocol/limits.ts";
import type { ConversationMetrics } from "../protocol/figures/days.ts";
import type { Bounds } from "../protocol/list/dates.ts";
import { conditionsOf, cursorAfter, labelsOf, pageRows } from "./list/pages.ts";
import { PeopleKeys, putPerson } from "./list/people.ts";
import { recordMetrics } from "./metrics/days.ts";
import { type IndexedText, MessageIndex } from "./message-index.ts";

/** How many waits for a person are stored for the median, and the fewest that a median is computed from. */
const WAITS_KEPT = 50;
const WAITS_NEEDED = 3;
/** The most conversations of one visitor or contact that are read at once: the latest to start. `everyOf` pages through all. */
const MAX_OF_A_PERSON = 200;

/** The visitor's name and e-mail addresses as one text, which search finds too: the one they only claim as well. */
const namesOf = ({ name, email, claimed }: Pick<ListItem, "name" | "email" | "claimed">): string =>
	[name, email, claimed].filter(Boolean).join(" ");

const Ids = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

/** What became of an item: stored or not, and in another group of the counts. `before`: what was stored; null: it is new. */
type Put = { changed: boolean; recounted: boolean; before: Filtered | null };

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
	/** The tags' ids as a JSON array, and the mentioned members'; null: none. */
	tags: string | null;
	mentions: string | null;
	unread: number;
	source: string;
	last_at: number;
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
/** What filters look at, of the item that was stored. */
const knownFiltered = (known: KnownItem): Filtered => ({
	...v.parse(v.pick(ListItem, ["status", "handler", "source"]), known),
	archived: known.archived === 1,
	snooze: known.status === "snoozed" ? { until: null } : null,
	assignee: known.assignee === null ? null : { id: known.assignee, name: "" },
	tags: v.parse(Ids, known.tags ?? "[]"),
	mentions: v.parse(Ids, known.mentions ?? "[]"),
	lastAt: known.last_at,
	unread: known.unread,
	name: known.name,
	email: known.email,
	claimed: known.claimed,
});

const sameGroup = (a: Group, b: Group): boolean =>
	a.status === b.status && a.handler === b.handler && a.assignee === b.assignee;

/** The labels of an item that may change, as text to compare. */
const labelKey = ({ tags = [], mentions = [] }: ListItem): string => JSON.stringify(tags) + JSON.stringify(mentions);

/** The item of a stored row. */
export const readItem = ({ body }: { body: string }): ListItem => v.parse(ListItem, JSON.parse(body));
const newestFirst = (a: ListItem, b: ListItem): number => inOrder(undefined, a, b);

export class ListItems {
	readonly #sql: SqlStorage;
	/** What was said in them. */
	readonly messages: MessageIndex;
	/** Who they are from. */
	readonly people: PeopleKeys;
	/** Cached: read on every update, rarely changes. Undefined: not computed since the last wait was added. */
	#usualWait: number | null | undefined;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
		this.messages = new MessageIndex(sql);
		this.people = new PeopleKeys(sql);
	}

	/**
	 * Stores an item, unless its version or a newer one is stored, and indexes the texts that aren't indexed yet. `changed` is
	 * false where the item wasn't stored; `recounted` is true where the counts changed too. Idempotent.
	 */
	put(item: ListItem, texts: IndexedText[], now: number, metrics: ConversationMetrics | null = null): Put {
		const known = this.#sql
			.exec<KnownItem>(
				`SELECT no, text_seq, version, archived, status, handler, assignee, body ->> 'name' AS name,
					body ->> 'email' AS email, body ->> 'claimed' AS claimed, body ->> 'waitingSince' AS waiting_since,
					body ->> 'tags' AS tags, body ->> 'mentions' AS mentions, body ->> 'source' AS source,
					body ->> 'unread' AS unread, last_at, metrics
				FROM list_item WHERE id = ?`,
				item.id,
			)
			.toArray()[0];
		const fresh = texts.filter(({ seq }) => seq > (known?.text_seq ?? 0));
		if (known && known.version >= item.version) {
			if (fresh.length > 0) {
				this.#sql.exec("UPDATE list_item SET text_seq = ? WHERE no = ?", fresh.at(-1)?.seq, known.no);
				this.messages.add(known.no, fresh);
			}
			return { changed: false, recounted: false, before: null };
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
		if (!known || namesOf(item) !== namesOf(known)) putPerson(this.#sql, no, item, !known);
		if (!known || labelKey(item) !== `${known.tags ?? "[]"}${known.mentions ?? "[]"}`) this.#label(no, item, !known);
		const names = namesOf(item);
		const renamed = names !== "" && (!known || names !== namesOf(known));
		this.messages.add(no, [...(renamed ? [{ seq: null, text: names }] : []), ...fresh]);
		const before = known && knownGroup(known);
		const recounted = !before || !sameGroup(before, groupOf(item));
		if (recounted) {
			if (before) this.#count(before, -1);
			this.#count(groupOf(item), 1);
		}
		if (known?.waiting_since && item.handler === "human") this.#waited(now - known.waiting_since);
		return { changed: true, recounted, before: known ? knownFiltered(known) : null };
	}

	/** Takes a text of an item out of the search. */
	forgetText(id: string, text: IndexedText): void {
		const [known] = this.#sql.exec<{ no: number }>("SELECT no FROM list_item WHERE id = ?", id).toArray();
		if (known) this.messages.forget(known.no, text);
	}

	/** How many items match a filter, counted in the table; `bounds`: its dates. Reads as many rows of an index as match all but its labels. */
	countOf(filter: InboxFilter, bounds: Bounds | null): number {
		const { where, bindings } = conditionsOf(filter, bounds);
		return this.#sql
			.exec<{ n: number }>(`SELECT count(*) AS n FROM list_item WHERE ${where.join(" AND ")}`, ...bindings)
			.one().n;
	}

	/** How many conversations carry a tag. */
	taggedWith(tag: string): number {
		return this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM item_tag WHERE tag = ?", tag).one().n;
	}

	/** A conversation that is new has no labels to take off. */
	#label(no: number, item: ListItem, isNew: boolean): void {
		if (!isNew) this.#sql.exec("DELETE FROM item_tag WHERE item = ?", no);
		for (const label of labelsOf(item))
			this.#sql.exec("INSERT OR IGNORE INTO item_tag (tag, item) VALUES (?, ?)", label, no);
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
		const found = pageRows(filter, after, Date.now(), ({ sql, bindings }) => this.#rows(sql, ...bindings));
		const items = found.slice(0, PAGE_SIZE);
		const last = items.at(-1);
		return { items, cursor: found.length > PAGE_SIZE && last ? cursorAfter(filter, last) : null };
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
