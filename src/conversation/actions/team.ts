/**
 * The team's actions on a conversation as a whole: its handler and assignee, closing and reopening, and the undoing of what a
 * teammate did to it. For roles that may converse.
 */
import type { Actor } from "../../protocol/actor.ts";
import { inbox } from "../../durable/objects.ts";
import { changeAsSeen, type Seen } from "./conflict.ts";
import { type ActionContext, change, colleague, refuse, type ActionOutcome, teammateWho } from "./context.ts";

export function takeOver(context: ActionContext, actor: Actor, seen: Seen): ActionOutcome {
	const member = teammateWho(actor, "converse");
	return member ? changeAsSeen(context, { type: "take_over", member }, member, seen) : refuse("forbidden");
}

/** Makes the AI the handler again. */
export function handBack(context: ActionContext, actor: Actor, seen: Seen): ActionOutcome {
	const member = teammateWho(actor, "converse");
	return member ? changeAsSeen(context, { type: "hand_back", member }, member, seen) : refuse("forbidden");
}

export function close(context: ActionContext, actor: Actor, seen: Seen): ActionOutcome {
	const member = teammateWho(actor, "converse");
	return member ? changeAsSeen(context, { type: "close", by: "member", member }, member, seen) : refuse("forbidden");
}

/** Goes on with whoever had it last; with the actor where they have left the team; with anybody where they aren't in. */
export async function reopen(context: ActionContext, actor: Actor, seen: Seen): Promise<ActionOutcome> {
	const member = teammateWho(actor, "converse");
	if (!member) return refuse("forbidden");
	const { record } = context.store;
	const last = record?.state.assignee ?? null;
	const goOn = (more: { gone?: boolean; out?: boolean } = {}) =>
		changeAsSeen(context, { type: "reopen", member, ...more }, member, seen);
	if (!record || last === null || last.id === member.id) return goOn();
	if (!(await colleague(context, last.id))) return goOn({ gone: true });
	// Where the list doesn't say, they count as in: reopening doesn't depend on it.
	const isIn = await inbox(context.env, record.workspaceId)
		.isIn(last.id)
		.catch(() => true);
	return goOn(isIn ? {} : { out: true });
}

/** Assigns the conversation to a member of this workspace who may converse, else "invalid". Null: to nobody, so that it waits. */
export async function assign(
	context: ActionContext,
	actor: Actor,
	{ member, ...seen }: { member: string | null } & Seen,
): Promise<ActionOutcome> {
	const by = teammateWho(actor, "converse");
	if (!by) return refuse("forbidden");
	if (member === null) return changeAsSeen(context, { type: "assign", to: null, by }, by, seen);
	const to = await colleague(context, member);
	return to
		? changeAsSeen(context, { type: "assign", to, by }, by, seen)
		: refuse(context.store.record ? "invalid" : "not_found");
}

/**
 * Takes back an action of the actor's own. `seq`: of its event. "forbidden": another's. "changed": somebody has changed since
 * what it would bring back, or who had the conversation has left the team. "too_late": its time is over.
 */
export async function undo(context: ActionContext, actor: Actor, { seq }: { seq: number }): Promise<ActionOutcome> {
	const by = teammateWho(actor, "converse");
	if (!by) return refuse("forbidden");
	const { record } = context.store;
	if (!record) return refuse("not_found");
	const former = record.state.undoable.find((each) => each.seq === seq)?.before.assignee ?? null;
	if (former && former.id !== by.id && !(await colleague(context, former.id))) return refuse("changed");
	return change(context, { type: "undo", seq, by });
}
