/** The frames between a dashboard and its workspace's Inbox: the live list, its counts, and which teammates are online. */
import * as v from "valibot";
import { BulkJob } from "./bulk/job.ts";
import { CallUsage } from "./settings/budgets.ts";
import { Notice } from "./notification/notice.ts";
import { HandoffReason, Handler, Routing, Snooze, Status, Teammate } from "./conversation/entry.ts";
import { type Bounds, boundsOf, FilterZone } from "./list/dates.ts";
import { InboxFilter } from "./list/filter.ts";
import { isFrom } from "./list/person.ts";
import { SavedView } from "./list/view.ts";

/**
 * One item of the list: the projection of a conversation. The highest version wins. Unknown words of a later release are
 * read as the nearest known ones (entry.ts), so that no conversation is missing from the list.
 */
export const ListItem = v.object({
	id: v.string(),
	version: v.number(),
	status: v.fallback(Status, "open"),
	handler: v.fallback(Handler, "waiting"),
	archived: v.boolean(),
	/** Absent or null: it isn't snoozed. */
	snooze: v.optional(v.nullable(Snooze)),
	/** The ids of its tags; absent: none. */
	tags: v.optional(v.array(v.string())),
	/** Absent or null: it wasn't offered to anybody in this wait. */
	routing: v.optional(v.nullable(Routing)),
	/** The ids of members whom its notes name; absent: none. */
	mentions: v.optional(v.array(v.string())),
	reason: v.fallback(v.nullable(HandoffReason), null),
	assignee: v.nullable(Teammate),
	visitorId: v.string(),
	contactId: v.nullable(v.string()),
	name: v.nullable(v.string()),
	email: v.nullable(v.string()),
	/** The address that the visitor says is theirs, while nothing proves it. Absent or null: none. */
	claimed: v.optional(v.nullable(v.string())),
	/** The beginning of the last message, and its author's kind. */
	preview: v.string(),
	previewBy: v.fallback(v.picklist(["visitor", "ai", "member"]), "ai"),
	/** The name of the teammate who wrote it; null for other authors. */
	previewName: v.nullable(v.string()),
	/** The teammate's id: two teammates may share a name. */
	previewId: v.optional(v.nullable(v.string())),
	/** The number of the visitor's messages that no teammate has seen. */
	unread: v.number(),
	/** A teammate set them back to unread. Absent: nobody did, or they have been read since. */
	unreadAgain: v.optional(v.boolean()),
	startedAt: v.number(),
	lastAt: v.number(),
	waitingSince: v.nullable(v.number()),
	source: v.fallback(v.picklist(["widget", "api"]), "api"),
});
export type ListItem = v.InferOutput<typeof ListItem>;

/** A visitor or a contact, whose conversations are asked for. */
export type ListedPerson = { kind: "visitor" | "contact"; id: string };

/** A page of the ids of a person's conversations. `before`: the cursor of the next page; null: there is none. */
export type PersonPage = { ids: string[]; before: number | null };

/** Where the list keeps a conversation that isn't archived: under its status, or apart while it is snoozed. */
export const ListStatus = v.picklist([...Status.options, "snoozed"]);
export type ListStatus = v.InferOutput<typeof ListStatus>;

export const listStatusOf = ({ status, snooze }: Pick<ListItem, "status" | "snooze">): ListStatus =>
	snooze ? "snoozed" : status;

/** The statuses a filter lets through. */
export function statusesOf({ status }: Pick<InboxFilter, "status">): readonly ListStatus[] {
	if (status === "all" || status === "archived") return ListStatus.options;
	return status === "active" ? ["open", "pending"] : [status];
}

/** What a filter looks at. */
export type Filtered = Pick<ListItem, "status" | "handler" | "archived" | "assignee" | "snooze" | "tags"> &
	Pick<ListItem, "mentions" | "source" | "lastAt" | "unread" | "name" | "email" | "claimed">;

/**
 * Whether an item matches a filter. The server and every dashboard use this one function. `bounds`: the filter's dates, which
 * whoever compares many items works out once.
 */
export function matches(
	filter: InboxFilter,
	row: Filtered,
	bounds: Bounds | null = boundsOf(filter, Date.now()),
): boolean {
	if (row.archived !== (filter.status === "archived") || !statusesOf(filter).includes(listStatusOf(row))) return false;
	if (filter.tag !== undefined && !row.tags?.includes(filter.tag)) return false;
	if (filter.mentioned !== undefined && !row.mentions?.includes(filter.mentioned)) return false;
	if (filter.source !== undefined && filter.source !== row.source) return false;
	if (filter.unread && row.unread === 0) return false;
	if (filter.from !== undefined && !isFrom(filter.from, row)) return false;
	if (bounds && (row.lastAt < bounds.from || row.lastAt >= bounds.to)) return false;
	if (filter.handler !== "any" && filter.handler !== row.handler) return false;
	if (filter.assignee === "anyone") return true;
	return filter.assignee === "nobody" ? row.assignee === null : row.assignee?.id === filter.assignee;
}

/**
 * Where an item stands in an order: those of a lower group first, then by the number, lowest first. Whoever waits for a person
 * is before the others.
 */
export function placeIn(
	order: InboxFilter["order"],
	{ lastAt, waitingSince }: Pick<ListItem, "lastAt" | "waitingSince">,
): { group: number; at: number } {
	if (order === undefined) return { group: 0, at: -lastAt };
	return waitingSince === null ? { group: 1, at: lastAt } : { group: 0, at: waitingSince };
}

/** Compares two items in an order; ties by id, so that the server and all dashboards show the same. */
export function inOrder(
	order: InboxFilter["order"],
	a: Pick<ListItem, "lastAt" | "waitingSince" | "id">,
	b: Pick<ListItem, "lastAt" | "waitingSince" | "id">,
): number {
	const [one, other] = [placeIn(order, a), placeIn(order, b)];
	const byId = a.id === b.id ? 0 : a.id < b.id === (order === undefined) ? 1 : -1;
	return one.group - other.group || one.at - other.at || byId;
}

/** The number of conversations with one status, handler and assignee. Archived ones count under "archived" only, snoozed ones under "snoozed". */
export const ListCount = v.object({
	status: v.fallback(v.picklist([...ListStatus.options, "archived"]), "open"),
	handler: v.fallback(Handler, "waiting"),
	assignee: v.nullable(v.string()),
	count: v.number(),
});
export type ListCount = v.InferOutput<typeof ListCount>;

const ModelFailure = v.object({
	/** "workers-ai" or "openai-compatible". Any string is accepted, because a later release may have others. */
	writer: v.string(),
	/** The account's allowance is used up, calls fail, or replies are empty. */
	why: v.fallback(v.picklist(["used_up", "failing", "silent"]), "failing"),
});

/** A failure of the model that should write the answers, and since when it lasts. */
export const ModelTrouble = v.object({ ...ModelFailure.entries, since: v.number() });
export type ModelTrouble = v.InferOutput<typeof ModelTrouble>;

/** The outcome of the model's latest attempt to write an answer in a conversation, at `at`. `trouble` null: it worked. */
export const ModelHealthReport = v.object({ at: v.number(), trouble: v.nullable(ModelFailure) });
export type ModelHealthReport = v.InferOutput<typeof ModelHealthReport>;

export const InboxClientFrame = v.variant("type", [
	/** Acknowledges this many received characters since the last such frame (durable/sockets.ts). It has no answer. */
	v.object({ type: v.literal("taken"), characters: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
	/** Where the member looks: whether this page has the keyboard, and the conversation that is on the screen. No answer. */
	v.object({
		type: v.literal("looking"),
		focused: v.boolean(),
		conversation: v.nullable(v.pipe(v.string(), v.maxLength(64))),
	}),
	/**
	 * The member is away, or back. `release`: their open conversations go to the queue. The answer is the presence that
	 * everybody gets.
	 */
	v.object({ type: v.literal("away"), away: v.boolean(), release: v.optional(v.boolean(), false) }),
	/** Asks for the member's views and their counts, and to be told of changes from now on. `zone`: where their days begin. */
	v.object({ type: v.literal("watch"), zone: FilterZone }),
	/** Asks for a page: items older than the cursor, newest first. Without a cursor: the first page. */
	v.object({
		type: v.literal("list"),
		id: v.pipe(v.string(), v.maxLength(64)),
		filter: InboxFilter,
		cursor: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(100)))),
		/** A search: only conversations with this text, the latest match first. */
		text: v.optional(v.pipe(v.string(), v.maxLength(200))),
	}),
]);
export type InboxClientFrame = v.InferOutput<typeof InboxClientFrame>;

/** The ids of those who have said that they are away. Missing from an earlier release. */
const away = v.optional(v.array(v.string()));

export const InboxServerFrame = v.variant("type", [
	/** The first frame of a connection: counts, teammates online, the server's clock, the model's trouble and use. */
	v.object({
		type: v.literal("hello"),
		counts: v.array(ListCount),
		online: v.array(Teammate),
		away,
		now: v.number(),
		/** What is offered to this member. Missing from an earlier release. */
		offers: v.optional(v.array(ListItem)),
		trouble: v.optional(v.nullable(ModelTrouble), null),
		/** Missing from an earlier release. */
		usage: v.optional(CallUsage),
	}),
	/** Another hundredth of the day's model calls is used. */
	v.object({ type: v.literal("usage"), usage: CallUsage }),
	v.object({ type: v.literal("trouble"), trouble: v.nullable(ModelTrouble) }),
	v.object({
		type: v.literal("page"),
		id: v.string(),
		items: v.array(ListItem),
		cursor: v.nullable(v.string()),
		/** The text around a search's match, by conversation. */
		excerpts: v.optional(v.record(v.string(), v.string())),
		/** The seq of the message that matched, by conversation. Missing where a name matched, and from an earlier release. */
		at: v.optional(v.record(v.string(), v.number())),
	}),
	/** Items that are new or changed, and the counts if they changed too. */
	v.object({ type: v.literal("items"), items: v.array(ListItem), counts: v.optional(v.array(ListCount)) }),
	v.object({ type: v.literal("presence"), online: v.array(Teammate), away }),
	/** Something that this member is to be told of here. */
	v.object({ type: v.literal("notice"), notice: Notice }),
	/** The member has seen this conversation, here or elsewhere: what told of it is withdrawn. */
	v.object({ type: v.literal("seen"), conversation: v.string() }),
	/** How far a change of many conversations is that this member has begun, here or elsewhere. */
	v.object({ type: v.literal("bulk"), job: BulkJob }),
	/** A member has joined, left or has another role. */
	v.object({ type: v.literal("team") }),
	/** The team's views and the member's own, with the counts of those that have one, by their ids. */
	v.object({ type: v.literal("views"), views: v.array(SavedView), counts: v.record(v.string(), v.number()) }),
	/** Counts that have changed. */
	v.object({ type: v.literal("view_counts"), counts: v.record(v.string(), v.number()) }),
	/** The workspace's tags have changed. */
	v.object({ type: v.literal("tags") }),
	v.object({
		type: v.literal("refused"),
		id: v.optional(v.string()),
		reason: v.string(),
		/** How long to wait before it makes sense to ask again. */
		retryAfterMs: v.optional(v.number()),
	}),
]);
export type InboxServerFrame = v.InferOutput<typeof InboxServerFrame>;
