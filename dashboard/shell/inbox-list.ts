/**
 * The list's arithmetic: which rows a filter shows, in which order, and how many of each kind there are. Pure, so that
 * it can be tested without a page.
 */
import { type InboxFilter, type ListItem, matches, type ListCount } from "../../src/protocol/inbox.ts";

/** Newest activity first; the id settles ties, so that two dashboards agree. */
export const byActivity = (a: ListItem, b: ListItem): number => b.lastAt - a.lastAt || (a.id < b.id ? 1 : -1);

/** True when `next` should take the place of what is known. */
export const isNewer = (known: ListItem | undefined, next: ListItem): boolean =>
	known === undefined || next.version > known.version;

/**
 * The ids a filter shows. `floor` is the activity of the last row that was paged in: rows below it are known by chance
 * (from another filter) and would leave gaps. Null: everything is loaded.
 */
export function idsFor(rows: Iterable<ListItem>, filter: InboxFilter, floor: number | null): string[] {
	const shown: ListItem[] = [];
	for (const row of rows) if (matches(filter, row) && (floor === null || row.lastAt >= floor)) shown.push(row);
	return shown.sort(byActivity).map((row) => row.id);
}

/** How many rows a filter has on the whole, loaded or not. */
export function count(tallies: readonly ListCount[], filter: InboxFilter): number {
	let total = 0;
	for (const { status, handler, assignee, count: n } of tallies) {
		const row = {
			status: status === "archived" ? "closed" : status,
			handler,
			archived: status === "archived",
			assignee: assignee === null ? null : { id: assignee, name: "" },
		} as const;
		if (matches(filter, row)) total += n;
	}
	return total;
}

/** How many of the ids that should show aren't where they should be: rows that arrived or moved up while the list held still. */
export function countMissing(shown: readonly string[], wanted: readonly string[]): number {
	const known = new Set(shown);
	return wanted.filter((id) => !known.has(id)).length;
}

export const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
	a.length === b.length && a.every((id, index) => id === b[index]);
