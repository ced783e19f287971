/** The views as filters, and filters as query strings, so that links, reloads and the back button keep the view. */
import { InboxFilter } from "../../src/protocol/list/filter.ts";
import { filterFor, type SavedView, type ViewOwner } from "../../src/protocol/list/view.ts";
import * as v from "valibot";
import { defaultFilter, type ListFilter, waitingFilter } from "../shell/inbox-filter.ts";

/** `saved`: whose it is; absent: every dashboard has it. */
export type View = { id: string; name: string; short: string; filter: ListFilter; tone: string; saved?: ViewOwner };

/** Saved views as this member's list has them. */
export const savedViews = (saved: readonly SavedView[], memberId: string, zone: string): View[] =>
	saved.flatMap(({ id, name, whose, filter }) =>
		filter === null
			? []
			: [
					{
						id,
						name,
						short: name,
						filter: filterFor(filter, memberId, zone),
						tone: "plain",
						saved: whose,
					},
				],
	);

export const viewsFor = (memberId: string): View[] => [
	{ id: "open", name: "All open", short: "All open", filter: defaultFilter, tone: "accent" },
	{ id: "waiting", name: "Waiting for a person", short: "Waiting", filter: waitingFilter, tone: "wait" },
	{
		id: "mine",
		name: "Mine",
		short: "Mine",
		filter: { ...defaultFilter, status: "active", assignee: memberId },
		tone: "human",
	},
	{
		id: "unassigned",
		name: "Unassigned",
		short: "Unassigned",
		filter: { ...defaultFilter, assignee: "nobody" },
		tone: "plain",
	},
	{
		id: "mentions",
		name: "Mentions",
		short: "Mentions",
		filter: { ...defaultFilter, status: "active", mentioned: memberId },
		tone: "note",
	},
	{
		id: "ai",
		name: "With the AI",
		short: "With the AI",
		filter: { ...defaultFilter, status: "active", handler: "ai" },
		tone: "ai",
	},
	{ id: "pending", name: "Pending", short: "Pending", filter: { ...defaultFilter, status: "pending" }, tone: "ring" },
	{
		id: "snoozed",
		name: "Snoozed",
		short: "Snoozed",
		filter: { ...defaultFilter, status: "snoozed" },
		tone: "moon",
	},
	{ id: "closed", name: "Closed", short: "Closed", filter: { ...defaultFilter, status: "closed" }, tone: "square" },
	{
		id: "archived",
		name: "Archived",
		short: "Archived",
		filter: { ...defaultFilter, status: "archived" },
		tone: "dashed",
	},
	{ id: "all", name: "All", short: "All", filter: { ...defaultFilter, status: "all" }, tone: "plain" },
];

/** A filter as "?status=…", without default values. */
export function toQuery(filter: ListFilter): string {
	const query = new URLSearchParams();
	if (filter.status !== defaultFilter.status) query.set("status", filter.status);
	if (filter.handler !== defaultFilter.handler) query.set("handler", filter.handler);
	if (filter.assignee !== defaultFilter.assignee) query.set("assignee", filter.assignee);
	const { tag, date, source, unread, from, mentioned, order } = filter;
	for (const [name, value] of Object.entries({ tag, date, source, unread, from, mentioned, order }))
		if (value !== undefined) query.set(name, String(value));
	if (filter.text !== "") query.set("text", filter.text);
	return query.size === 0 ? "" : `?${query}`;
}

const FromQuery = v.object({ ...InboxFilter.entries, text: v.pipe(v.string(), v.trim(), v.maxLength(200)) });

/** The filter of a query string; unknown values are read as the default. `zone`: where the reader's days begin. */
export function fromQuery(query: Record<string, string>, zone: string): ListFilter {
	const parsed = v.safeParse(FromQuery, {
		...defaultFilter,
		...query,
		...(query["date"] !== undefined && { zone }),
		...(query["unread"] !== undefined && { unread: true }),
	});
	return parsed.success ? parsed.output : defaultFilter;
}

/** The seq of the message that an address opens its conversation at, "?at=17"; null: the latest. */
export function messageIn({ at }: Record<string, string>): number | null {
	return at !== undefined && /^[1-9]\d{0,8}$/.test(at) ? Number(at) : null;
}

/** A conversation's address beside the list of this address. `at`: the `seq` of the message that it opens at. */
export const threadHref = (id: string, address: string, at: number | undefined): string =>
	`/conversations/${id}${address}${at === undefined ? "" : `${address === "" ? "?" : "&"}at=${at}`}`;
