/** What travels between a dashboard and its workspace's Inbox: the live list, its counts, and who is there. */
import * as v from "valibot";
import { HandoffReason, Handler, Status, Teammate } from "./conversation/entry.ts";

/**
 * One line of the list: a conversation's projection. The highest version wins. Words of a later release are read as the
 * nearest ones of today (entry.ts), so that no conversation is missing from the list.
 */
export const ListItem = v.object({
	id: v.string(),
	version: v.number(),
	status: v.fallback(Status, "open"),
	handler: v.fallback(Handler, "waiting"),
	archived: v.boolean(),
	reason: v.fallback(v.nullable(HandoffReason), null),
	assignee: v.nullable(Teammate),
	visitorId: v.string(),
	contactId: v.nullable(v.string()),
	name: v.nullable(v.string()),
	email: v.nullable(v.string()),
	/** Start of the last message and who said it. */
	preview: v.string(),
	previewBy: v.fallback(v.picklist(["visitor", "ai", "member"]), "ai"),
	/** Name of the teammate who said it, when one did. */
	previewName: v.nullable(v.string()),
	/** Their id: two teammates may share a name. */
	previewId: v.optional(v.nullable(v.string())),
	/** Visitor's messages nobody on the team has seen. */
	unread: v.number(),
	startedAt: v.number(),
	lastAt: v.number(),
	waitingSince: v.nullable(v.number()),
	source: v.fallback(v.picklist(["widget", "api"]), "api"),
});
export type ListItem = v.InferOutput<typeof ListItem>;

/** "active" is open or pending. Archived conversations are in no other filter. */
export const InboxFilter = v.object({
	status: v.picklist(["all", "active", "open", "pending", "closed", "archived"]),
	handler: v.picklist(["any", "ai", "waiting", "human"]),
	/** A member's id, "nobody", or "anyone". */
	assignee: v.pipe(v.string(), v.maxLength(64)),
});
export type InboxFilter = v.InferOutput<typeof InboxFilter>;

/** The statuses a filter lets through. */
export function statusesOf({ status }: Pick<InboxFilter, "status">): readonly Status[] {
	if (status === "all" || status === "archived") return Status.options;
	return status === "active" ? ["open", "pending"] : [status];
}

/** Does a row belong in a filter's list: the same answer on the server and in every dashboard. */
export function matches(
	filter: InboxFilter,
	row: Pick<ListItem, "status" | "handler" | "archived" | "assignee">,
): boolean {
	if (row.archived !== (filter.status === "archived") || !statusesOf(filter).includes(row.status)) return false;
	if (filter.handler !== "any" && filter.handler !== row.handler) return false;
	if (filter.assignee === "anyone") return true;
	return filter.assignee === "nobody" ? row.assignee === null : row.assignee?.id === filter.assignee;
}

/** How many conversations of each kind there are. Archived ones count under status "archived" only. */
export const ListCount = v.object({
	status: v.fallback(v.picklist(["open", "pending", "closed", "archived"]), "open"),
	handler: v.fallback(Handler, "waiting"),
	assignee: v.nullable(v.string()),
	count: v.number(),
});
export type ListCount = v.InferOutput<typeof ListCount>;

const ModelFailure = v.object({
	/** "workers-ai" or "openai-compatible"; later releases may have others, and no one of today's stands for them. */
	writer: v.string(),
	/** Nothing left to ask it with, out of order, or replying without a word. */
	why: v.fallback(v.picklist(["used_up", "failing", "silent"]), "failing"),
});

/** The model that should write the answers doesn't, since then. */
export const ModelTrouble = v.object({ ...ModelFailure.entries, since: v.number() });
export type ModelTrouble = v.InferOutput<typeof ModelTrouble>;

/** How the model fared when it was last to write an answer in a conversation. Trouble null: as it should. */
export const ModelHealthReport = v.object({ at: v.number(), trouble: v.nullable(ModelFailure) });
export type ModelHealthReport = v.InferOutput<typeof ModelHealthReport>;

export const InboxClientFrame = v.variant("type", [
	/** So many characters have arrived since this was said last. No answer; see durable/sockets.ts. */
	v.object({ type: v.literal("taken"), characters: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
	/** Ask for a page: rows older than the cursor, newest first. No cursor is the first page. */
	v.object({
		type: v.literal("list"),
		id: v.pipe(v.string(), v.maxLength(64)),
		filter: InboxFilter,
		cursor: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(100)))),
		/** Only conversations in which this was said, latest first. */
		text: v.optional(v.pipe(v.string(), v.maxLength(200))),
	}),
]);
export type InboxClientFrame = v.InferOutput<typeof InboxClientFrame>;

export const InboxServerFrame = v.variant("type", [
	/** Counts and presence at once on connecting. */
	v.object({
		type: v.literal("hello"),
		counts: v.array(ListCount),
		online: v.array(Teammate),
		now: v.number(),
		trouble: v.optional(v.nullable(ModelTrouble), null),
	}),
	v.object({ type: v.literal("trouble"), trouble: v.nullable(ModelTrouble) }),
	v.object({
		type: v.literal("page"),
		id: v.string(),
		items: v.array(ListItem),
		cursor: v.nullable(v.string()),
		/** What a search found, by conversation. */
		excerpts: v.optional(v.record(v.string(), v.string())),
	}),
	/** Rows that are new or changed; counts come along when they did. */
	v.object({ type: v.literal("items"), items: v.array(ListItem), counts: v.optional(v.array(ListCount)) }),
	v.object({ type: v.literal("presence"), online: v.array(Teammate) }),
	v.object({
		type: v.literal("refused"),
		id: v.optional(v.string()),
		reason: v.string(),
		/** How long to wait before it makes sense to ask again. */
		retryAfterMs: v.optional(v.number()),
	}),
]);
export type InboxServerFrame = v.InferOutput<typeof InboxServerFrame>;
