/**
 * The actions that send messages, write notes and set read marks: for visitors in their own conversation, for members in any.
 * A message or note is stored once. A resend gets the first one's result, whatever the conversation's state is by then.
 */
import type { Actor } from "../../protocol/actor.ts";
import type { Message, Note } from "../../protocol/conversation/entry.ts";
import type { CommandOf } from "../machine.ts";
import { handoff, wantsPerson } from "../turn/input.ts";
import {
	type ActionContext,
	change,
	refuse,
	type ActionOutcome,
	teammateWho,
	unchanged,
	visitorRefusal,
} from "./context.ts";

/** `id` is made by the client before sending: the idempotency key. */
export type NewText = { id: string; text: string };

type SayCommand = CommandOf<"visitor_sends" | "member_sends" | "member_notes">;

export function send(context: ActionContext, actor: Actor, { id, text }: NewText): ActionOutcome {
	if (actor.kind === "visitor") return sendAsVisitor(context, actor, { id, text });
	const member = teammateWho(actor, "converse");
	return member ? say(context, { type: "member_sends", id, text, member }) : refuse("forbidden");
}

export function note(context: ActionContext, actor: Actor, { id, text }: NewText): ActionOutcome {
	const member = teammateWho(actor, "converse");
	return member ? say(context, { type: "member_notes", id, text, member }) : refuse("forbidden");
}

/** Marks the entries up to the `seq` `upTo` as read, by the visitor or by the team. */
export function read(context: ActionContext, actor: Actor, { upTo }: { upTo: number }): ActionOutcome {
	const by = actor.kind === "visitor" ? "visitor" : "team";
	if (by === "team" && !teammateWho(actor, "converse")) return refuse("forbidden");
	const refusal = by === "visitor" ? visitorRefusal(context, actor) : null;
	if (refusal) return refuse(refusal);
	const { record } = context.store;
	if (!record) return refuse("not_found");
	const { teamReadSeq, visitorReadSeq } = record.state;
	// An old mark changes nothing, and counting messages from it would read most of the log.
	if (upTo <= (by === "team" ? teamReadSeq : visitorReadSeq)) return unchanged(context);
	const unreadAfter = context.log.saidAfter(upTo, by === "team" ? "visitor" : "us");
	return change(context, { type: "read", by, upTo, unreadAfter });
}

function sendAsVisitor(context: ActionContext, actor: Actor, { id, text }: NewText): ActionOutcome {
	const refusal = visitorRefusal(context, actor);
	if (refusal) return refuse(refusal);
	const { record, settings } = context.store.started;
	// A message is searched for a wish for a person only while the AI handles the conversation.
	const withAi = record.state.handler === "ai" || record.state.status === "closed";
	const connect = withAi && wantsPerson(text, settings);
	const result = say(context, { type: "visitor_sends", id, text, connect });
	if (!connect || !result.ok || result.repeated) return result;
	change(context, handoff("asked_for_person", record, context.log, settings, Date.now()));
	return { ...result, state: record.state };
}

function say(context: ActionContext, command: SayCommand): ActionOutcome {
	const result = change(context, command);
	return result.ok || !context.store.record ? result : (resendResult(context, command) ?? result);
}

/** The result of a resend; null when no entry has this id. "conflict": the id was used for another text or by another author. */
function resendResult({ log, store }: ActionContext, command: SayCommand): ActionOutcome | null {
	const before = log.byId(command.id);
	if (!before || before.kind === "event") return null;
	const same = before.text === command.text && isSameAuthor(before, command);
	if (!same) return refuse("conflict");
	return { ok: true, state: store.started.record.state, entries: [before], repeated: true };
}

const isSameAuthor = (entry: Message | Note, command: SayCommand): boolean =>
	command.type === "visitor_sends"
		? entry.author.kind === "visitor"
		: (entry.kind === "note") === (command.type === "member_notes") &&
			entry.author.kind === "member" &&
			entry.author.id === command.member.id;
