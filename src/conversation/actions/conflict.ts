/**
 * Two teammates at once: an action that comes after a change of another teammate that its actor hadn't seen. Where there is
 * nothing left to do, it is done and its actor is told what happened; else it is refused with what happened, and they can do it
 * all the same. Used by the actions that change who has a conversation, or its status. Without `seen`, they ask nothing.
 */
import type { Entry, EventBody, EventEntry, Teammate } from "../../protocol/conversation/entry.ts";
import type { RefusalReason } from "../../protocol/conversation/frames.ts";
import { SYSTEM } from "../draft.ts";
import type { Command, Transition } from "../machine.ts";
import { type ActionContext, type ActionOutcome, change, refuse, unchanged } from "./context.ts";

/** `seen`: the `seq` of the last entry that was on the actor's screen. Absent: they act on whatever there is by now. */
export type Seen = { seen?: number | undefined };

/** How far back is looked, in entries, so that a `seen` of long ago costs no more. */
const LOOK_BACK = 200;

/** The teammate who changed the holder, the status or the snooze; null: somebody else did. Undefined: none of these changed. */
function changedBy(event: EventBody): string | null | undefined {
	switch (event.type) {
		case "taken_over":
		case "handed_back":
			return event.member.id;
		case "assigned":
			return event.by.id === SYSTEM.id ? null : event.by.id;
		case "closed":
		case "reopened":
		case "woke":
			return event.by === "member" ? (event.member?.id ?? null) : null;
		case "snoozed":
			return event.by.id;
		case "undone":
			return event.what === "tagged" ? undefined : event.by.id;
		default:
			return undefined;
	}
}

/**
 * The teammate's change that the actor hadn't seen, among the entries after what they had. Null: the last word was the actor's
 * own, of another tab, or nobody's of the team. A snooze that ended by itself is no more news than the snooze before it.
 */
export function unseenChange(entries: readonly Entry[], actor: string): EventEntry | null {
	let last: EventEntry | null = null;
	for (const entry of entries) {
		if (entry.kind !== "event") continue;
		const by = changedBy(entry.event);
		if (by === undefined) continue;
		if (entry.event.type === "woke" && by === null) {
			if (last?.event.type === "snoozed") last = null;
		} else last = by === null || by === actor ? null : entry;
	}
	return last;
}

/** What an action comes to after `happened`. Null: there is nothing left to do. `attempt`: what it would come to now. */
export function reasonAfter(happened: EventEntry, command: Command, attempt: Transition): RefusalReason | null {
	if (attempt.ok) return attempt.entries.length === 0 ? null : "changed";
	return command.type === "hand_back" && happened.event.type === "handed_back" ? null : attempt.reason;
}

/** Dispatches a teammate's command, unless another teammate came first. */
export function changeAsSeen(context: ActionContext, command: Command, by: Teammate, { seen }: Seen): ActionOutcome {
	const { record } = context.store;
	if (!record || seen === undefined) return change(context, command);
	const happened = unseenChange(context.log.eventsAfter(Math.max(seen, record.state.seq - LOOK_BACK)), by.id);
	if (!happened) return change(context, command);
	const reason = reasonAfter(happened, command, context.dispatcher.attempt(command, Date.now()));
	return { ...(reason === null ? unchanged(context) : refuse(reason)), happened };
}
