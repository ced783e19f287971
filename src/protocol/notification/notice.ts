/**
 * What happens that somebody may be told of, as a conversation tells it with its list item, and what a dashboard is told. A
 * happening is known by its conversation, `seq` and `what`: told twice, it is the same.
 */
import * as v from "valibot";
import { WaysRead, What } from "./table.ts";

/** Something that happened in a conversation. `by`, `to`: members' ids. `seq`: the entry's. */
export const Happening = v.object({
	what: v.picklist(["waiting", "mine", "assigned", "mentioned", "reopened", "woke", "bounced"]),
	seq: v.number(),
	/** ms since 1970. */
	at: v.number(),
	by: v.nullable(v.string()),
	to: v.nullable(v.string()),
});
export type Happening = v.InferOutput<typeof Happening>;

/** Where a member's dashboards are. `focused`: one has the keyboard. `seeing`: conversations that are on a screen. */
export type Whereabouts = { memberId: string; focused: boolean; seeing: string[] };

/** What a dashboard tells its member. Ways that it can't use, it leaves out. */
export const Notice = v.object({
	/** The same in each tab, so that one of them tells. */
	id: v.string(),
	what: v.fallback(What, "waiting"),
	/** Null: it is about no conversation. */
	conversation: v.nullable(v.string()),
	/** The visitor's name or address; null: neither is known. */
	name: v.nullable(v.string()),
	/** The beginning of the last message. */
	preview: v.string(),
	ways: WaysRead,
});
export type Notice = v.InferOutput<typeof Notice>;
