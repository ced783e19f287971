/** The dashboard's list, computed from its items: which ones a filter shows, in which order, and how many. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countMissing, count, idsFor, isNewer } from "../../dashboard/shell/inbox-list.ts";
import { inOrder, type ListCount, type ListItem, matches } from "../../src/protocol/inbox.ts";
import type { InboxFilter } from "../../src/protocol/list/filter.ts";

const member = fc.constantFrom({ id: "m_1", name: "Ines" }, { id: "m_2", name: "Marco" });
const anyRow = fc
	.record({
		id: fc.uuid(),
		status: fc.constantFrom("open" as const, "pending" as const, "closed" as const),
		handler: fc.constantFrom("ai" as const, "waiting" as const, "human" as const),
		archived: fc.boolean(),
		assignee: member,
		lastAt: fc.nat(20),
		version: fc.nat(5),
	})
	.map(({ assignee, ...row }): ListItem => ({
		...row,
		// Only a conversation with a person has an assignee.
		assignee: row.handler === "human" ? assignee : null,
		reason: null,
		visitorId: "v_1",
		contactId: null,
		name: null,
		email: null,
		preview: "",
		previewBy: "visitor",
		previewName: null,
		unread: 0,
		startedAt: 0,
		waitingSince: row.handler === "waiting" ? row.version : null,
		source: "widget",
	}));
const rows = fc.uniqueArray(anyRow, { selector: ({ id }) => id, maxLength: 30 });
const filters = fc
	.record({
		status: fc.constantFrom(...(["all", "active", "open", "pending", "closed", "archived"] as const)),
		handler: fc.constantFrom(...(["any", "ai", "waiting", "human"] as const)),
		assignee: fc.constantFrom("anyone", "nobody", "m_1", "m_2"),
		order: fc.constantFrom(undefined, "waiting" as const),
	})
	.map(({ order, ...filter }): InboxFilter => ({ ...filter, ...(order && { order }) }));

/** The Inbox's counts, computed from the items. */
const talliesOf = (all: ListItem[]): ListCount[] =>
	all.map(({ status, handler, archived, assignee }) => ({
		status: archived ? "archived" : status,
		handler,
		assignee: assignee?.id ?? null,
		count: 1,
	}));

const everyCase = (check: (all: ListItem[], filter: InboxFilter) => void) =>
	fc.assert(fc.property(rows, filters, check));

describe("a filter's rows", () => {
	test("are all that match, newest first, whatever order they came in", () =>
		everyCase((all, filter) => {
			const wanted = all.filter((row) => matches(filter, row)).toSorted((a, b) => inOrder(filter.order, a, b));
			expect(idsFor(all.toReversed(), filter, null)).toEqual(wanted.map(({ id }) => id));
		}));

	test("are as many as the counts say", () =>
		everyCase((all, filter) => {
			expect(count(talliesOf(all), filter)).toBe(idsFor(all, filter, null).length);
		}));

	test("leave out what is older than the last page, where there may be gaps", () =>
		everyCase((all, filter) => {
			const floor = { id: "m", lastAt: 10, waitingSince: null };
			const shown = new Set(idsFor(all, filter, floor));
			for (const row of all) if (inOrder(filter.order, row, floor) > 0) expect(shown.has(row.id)).toBe(false);
			expect(idsFor(all, filter, "nothing")).toEqual([]);
		}));
});

test("a row takes the place of an older version only", () => {
	const [row] = fc.sample(anyRow, 1);
	if (!row) throw new Error("no sample");
	expect(isNewer(undefined, row)).toBe(true);
	expect(isNewer(row, row)).toBe(false);
	expect(isNewer(row, { ...row, version: row.version + 1 })).toBe(true);
});

test("what waits above a list that holds still is what it doesn't show yet", () => {
	expect(countMissing(["a", "b"], ["c", "a", "b"])).toBe(1);
	expect(countMissing(["a", "b"], ["b", "a"])).toBe(0);
});
