/**
 * The list: every conversation's line, over the Inbox's SQLite. Takes lines by version, gives pages by filter, newest
 * first. Work is bounded by the page, whatever the number of conversations.
 */
import * as v from "valibot";
import { Handler, Status } from "../protocol/entry.ts";
import { type InboxFilter, InboxRow, statusesOf, type Tally } from "../protocol/inbox.ts";
import { PAGE_SIZE } from "../protocol/limits.ts";

/** Waits kept for the usual one, and how few say nothing yet. */
const WAITS_KEPT = 50;
const WAITS_NEEDED = 3;
/** A visitor's or contact's conversations, at most; who has more is best looked at in the list. */
const MAX_OF_A_PERSON = 200;

type Bucket = { archived: boolean; status: Status; handler: Handler };
type Cursor = { lastAt: number; id: string };

const Cursor = v.pipe(
	v.string(),
	v.regex(/^\d{1,15}\.[\w-]{1,64}$/),
	v.transform((text): Cursor => ({
		lastAt: Number(text.slice(0, text.indexOf("."))),
		id: text.slice(text.indexOf(".") + 1),
	})),
);

const read = ({ body }: { body: string }): InboxRow => v.parse(InboxRow, JSON.parse(body));
const newestFirst = (a: InboxRow, b: InboxRow): number => b.lastAt - a.lastAt || (a.id < b.id ? 1 : -1);
const tallyStatus = (row: InboxRow) => (row.archived ? "archived" : row.status);
const sameTally = (a: InboxRow, b: InboxRow): boolean =>
	tallyStatus(a) === tallyStatus(b) && a.handler === b.handler && a.assignee?.id === b.assignee?.id;

/** A filter as ranges of the index. Nobody's conversations are those no person handles: a person's always has an assignee. */
function buckets(filter: InboxFilter): Bucket[] {
	const { status, handler, assignee } = filter;
	const archived = status === "archived";
	const handlers = (handler === "any" ? Handler.options : [handler]).filter(
		(each) => assignee !== "nobody" || each !== "human",
	);
	return statusesOf(filter).flatMap((each) => handlers.map((one) => ({ archived, status: each, handler: one })));
}

export class List {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** Takes a line unless a newer one is here. `tallied`: the counts changed too. Null: it was old. */
	put(row: InboxRow, now: number): { tallied: boolean } | null {
		const before = this.byId(row.id);
		if (before && before.version >= row.version) return null;
		this.#sql.exec(
			`INSERT INTO line (id, version, archived, status, handler, assignee, visitor, contact, last_at, body)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET version = excluded.version, archived = excluded.archived,
				status = excluded.status, handler = excluded.handler, assignee = excluded.assignee,
				contact = excluded.contact, last_at = excluded.last_at, body = excluded.body`,
			row.id,
			row.version,
			row.archived ? 1 : 0,
			row.status,
			row.handler,
			row.assignee?.id ?? null,
			row.visitorId,
			row.contactId,
			row.lastAt,
			JSON.stringify(row),
		);
		const tallied = !before || !sameTally(before, row);
		if (tallied) {
			if (before) this.#count(before, -1);
			this.#count(row, 1);
		}
		if (before?.waitingSince && row.handler === "human") this.#waited(now - before.waitingSince);
		return { tallied };
	}

	byId(id: string): InboxRow | null {
		return this.#rows("SELECT body FROM line WHERE id = ?", id)[0] ?? null;
	}

	byVisitors(ids: string[]): InboxRow[] {
		const rows = ids.flatMap((id) =>
			this.#rows("SELECT body FROM line WHERE visitor = ? LIMIT ?", id, MAX_OF_A_PERSON),
		);
		return rows.toSorted(newestFirst);
	}

	byContact(id: string): InboxRow[] {
		return this.#rows("SELECT body FROM line WHERE contact = ? LIMIT ?", id, MAX_OF_A_PERSON).toSorted(newestFirst);
	}

	/** A page after the cursor. A cursor that can't be read starts over. */
	page(filter: InboxFilter, after: string | null): { rows: InboxRow[]; cursor: string | null } {
		const parsed = v.safeParse(Cursor, after);
		const from: Cursor = parsed.success ? parsed.output : { lastAt: Number.MAX_SAFE_INTEGER, id: "" };
		const assignee = filter.assignee === "anyone" || filter.assignee === "nobody" ? null : filter.assignee;
		const found = buckets(filter).flatMap((bucket) => this.#range(bucket, assignee, from));
		const rows = found.toSorted(newestFirst);
		const last = rows[PAGE_SIZE - 1];
		return {
			rows: rows.slice(0, PAGE_SIZE),
			cursor: rows.length > PAGE_SIZE && last ? `${last.lastAt}.${last.id}` : null,
		};
	}

	tallies(): Tally[] {
		return this.#sql
			.exec<{ status: string; handler: string; assignee: string; n: number }>("SELECT * FROM tally WHERE n > 0")
			.toArray()
			.map(({ status, handler, assignee, n }) => ({
				status: v.parse(v.picklist([...Status.options, "archived"]), status),
				handler: v.parse(Handler, handler),
				assignee: assignee || null,
				count: n,
			}));
	}

	/** Median of the latest waits in ms; null while there are too few to promise anything. */
	usualWait(): number | null {
		const waits = this.#sql.exec<{ ms: number }>("SELECT ms FROM wait ORDER BY ms").toArray();
		return waits.length < WAITS_NEEDED ? null : (waits[Math.floor(waits.length / 2)]?.ms ?? null);
	}

	#range({ archived, status, handler }: Bucket, assignee: string | null, { lastAt, id }: Cursor): InboxRow[] {
		return this.#rows(
			`SELECT body FROM line WHERE archived = ? AND status = ? AND handler = ? ${assignee === null ? "" : "AND assignee = ?"}
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

	#rows(query: string, ...bindings: (string | number)[]): InboxRow[] {
		return this.#sql
			.exec<{ body: string }>(query, ...bindings)
			.toArray()
			.map(read);
	}

	#count(row: InboxRow, change: 1 | -1): void {
		this.#sql.exec(
			`INSERT INTO tally (status, handler, assignee, n) VALUES (?, ?, ?, ?)
			ON CONFLICT (status, handler, assignee) DO UPDATE SET n = n + excluded.n`,
			tallyStatus(row),
			row.handler,
			row.assignee?.id ?? "",
			change,
		);
	}

	#waited(ms: number): void {
		this.#sql.exec("INSERT INTO wait (ms) VALUES (?)", Math.max(0, ms));
		this.#sql.exec("DELETE FROM wait WHERE id <= (SELECT max(id) FROM wait) - ?", WAITS_KEPT);
	}
}
