/** The actions by which a conversation that waits goes to a teammate: the Inbox offers it, they accept, or the offer lapses. */
import type { Actor } from "../../protocol/actor.ts";
import { changeAsSeen, type Seen } from "./conflict.ts";
import { type ActionContext, type ActionOutcome, change, colleague, refuse, teammateWho } from "./context.ts";

/**
 * Offers it to a member until then (ms since 1970). For the system only. "invalid": nobody of this workspace who may converse,
 * as D1 says now. "not_now": it doesn't wait, or is offered already.
 */
export async function route(
	context: ActionContext,
	actor: Actor,
	{ member, until }: { member: string; until: number },
): Promise<ActionOutcome> {
	if (actor.kind !== "system") return refuse("forbidden");
	if (!context.store.record) return refuse("not_found");
	const to = await colleague(context, member);
	return to ? change(context, { type: "route", to, until }) : refuse("invalid");
}

/** Whoever it is offered to takes it: they have opened it, or said so. */
export function accept(context: ActionContext, actor: Actor, seen: Seen): ActionOutcome {
	const member = teammateWho(actor, "converse");
	return member ? changeAsSeen(context, { type: "accept", member }, member, seen) : refuse("forbidden");
}

/** Ends an offer whose time is up, and no other. */
export function lapseRoute(context: ActionContext, actor: Actor): ActionOutcome {
	if (actor.kind !== "system") return refuse("forbidden");
	const { record } = context.store;
	if (!record) return refuse("not_found");
	const until = record.state.routing?.until ?? null;
	return until !== null && until <= Date.now() ? change(context, { type: "route_lapses" }) : refuse("not_now");
}
