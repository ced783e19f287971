/**
 * How many conversations each watched filter matches, kept in memory: counted in the table when first watched, and corrected by
 * each change of an item. A date's days pass without a change, so a filter by date is counted anew when its bounds have moved.
 * It writes nothing: a message costs no row for a view, however many there are.
 */
import { type Filtered, matches } from "../../protocol/inbox.ts";
import type { InboxFilter } from "../../protocol/list/filter.ts";
import { type Bounds, boundsOf } from "../../protocol/list/dates.ts";

type Count = { filter: InboxFilter; bounds: Bounds | null; n: number };

/** Filters kept: more than two hundred members watch at once. The least lately watched are forgotten. */
const MOST_KEPT = 5_000;

const isSame = (a: Bounds | null, b: Bounds | null): boolean => a?.from === b?.from && a?.to === b?.to;

/** A key that is equal for equal filters; the order of a list doesn't change how many it has. */
export function countKey(of: InboxFilter): string {
	const { order: _, ...filter } = of;
	return JSON.stringify(Object.entries(filter).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export class ViewCounts {
	readonly #count: (filter: InboxFilter, bounds: Bounds | null) => number;
	readonly #counts = new Map<string, Count>();

	/** `count` counts in the table. */
	constructor(count: (filter: InboxFilter, bounds: Bounds | null) => number) {
		this.#count = count;
	}

	of(filter: InboxFilter, now: number): number {
		const key = countKey(filter);
		const known = this.#counts.get(key);
		const bounds = boundsOf(filter, now);
		if (known && isSame(known.bounds, bounds)) return known.n;
		const n = this.#count(filter, bounds);
		this.#counts.delete(key);
		if (this.#counts.size >= MOST_KEPT) this.#counts.delete(this.#counts.keys().next().value ?? "");
		this.#counts.set(key, { filter, bounds, n });
		return n;
	}

	/** An item has changed; `before` null: it is new. Returns the keys of the filters whose count changed. */
	changed(before: Filtered | null, after: Filtered): Set<string> {
		const keys = new Set<string>();
		for (const [key, count] of this.#counts) {
			const { filter, bounds } = count;
			const change =
				Number(matches(filter, after, bounds)) - Number(before !== null && matches(filter, before, bounds));
			if (change === 0) continue;
			count.n += change;
			keys.add(key);
		}
		return keys;
	}
}
