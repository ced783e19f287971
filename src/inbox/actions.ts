/**
 * What the team changes in the Inbox itself, one function an action, with its permission inside: copilot's suggestions, and
 * saved views (list/views.ts), and whether a member is away. Everything else there is what conversations tell (`receive`), whose own actions decided it.
 */
import { actorMay } from "../auth/actor.ts";
import type { Actor, MemberActor } from "../protocol/actor.ts";
import type { CopilotUse } from "../protocol/figures/days.ts";
import type { ViewChange, ViewDraft, ViewOrder } from "../protocol/list/view.ts";
import { addView, changeView, orderViews, removeView } from "./list/views.ts";
import { recordSuggestion, recordSuggestionUse } from "./metrics/copilot.ts";

export type InboxContext = {
	sql: SqlStorage;
	/** What follows when a member goes or comes back. */
	setAway(who: MemberActor, input: AwayInput): void;
};

/** `release`: their open conversations go to the queue too, and not only what is offered to them. */
export type AwayInput = { away: boolean; release: boolean };

/** `id` is the suggestion's. */
export type InboxResult = { ok: true; id: string } | { ok: false; reason: "forbidden" | "not_found" | "full" };

/** Copilot suggested a reply to somebody who may send it. */
function suggested(
	{ sql }: Pick<InboxContext, "sql">,
	actor: Actor,
	{ conversation }: { conversation: string },
): InboxResult {
	if (!actorMay(actor, "converse")) return { ok: false, reason: "forbidden" };
	return { ok: true, id: recordSuggestion(sql, conversation) };
}

/** A suggested reply was sent as it was, sent after a change, or not sent. Counted once. */
function suggestionUsed(
	{ sql }: Pick<InboxContext, "sql">,
	actor: Actor,
	told: { id: string; conversation: string; use: CopilotUse },
): InboxResult {
	if (!actorMay(actor, "converse")) return { ok: false, reason: "forbidden" };
	return recordSuggestionUse(sql, told, Date.now()) ? { ok: true, id: told.id } : { ok: false, reason: "not_found" };
}

/** A member says that they are away, or back: for themselves only. */
function setAway({ setAway: follow }: InboxContext, actor: Actor, input: AwayInput): InboxResult {
	if (actor.kind !== "member" || !actorMay(actor, "converse")) return { ok: false, reason: "forbidden" };
	follow(actor, input);
	return { ok: true, id: actor.id };
}

/** By name. A test asks that each has its row in the table of who may do what. */
export const inboxActions = {
	record_suggestion: suggested,
	record_suggestion_use: suggestionUsed,
	set_away: setAway,
	add_view: addView,
	change_view: changeView,
	remove_view: removeView,
	order_views: orderViews,
};

export type InboxActionName = keyof typeof inboxActions;

/** An action with its actor and the input that belongs to it. */
export type InboxCall =
	| [actor: Actor, action: "record_suggestion", input: Parameters<typeof suggested>[2]]
	| [actor: Actor, action: "record_suggestion_use", input: Parameters<typeof suggestionUsed>[2]]
	| [actor: Actor, action: "set_away", input: AwayInput]
	| [actor: Actor, action: "add_view", input: ViewDraft]
	| [actor: Actor, action: "change_view", input: ViewChange & { id: string }]
	| [actor: Actor, action: "remove_view", input: { id: string }]
	| [actor: Actor, action: "order_views", input: ViewOrder];

/** Whether an action changes saved views. */
export const isOfViews = ([, action]: InboxCall): boolean => action.endsWith("_view") || action.endsWith("_views");

/** Runs one by its name. */
export function runInboxAction(context: InboxContext, call: InboxCall): InboxResult {
	switch (call[1]) {
		case "record_suggestion":
			return inboxActions[call[1]](context, call[0], call[2]);
		case "record_suggestion_use":
			return inboxActions[call[1]](context, call[0], call[2]);
		case "set_away":
			return inboxActions[call[1]](context, call[0], call[2]);
		case "add_view":
			return inboxActions[call[1]](context, call[0], call[2]);
		case "change_view":
			return inboxActions[call[1]](context, call[0], call[2]);
		case "remove_view":
			return inboxActions[call[1]](context, call[0], call[2]);
		case "order_views":
			return inboxActions[call[1]](context, call[0], call[2]);
		default:
			return call satisfies never;
	}
}
