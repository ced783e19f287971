/** What happens by itself when a deadline passes. For the system only. */
import type { Actor } from "../../protocol/actor.ts";
import { type ActionContext, change, refuse, type ActionOutcome } from "./context.ts";

/** Adds the event "nobody is in" for a visitor who waits for a person. */
export const noShow = (context: ActionContext, actor: Actor): ActionOutcome =>
	actor.kind === "system" ? change(context, { type: "no_show" }) : refuse("forbidden");

/** Closes a conversation in which the visitor has said nothing since our last reply. */
export const closeIdle = (context: ActionContext, actor: Actor): ActionOutcome =>
	actor.kind === "system" ? change(context, { type: "close", by: "idle" }) : refuse("forbidden");

/** Takes the conversation from a member who has left the team or is out: it waits for another. */
export const release = (
	context: ActionContext,
	actor: Actor,
	{ member, offerOnly = false }: { member: string; offerOnly?: boolean },
): ActionOutcome =>
	actor.kind === "system" ? change(context, { type: "release", member, offerOnly }) : refuse("forbidden");

/** Ends a block whose time is up, and no other. */
export function endBlock(context: ActionContext, actor: Actor): ActionOutcome {
	if (actor.kind !== "system") return refuse("forbidden");
	const { record } = context.store;
	if (!record) return refuse("not_found");
	const until = record.state.blockedUntil ?? null;
	return until !== null && until <= Date.now() ? change(context, { type: "unblock", by: null }) : refuse("not_now");
}

/** Ends a snooze whose time has come, and no other. */
export function endSnooze(context: ActionContext, actor: Actor): ActionOutcome {
	if (actor.kind !== "system") return refuse("forbidden");
	const { record } = context.store;
	if (!record) return refuse("not_found");
	const until = record.state.snooze?.until ?? null;
	return until !== null && until <= Date.now() ? change(context, { type: "wake", by: null }) : refuse("not_now");
}
