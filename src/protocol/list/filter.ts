/** What the list of conversations can be filtered by. What matches a filter: protocol/inbox.ts. */
import * as v from "valibot";
import { FilterDate, FilterZone } from "./dates.ts";

/**
 * A filter of the list. "active" means open or pending. Archived conversations match "archived" and no other status; snoozed
 * ones match "snoozed", and "all", so that a search finds them.
 */
export const InboxFilter = v.object({
	status: v.picklist(["all", "active", "open", "pending", "closed", "snoozed", "archived"]),
	handler: v.picklist(["any", "ai", "waiting", "human"]),
	/** A member's id, "nobody", or "anyone". */
	assignee: v.pipe(v.string(), v.maxLength(64)),
	/** A tag's id; absent: any, or none. */
	tag: v.optional(v.pipe(v.string(), v.maxLength(64))),
	/** When something was said last; absent: at any time. `zone`: where its days begin; absent: UTC. */
	date: v.optional(FilterDate),
	zone: v.optional(FilterZone),
	source: v.optional(v.picklist(["widget", "api"])),
	/** Only conversations with messages that no teammate has seen. */
	unread: v.optional(v.literal(true)),
	/** How the name or address of the visitor or contact begins (person.ts). */
	from: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100))),
	/** A member's id: conversations with a note that names them. */
	mentioned: v.optional(v.pipe(v.string(), v.maxLength(64))),
	/** Absent: the latest activity first. "waiting": whoever waits longest for a person first, then the others, oldest first. */
	order: v.optional(v.picklist(["waiting"])),
});
export type InboxFilter = v.InferOutput<typeof InboxFilter>;
