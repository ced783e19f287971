/** The team's actions that keep its list in order: snoozing a conversation, waking it, tagging it. For roles that may converse. */
import { database } from "../../db/database.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { TaggingRequest } from "../../protocol/conversation/frames.ts";
import { tagsOf } from "../../tag/store.ts";
import { changeAsSeen, type Seen } from "./conflict.ts";
import { type ActionContext, change, refuse, type ActionOutcome, teammateWho } from "./context.ts";

/** Nobody puts something aside for longer; a time further off is a slip. */
const LONGEST_MS = 366 * 86_400_000;

/** `until` in ms since 1970; null: until the visitor writes. A time that isn't within the next year is "invalid". */
export function snooze(
	context: ActionContext,
	actor: Actor,
	{ until, ...seen }: { until: number | null } & Seen,
): ActionOutcome {
	const by = teammateWho(actor, "converse");
	if (!by) return refuse("forbidden");
	if (!context.store.record) return refuse("not_found");
	const aheadMs = until === null ? 1 : until - Date.now();
	return aheadMs > 0 && aheadMs <= LONGEST_MS
		? changeAsSeen(context, { type: "snooze", until, by }, by, seen)
		: refuse("invalid");
}

export function wake(context: ActionContext, actor: Actor, seen: Seen): ActionOutcome {
	const by = teammateWho(actor, "converse");
	return by ? changeAsSeen(context, { type: "wake", by }, by, seen) : refuse("forbidden");
}

/** Puts the workspace's tags on and takes them off. "invalid": one to put on is gone, or there would be too many. */
export async function tag(
	context: ActionContext,
	actor: Actor,
	{ add, remove }: TaggingRequest,
): Promise<ActionOutcome> {
	const by = teammateWho(actor, "converse");
	if (!by) return refuse("forbidden");
	const { record } = context.store;
	if (!record) return refuse("not_found");
	const tags = await tagsOf(database(context.env), record.workspaceId);
	const named = (ids: readonly string[]) =>
		tags.filter(({ id }) => ids.includes(id)).map(({ id, name }) => ({ id, name }));
	const known = tags.map(({ id }) => id);
	if (add.some((id) => !known.includes(id))) return refuse("invalid");
	return change(context, { type: "tag", add: named(add), remove: named(remove), known, by });
}
