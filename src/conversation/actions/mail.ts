/**
 * The actions of mail with the visitor: our replies are owed to their address, their answers come into the thread, and an
 * address that takes no mail is left alone until a teammate says otherwise. Composing and sending is an effect (mail/send.ts).
 */
import { database } from "../../db/database.ts";
import { log as writeLog } from "../../http/log.ts";
import { mailState, promisesMail } from "../../mail/mail.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { FileMention } from "../../protocol/conversation/file.ts";
import { mailAddress, mailDueAt } from "../mail/due.ts";
import { allowMail, stopMail, type StopReason, stopOf } from "../mail/store.ts";
import { Visibility } from "../view.ts";
import {
	type ActionContext,
	type ActionOutcome,
	change,
	refuse,
	teammateWho,
	unchanged,
	visitorRefusal,
} from "./context.ts";
import { named } from "./files.ts";
import { read, send } from "./talk.ts";

/** Owes the visitor our replies by e-mail, once that is due. For the system. */
export async function mailVisitor(context: ActionContext, actor: Actor): Promise<ActionOutcome> {
	if (actor.kind !== "system") return refuse("forbidden");
	const { record } = context.store;
	if (!record) return refuse("not_found");
	const to = mailAddress(record.state);
	if (to === null || !isDue(context)) return unchanged(context);
	const db = database(context.env);
	const { workspaceId } = record;
	const [state, stop] = await Promise.all([mailState(context.env, workspaceId, db), stopOf(db, workspaceId, to)]).catch(
		(error: unknown) => {
			// Whether it can be sent shows when it is delivered, which is tried again for a day.
			writeLog("mail_unasked", { ...context.store.place, error });
			return ["untried", null] as const;
		},
	);
	// Meanwhile they may have read it, or left another address.
	if (!isDue(context) || mailAddress(context.store.started.record.state) !== to) return unchanged(context);
	if (stop) return change(context, { type: "mail_fails", to, reason: stop });
	return change(context, { type: "mail", to: promisesMail(state) ? to : null });
}

function isDue({ store }: ActionContext): boolean {
	const due = mailDueAt(store.started.record.state);
	return due !== null && due <= Date.now();
}

/** An answer by e-mail, as it was read. */
export type ReceivedMail = {
	/** A hash of its Message-ID: the same mail has the same. */
	id: string;
	from: string;
	/** True: DMARC says that it is from there. */
	isProven: boolean;
	isAutomatic: boolean;
	text: string;
	/** Files that were added as the visitor's. */
	files: FileMention[];
};

/** The id of the message that a mail becomes. */
export const messageIdOfMail = (id: string): string => `mail_${id}`;

/**
 * Takes a mail in: what is proven to be the visitor's becomes their message; the rest is for the team to look at. A mail that
 * comes again changes nothing. For the system.
 */
export function receiveMail(context: ActionContext, actor: Actor, mail: ReceivedMail): ActionOutcome {
	if (actor.kind !== "system") return refuse("forbidden");
	const { store, mails } = context;
	const { record } = store;
	if (!record) return refuse("not_found");
	if (mails.has(mail.id)) return unchanged(context);
	const taken = take(context, mail, record.visitorId);
	if (taken.ok) mails.add(mail.id, Date.now());
	return taken;
}

function take(context: ActionContext, mail: ReceivedMail, visitorId: string): ActionOutcome {
	const { id, from, text, files } = mail;
	const { state } = context.store.started.record;
	if (state.blockedUntil !== undefined) return refuse("blocked");
	if (mail.isAutomatic) return change(context, { type: "note_automatic", id, from });
	const visitor: Actor = { kind: "visitor", visitorId };
	const isTheirs = from !== "" && (from === mailAddress(state) || from === state.email);
	if (mail.isProven && isTheirs) {
		// Whoever answers our mail has read it.
		if (state.mailedSeq > state.visitorReadSeq) read(context, visitor, { upTo: state.mailedSeq });
		const origin = { id, from, isProven: true };
		return send(context, visitor, { id: messageIdOfMail(id), text, files, mail: origin });
	}
	const theirs = named(context, visitor, files);
	const kept = theirs.ok ? theirs.files : [];
	const reason = isTheirs ? "unproven" : "other_address";
	const held = change(context, { type: "hold_mail", id, from, text, files: kept, reason });
	const entry = held.ok ? held.entries[0] : undefined;
	if (entry)
		context.files.name(
			kept.map((file) => file.id),
			entry.seq,
			Visibility.members,
		);
	return held;
}

/** Sends a held mail on as the visitor's message. `seq`: of the entry that holds it. For members who may converse. */
export function sendMailOn(context: ActionContext, actor: Actor, { seq }: { seq: number }): ActionOutcome {
	const member = teammateWho(actor, "converse");
	if (!member) return refuse("forbidden");
	const { record } = context.store;
	if (!record) return refuse("not_found");
	const entry = context.log.bySeq(seq);
	if (entry?.kind !== "event" || entry.event.type !== "mail_held") return refuse("not_found");
	const { id, from, text, files = [] } = entry.event;
	if (context.log.byId(messageIdOfMail(id))) return unchanged(context);
	if (record.state.blockedUntil !== undefined) return refuse("blocked");
	const mentions = files.map((file) => ({ id: file.id }));
	change(context, { type: "send_mail_on", id, member });
	// Erased ones are left out: what was said of them stands in the held mail.
	context.files.unname(mentions.map((file) => file.id));
	const there = mentions.filter((file) => context.files.of(file.id) !== null);
	const visitor: Actor = { kind: "visitor", visitorId: record.visitorId };
	return send(context, visitor, { id: messageIdOfMail(id), text, files: there, mail: { id, from } });
}

/** The address took no mail, or wants none: it isn't written to. For the system. */
export async function failMail(
	context: ActionContext,
	actor: Actor,
	{ to, reason }: { to: string; reason: StopReason },
): Promise<ActionOutcome> {
	if (actor.kind !== "system") return refuse("forbidden");
	const { record } = context.store;
	if (!record) return refuse("not_found");
	// A report of another address is of a mail that was forwarded: ours arrived.
	if (to !== mailAddress(record.state)) return refuse("not_now");
	await stopMail(database(context.env), record.workspaceId, to, reason);
	return change(context, { type: "mail_fails", to, reason });
}

/** Writes to the address again. For members who may converse. */
export async function resumeMail(context: ActionContext, actor: Actor): Promise<ActionOutcome> {
	const member = teammateWho(actor, "converse");
	if (!member) return refuse("forbidden");
	const { record } = context.store;
	if (!record) return refuse("not_found");
	const to = record.state.mailStopped;
	if (to === null) return refuse("not_now");
	await allowMail(database(context.env), record.workspaceId, to);
	return change(context, { type: "resume_mail", member });
}

/** Sends the visitor the conversation so far by e-mail, to the address that is known of them. For them, and for members who may converse. */
export async function sendTranscript(context: ActionContext, actor: Actor): Promise<ActionOutcome> {
	const refusal = teammateWho(actor, "converse") ? null : visitorRefusal(context, actor);
	if (refusal) return refuse(refusal);
	const { record } = context.store;
	if (!record) return refuse("not_found");
	const to = mailAddress(record.state);
	if (to === null || to === record.state.mailStopped) return refuse("not_now");
	const { workspaceId } = record;
	const db = database(context.env);
	const [state, stop] = await Promise.all([mailState(context.env, workspaceId, db), stopOf(db, workspaceId, to)]);
	return stop || !promisesMail(state) ? refuse("not_now") : change(context, { type: "send_transcript", to });
}
