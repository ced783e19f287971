/**
 * The actions that send messages, write notes and set read marks: for visitors in their own conversation, for members in any.
 * A message or note is stored once. A resend gets the first one's result, whatever the conversation's state is by then.
 */
import type { Actor } from "../../protocol/actor.ts";
import { actorMay } from "../../auth/actor.ts";
import { database } from "../../db/database.ts";
import type { Entry, MailOrigin, Message, Note, Teammate } from "../../protocol/conversation/entry.ts";
import type { FileMention } from "../../protocol/conversation/file.ts";
import { mentionsIn } from "../../protocol/conversation/mentions.ts";
import { members } from "../../workspace/members.ts";
import type { CommandOf } from "../machine.ts";
import { teamMark } from "../state.ts";
import { fileForPerson, handoff, wantsPerson } from "../turn/input.ts";
import { visibilityOf } from "../view.ts";
import {
	type ActionContext,
	change,
	refuse,
	type ActionOutcome,
	teammateWho,
	unchanged,
	visitorRefusal,
} from "./context.ts";
import { named } from "./files.ts";

/** `id` is made by the client before sending: the idempotency key. `files` were sent before. */
export type NewText = { id: string; text: string; files?: FileMention[] | undefined; mail?: MailOrigin };

type SayCommand = CommandOf<"visitor_sends" | "member_sends" | "member_notes">;

export function send(context: ActionContext, actor: Actor, message: NewText): ActionOutcome {
	if (actor.kind === "visitor") return sendAsVisitor(context, actor, message);
	const member = teammateWho(actor, "converse");
	if (!member) return refuse("forbidden");
	return say(context, actor, message, (said) => ({ type: "member_sends", ...said, member }));
}

/** Writes a note. The team is read only for one that may name somebody. */
export function note(context: ActionContext, actor: Actor, message: NewText): ActionOutcome | Promise<ActionOutcome> {
	const member = teammateWho(actor, "converse");
	if (!member) return refuse("forbidden");
	const write = (mentions: Teammate[]) =>
		say(context, actor, message, (said) => ({ type: "member_notes", ...said, member, mentions }));
	return message.text.includes("@") ? namedIn(context, message.text).then(write) : write([]);
}

const namedIn = async ({ env, place }: ActionContext, text: string): Promise<Teammate[]> =>
	mentionsIn(text, await members(database(env), place.workspaceId));

/**
 * Deletes a note: its words, its files and what the search knows of it; the team goes on seeing that there was one. For its
 * author, and for those who may erase a person's data. "not_found": the entry is none.
 */
export function deleteNote(context: ActionContext, actor: Actor, { seq }: { seq: number }): ActionOutcome {
	const by = teammateWho(actor, "converse");
	if (!by) return refuse("forbidden");
	const entry = context.store.record ? context.log.bySeq(seq) : null;
	if (entry?.kind !== "note") return refuse("not_found");
	if (entry.author.id !== by.id && !actorMay(actor, "edit_contacts")) return refuse("forbidden");
	return entry.deletedBy ? unchanged(context) : change(context, { type: "delete_note", note: entry, by });
}

/** Marks the entries up to the `seq` `upTo` as read, by the visitor or by the team. */
export function read(context: ActionContext, actor: Actor, { upTo }: { upTo: number }): ActionOutcome {
	const by = actor.kind === "visitor" ? "visitor" : "team";
	if (by === "team" && !teammateWho(actor, "converse")) return refuse("forbidden");
	const refusal = by === "visitor" ? visitorRefusal(context, actor) : null;
	if (refusal) return refuse(refusal);
	const { record } = context.store;
	if (!record) return refuse("not_found");
	// An old mark changes nothing, and counting messages from it would read most of the log.
	if (upTo <= (by === "team" ? teamMark(record.state) : record.state.visitorReadSeq)) return unchanged(context);
	const unreadAfter = context.log.saidAfter(upTo, by === "team" ? "visitor" : "us");
	return change(context, { type: "read", by, upTo, unreadAfter });
}

/**
 * Sets the visitor's messages from the `seq` `from` on back to unread, for the whole team; null: their last one. The visitor
 * isn't told.
 */
export function markUnread(context: ActionContext, actor: Actor, { from }: { from: number | null }): ActionOutcome {
	const by = teammateWho(actor, "converse");
	if (!by) return refuse("forbidden");
	const { record } = context.store;
	if (!record) return refuse("not_found");
	const { askedSeq } = record.state;
	const start = Math.min(from ?? askedSeq, askedSeq);
	if (start < 1) return unchanged(context);
	const unreadSaid = context.log.saidAfter(start - 1, "visitor");
	return change(context, { type: "mark_unread", from: start, unreadSaid, by });
}

function sendAsVisitor(context: ActionContext, actor: Actor, message: NewText): ActionOutcome {
	const refusal = visitorRefusal(context, actor);
	if (refusal) return refuse(refusal);
	const { log, store } = context;
	const { record, settings } = store.started;
	const { text, files = [] } = message;
	// A message is searched for a wish for a person only while the AI handles the conversation.
	const withAi = record.state.handler === "ai" || record.state.status === "closed";
	const asks = withAi && wantsPerson(text, settings);
	const connect = asks || (withAi && fileForPerson({ text, files }, record, log, settings));
	const result = say(context, actor, message, (said) => ({
		type: "visitor_sends",
		...said,
		connect,
		...(message.mail && { mail: message.mail }),
	}));
	if (!connect || !result.ok || result.repeated) return result;
	change(context, handoff(asks ? "asked_for_person" : "sent_file", record, log, settings, Date.now()));
	return { ...result, state: record.state };
}

type Said = Pick<SayCommand, "id" | "text" | "files">;

/** Stores a message or note, and with it that it has its files. `command` adds who says it. */
function say(
	context: ActionContext,
	actor: Actor,
	{ id, text, files: mentions = [] }: NewText,
	command: (said: Said) => SayCommand,
): ActionOutcome {
	// Looked up after a refusal only, so that a new message costs no query.
	const resent = () => {
		const before = context.store.record ? context.log.byId(id) : null;
		return before && resendResult(context, before, command({ id, text, files: [] }), mentions);
	};
	const files = named(context, actor, mentions);
	if (!files.ok) return resent() ?? refuse(files.reason);
	const result = change(context, command({ id, text, files: files.files }));
	if (!result.ok) return resent() ?? result;
	const entry = mentions.length > 0 ? result.entries.find((each) => each.kind !== "event") : null;
	if (entry)
		context.files.name(
			mentions.map((each) => each.id),
			entry.seq,
			visibilityOf(entry),
		);
	return result;
}

/** The result of a resend. "conflict": the id was used for another text, other files or by another author. */
function resendResult(
	{ store }: ActionContext,
	before: Entry,
	command: SayCommand,
	mentions: readonly FileMention[],
): ActionOutcome {
	if (before.kind === "event") return refuse("conflict");
	const ids = (list: readonly { id: string }[] = []) => list.map(({ id }) => id).join(" ");
	// A deleted note says no more whether it was the same: its author's resend came too late for that.
	const isGone = before.kind === "note" && before.deletedBy !== undefined;
	const isSame = isGone || (before.text === command.text && ids(before.files) === ids(mentions));
	if (!isSame || !isSameAuthor(before, command)) return refuse("conflict");
	return { ok: true, state: store.started.record.state, entries: [before], repeated: true };
}

const isSameAuthor = (entry: Message | Note, command: SayCommand): boolean =>
	command.type === "visitor_sends"
		? entry.author.kind === "visitor"
		: (entry.kind === "note") === (command.type === "member_notes") &&
			entry.author.kind === "member" &&
			entry.author.id === command.member.id;
