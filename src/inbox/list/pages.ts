/**
 * The queries for the list's pages: which rows of the list's table a filter shows after a cursor, in either order. Pure; the rows
 * are read by items.ts.
 */
import * as v from "valibot";
import { Handler } from "../../protocol/conversation/entry.ts";
import { type ListItem, type ListStatus, placeIn, statusesOf } from "../../protocol/inbox.ts";
import type { InboxFilter } from "../../protocol/list/filter.ts";
import { type Bounds, boundsOf } from "../../protocol/list/dates.ts";
import { foldedPerson } from "../../protocol/list/person.ts";
import { PAGE_SIZE } from "../../protocol/limits.ts";

/** Where a page ended: the last item's place in the order (`placeIn`), without a sign, and its id. */
type Cursor = { group: number; at: number; id: string };

const Cursor = v.pipe(
	v.string(),
	v.regex(/^(?:[01]-)?\d{1,15}\.[\w-]{1,64}$/),
	v.transform((text): Cursor => {
		const [, group = "0", at = "0", id = ""] = /^(?:([01])-)?(\d+)\.(.*)$/.exec(text) ?? [];
		return { group: Number(group), at: Number(at), id };
	}),
);

/** The cursor after an item. A page by time has a cursor without a group, as in earlier releases. */
export function cursorAfter(filter: InboxFilter, item: Pick<ListItem, "lastAt" | "waitingSince" | "id">): string {
	const { group, at } = placeIn(filter.order, item);
	return `${filter.order === undefined ? "" : `${group}-`}${Math.abs(at)}.${item.id}`;
}

export type PageQuery = { sql: string; bindings: (string | number)[] };

/** Labels of an item are in one table with its tags (`item_tag`), because they are looked for alike and are as seldom written. */
const mentionLabel = (member: string): string => `@${member}`;
/** Those from the widget have no label: they are nearly all. */
const API_LABEL = "~api";

export const labelsOf = ({
	tags = [],
	mentions = [],
	source,
}: Pick<ListItem, "tags" | "mentions" | "source">): string[] => [
	...tags,
	...mentions.map(mentionLabel),
	...(source === "api" ? [API_LABEL] : []),
];

const labelsIn = ({ tag, mentioned, source }: InboxFilter): string[] => [
	...(tag === undefined ? [] : [tag]),
	...(mentioned === undefined ? [] : [mentionLabel(mentioned)]),
	...(source === "api" ? [API_LABEL] : []),
];

/** Conditions that no index is in the order of. */
function otherConditions({ source, unread }: InboxFilter): string[] {
	return [
		...(source === "widget" ? [`no NOT IN (SELECT item FROM item_tag WHERE tag = '${API_LABEL}')`] : []),
		...(unread ? ["CAST(body ->> 'unread' AS INTEGER) > 0"] : []),
	];
}

/** The waiting time of an item, as the index `list_item_by_waiting` has it. */
const WAITING = "CAST(body ->> 'waitingSince' AS INTEGER)";

/** The rows of a filter as conditions, but for its place in the order: for filters that need no index of their own. */
export function conditionsOf(
	filter: InboxFilter,
	bounds: Bounds | null,
): { where: string[]; bindings: PageQuery["bindings"] } {
	const statuses = statusesOf(filter);
	const where = ["archived = ?", `status IN (${statuses.map(() => "?").join(", ")})`];
	const bindings: PageQuery["bindings"] = [filter.status === "archived" ? 1 : 0, ...statuses];
	// All handlers are named, so that the index's times can be used.
	const handlers = filter.handler === "any" ? Handler.options : [filter.handler];
	where.push(`handler IN (${handlers.map(() => "?").join(", ")})`);
	bindings.push(...handlers);
	if (filter.assignee === "nobody") where.push("assignee IS NULL");
	else if (filter.assignee !== "anyone") {
		where.push("assignee = ?");
		bindings.push(filter.assignee);
	}
	for (const label of labelsIn(filter)) {
		where.push("no IN (SELECT item FROM item_tag WHERE tag = ?)");
		bindings.push(label);
	}
	if (filter.from !== undefined) {
		const key = foldedPerson(filter.from);
		where.push("no IN (SELECT item FROM item_person WHERE key >= ? AND key < ?)");
		bindings.push(key, `${key}\u{10FFFF}`);
	}
	if (bounds) {
		where.push("last_at >= ?", "last_at < ?");
		bindings.push(bounds.from, bounds.to);
	}
	where.push(...otherConditions(filter));
	return { where, bindings };
}

/**
 * One statement for the items of a filter without labels. Each status and handler is a range of an index that is in the page's
 * order, and SQLite merges ranges that `UNION ALL` joins under one `ORDER BY`, so that it reads little more than the page itself,
 * whatever the number of ranges. The ranges are joined by status first: workerd allows five terms in a compound SELECT.
 * The assignee "nobody" excludes the handler "human": a conversation that a person handles always has an assignee. One that waits
 * has one while it is offered. Null where nothing can match.
 */
function rangesQuery(
	filter: InboxFilter,
	bounds: Bounds | null,
	after: Cursor | null,
	limit: number,
): PageQuery | null {
	const oldestFirst = filter.order === "waiting";
	const assignee = filter.assignee === "anyone" || filter.assignee === "nobody" ? null : filter.assignee;
	const handlers = (filter.handler === "any" ? Handler.options : [filter.handler]).filter(
		(handler) => filter.assignee !== "nobody" || handler !== "human",
	);
	if (handlers.length === 0) return null;
	const bindings: PageQuery["bindings"] = [];
	const where = ["archived = ?", "status = ?", "handler = ?", ...otherConditions(filter)];
	if (assignee !== null) where.push("assignee = ?");
	if (filter.assignee === "nobody") where.push("assignee IS NULL");
	// One condition on the time at either end: SQLite uses one for the range.
	const [start, end] = bounds ? [bounds.from, bounds.to] : [0, Number.MAX_SAFE_INTEGER];
	if (oldestFirst) where.push("(last_at, id) > (?, ?)", "last_at < ?", `${WAITING} IS NULL`);
	else where.push("(last_at, id) < (?, ?)", "last_at >= ?");
	const times: PageQuery["bindings"] = oldestFirst
		? [...(after && after.at >= start ? [after.at, after.id] : [start, ""]), end]
		: [...(after && after.at < end ? [after.at, after.id] : [end, ""]), start];
	const order = `ORDER BY lastAt ${oldestFirst ? "ASC, id ASC" : "DESC, id DESC"}`;
	const range = (status: ListStatus, handler: Handler): string => {
		bindings.push(filter.status === "archived" ? 1 : 0, status, handler);
		if (assignee !== null) bindings.push(assignee);
		bindings.push(...times);
		return `SELECT id, last_at AS lastAt, body FROM list_item WHERE ${where.join(" AND ")}`;
	};
	const byStatus = statusesOf(filter).map((status) => {
		const ranges = handlers.map((handler) => range(status, handler));
		return `SELECT * FROM (${ranges.join(" UNION ALL ")} ${order})`;
	});
	return { sql: `${byStatus.join(" UNION ALL ")} ${order} LIMIT ${limit}`, bindings };
}

/**
 * The same for a filter with labels, or with the beginning of a name: reads all that have it, because an order by time would be
 * a row more to write for each message and label. What a team looks for so are hundreds.
 */
function labelledQuery(filter: InboxFilter, bounds: Bounds | null, after: Cursor | null, limit: number): PageQuery {
	const { where, bindings } = conditionsOf(filter, bounds);
	const oldestFirst = filter.order === "waiting";
	if (oldestFirst) where.push(`${WAITING} IS NULL`);
	if (after) {
		where.push(oldestFirst ? "(last_at, id) > (?, ?)" : "(last_at, id) < (?, ?)");
		bindings.push(after.at, after.id);
	}
	const order = oldestFirst ? "ORDER BY last_at, id" : "ORDER BY last_at DESC, id DESC";
	return { sql: `SELECT body FROM list_item WHERE ${where.join(" AND ")} ${order} LIMIT ${limit}`, bindings };
}

/** Those of a filter who wait for a person, longest first. They have an index of their own, and are as many as a team can serve. */
function waitingQuery(filter: InboxFilter, bounds: Bounds | null, after: Cursor | null, limit: number): PageQuery {
	const { where, bindings } = conditionsOf(filter, bounds);
	// The + keeps SQLite from choosing another index.
	const conditions = [
		`${WAITING} IS NOT NULL`,
		...where.map((each) => each.replace(/^(archived|status|assignee)/, "+$1")),
	];
	if (after) {
		conditions.push(`(${WAITING}, id) > (?, ?)`);
		bindings.push(after.at, after.id);
	}
	return {
		sql: `SELECT body FROM list_item WHERE ${conditions.join(" AND ")} ORDER BY ${WAITING}, id LIMIT ${limit}`,
		bindings,
	};
}

/**
 * The rows of the page after the cursor and one more, if there is one. `read` runs a query. A cursor that can't be read is the
 * beginning.
 */
export function pageRows<Row>(
	filter: InboxFilter,
	cursor: string | null,
	now: number,
	read: (query: PageQuery) => Row[],
): Row[] {
	const parsed = v.safeParse(Cursor, cursor);
	const after = parsed.success ? parsed.output : null;
	const bounds = boundsOf(filter, now);
	const limit = PAGE_SIZE + 1;
	const hasLabels = labelsIn(filter).length > 0 || filter.from !== undefined;
	const byTime = (from: Cursor | null, most: number): Row[] => {
		const query = hasLabels ? labelledQuery(filter, bounds, from, most) : rangesQuery(filter, bounds, from, most);
		return query ? read(query) : [];
	};
	if (filter.order === undefined) return byTime(after, limit);
	const isWaiting = after === null || after.group === 0;
	const waiting = isWaiting ? read(waitingQuery(filter, bounds, after, limit)) : [];
	if (waiting.length >= limit) return waiting;
	return [...waiting, ...byTime(isWaiting ? null : after, limit - waiting.length)];
}
