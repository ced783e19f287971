/**
 * Pure functions of the list: which rows a filter shows, in which order, and how many match it.
 */
import { inOrder, type ListCount, type ListItem, matches } from "../../src/protocol/inbox.ts";
import type { InboxFilter } from "../../src/protocol/list/filter.ts";
import { boundsOf } from "../../src/protocol/list/dates.ts";

/** Where a list ends: the last row of the loaded pages; "nothing" is loaded yet; null: everything is. */
export type Floor = Pick<ListItem, "id" | "lastAt" | "waitingSince"> | "nothing" | null;

/** Whether `next` should replace the known row. */
export const isNewer = (known: ListItem | undefined, next: ListItem): boolean =>
	known === undefined || next.version > known.version;

/** The ids of the rows that a filter shows. Rows below the floor come from other filters, with gaps between them, so they are left out. */
export function idsFor(rows: Iterable<ListItem>, filter: InboxFilter, floor: Floor): string[] {
	const shown: ListItem[] = [];
	const bounds = boundsOf(filter, Date.now());
	if (floor === "nothing") return [];
	for (const row of rows)
		if (matches(filter, row, bounds) && (floor === null || inOrder(filter.order, row, floor) <= 0)) shown.push(row);
	return shown.sort((a, b) => inOrder(filter.order, a, b)).map((row) => row.id);
}

/** The number of rows that match a filter of status, handler and assignee (`isCounted`), loaded or not. */
export function count(tallies: readonly ListCount[], filter: InboxFilter): number {
	let total = 0;
	for (const { status, handler, assignee, count: n } of tallies) {
		const row = {
			status: status === "archived" || status === "snoozed" ? "open" : status,
			handler,
			archived: status === "archived",
			snooze: status === "snoozed" ? { until: null } : null,
			assignee: assignee === null ? null : { id: assignee, name: "" },
			lastAt: 0,
			unread: 0,
			name: null,
			email: null,
			source: "widget",
		} as const;
		if (matches(filter, row)) total += n;
	}
	return total;
}

/** The number of rows that arrived while the order was kept: ids of `wanted` that `shown` lacks. */
export function countMissing(shown: readonly string[], wanted: readonly string[]): number {
	const known = new Set(shown);
	return wanted.filter((id) => !known.has(id)).length;
}

export const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
	a.length === b.length && a.every((id, index) => id === b[index]);
