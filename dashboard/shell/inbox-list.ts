/**
 * Pure functions of the list: which rows a filter shows, in which order, and how many match it.
 */
import { type InboxFilter, type ListItem, matches, type ListCount } from "../../src/protocol/inbox.ts";

/** Compares by latest activity, newest first; ties by id, so that all dashboards show the same order. */
export const byActivity = (a: ListItem, b: ListItem): number => b.lastAt - a.lastAt || (a.id < b.id ? 1 : -1);

/** Whether `next` should replace the known row. */
export const isNewer = (known: ListItem | undefined, next: ListItem): boolean =>
	known === undefined || next.version > known.version;

/**
 * The ids of the rows that a filter shows. `floor` is the `lastAt` of the last row of the loaded pages: rows below it come
 * from other filters, with gaps between them, so they are left out. Null: everything is loaded.
 */
export function idsFor(rows: Iterable<ListItem>, filter: InboxFilter, floor: number | null): string[] {
	const shown: ListItem[] = [];
	for (const row of rows) if (matches(filter, row) && (floor === null || row.lastAt >= floor)) shown.push(row);
	return shown.sort(byActivity).map((row) => row.id);
}

/** The number of rows that match a filter, loaded or not. */
export function count(tallies: readonly ListCount[], filter: InboxFilter): number {
	let total = 0;
	for (const { status, handler, assignee, count: n } of tallies) {
		const row = {
			status: status === "archived" || status === "snoozed" ? "open" : status,
			handler,
			archived: status === "archived",
			snooze: status === "snoozed" ? { until: null } : null,
			assignee: assignee === null ? null : { id: assignee, name: "" },
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
