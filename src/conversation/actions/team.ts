/**
 * The team's actions on a conversation as a whole: its handler and assignee, closing and reopening, and the undoing of what a
 * teammate did to it. For roles that may converse.
 */
import type { Actor } from "../../protocol/actor.ts";
import type { Teammate } from "../../protocol/conversation/entry.ts";
import { may } from "../../auth/roles.ts";
import { database } from "../../db/database.ts";
import { memberById } from "../../workspace/members.ts";
import { type ActionContext, change, refuse, type ActionOutcome, teammateWho } from "./context.ts";

export function takeOver(context: ActionContext, actor: Actor): ActionOutcome {
	const member = teammateWho(actor, "converse");
	return member ? change(context, { type: "take_over", member }) : refuse("forbidden");
}

/** Makes the AI the handler again. */
export function handBack(context: ActionContext, actor: Actor): ActionOutcome {
	const member = teammateWho(actor, "converse");
	return member ? change(context, { type: "hand_back", member }) : refuse("forbidden");
}

export function close(context: ActionContext, actor: Actor): ActionOutcome {
	const member = teammateWho(actor, "converse");
	return member ? change(context, { type: "close", by: "member", member }) : refuse("forbidden");
}

/** Goes on with whoever had it last; with the actor where they have left the team. */
export async function reopen(context: ActionContext, actor: Actor): Promise<ActionOutcome> {
	const member = teammateWho(actor, "converse");
	if (!member) return refuse("forbidden");
	const last = context.store.record?.state.assignee ?? null;
	const gone = last !== null && last.id !== member.id && !(await colleague(context, last.id));
	return change(context, { type: "reopen", member, ...(gone && { gone }) });
}

/** Assigns the conversation to a member of this workspace who may converse, else "invalid". Null: to nobody, so that it waits. */
export async function assign(
	context: ActionContext,
	actor: Actor,
	{ member }: { member: string | null },
): Promise<ActionOutcome> {
	const by = teammateWho(actor, "converse");
	if (!by) return refuse("forbidden");
	if (member === null) return change(context, { type: "assign", to: null, by });
	const to = await colleague(context, member);
	return to ? change(context, { type: "assign", to, by }) : refuse(context.store.record ? "invalid" : "not_found");
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

async function colleague({ env, store }: ActionContext, memberId: string): Promise<Teammate | null> {
	const { record } = store;
	const found = record && (await memberById(database(env), record.workspaceId, memberId));
	return found && may(found.role, "converse") ? { id: found.id, name: found.name } : null;
}
