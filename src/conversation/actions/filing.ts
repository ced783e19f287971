/** The team's actions that keep its list in order: snoozing a conversation and waking it. For roles that may converse. */
import type { Actor } from "../../protocol/actor.ts";
import { type ActionContext, change, refuse, type ActionOutcome, teammateWho } from "./context.ts";

/** Nobody puts something aside for longer; a time further off is a slip. */
const LONGEST_MS = 366 * 86_400_000;

/** `until` in ms since 1970; null: until the visitor writes. A time that isn't within the next year is "invalid". */
export function snooze(context: ActionContext, actor: Actor, { until }: { until: number | null }): ActionOutcome {
	const by = teammateWho(actor, "converse");
	if (!by) return refuse("forbidden");
	if (!context.store.record) return refuse("not_found");
	const aheadMs = until === null ? 1 : until - Date.now();
	return aheadMs > 0 && aheadMs <= LONGEST_MS ? change(context, { type: "snooze", until, by }) : refuse("invalid");
}

export function wake(context: ActionContext, actor: Actor): ActionOutcome {
	const by = teammateWho(actor, "converse");
	return by ? change(context, { type: "wake", by }) : refuse("forbidden");
}
