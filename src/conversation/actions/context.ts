/**
 * The types that every action of a conversation takes and returns, and the checks of an actor that several share. Used by the
 * actions only. It writes nothing: changes go to the dispatcher.
 */
import type { AnswerResult } from "../../answer/answer.ts";
import { actorMay } from "../../auth/actor.ts";
import { may, type Permission } from "../../auth/roles.ts";
import { database } from "../../db/database.ts";
import type { MailEnv } from "../../mail/configuration.ts";
import type { ReadOrder } from "../../durable/read-order.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { Entry, EventEntry, Message, Rating, Teammate } from "../../protocol/conversation/entry.ts";
import type { RefusalReason } from "../../protocol/conversation/frames.ts";
import type { ModelHealthReport } from "../../protocol/inbox.ts";
import type { Audience } from "../audience.ts";
import type { Command, Transition } from "../machine.ts";
import type { State } from "../state.ts";
import type { FileRows } from "../storage/files.ts";
import type { MailRows } from "../storage/mails.ts";
import type { Log } from "../storage/log.ts";
import type { Store } from "../storage/store.ts";
import type { Ratings } from "../turn/ratings.ts";
import type { Traces } from "../turn/traces.ts";
import { memberById } from "../../workspace/members.ts";

/** The outcome of an AI turn, passed on with its command. `answered` null: the turn failed for good. */
export type TurnOutcome = {
	answered: AnswerResult | null;
	question: string;
	/** Null: the turn says nothing new about the model's health. */
	modelHealth: ModelHealthReport | null;
};

export type NewRating = { answer: Message; before: Rating | null; after: Rating | null };

/** The part of the dispatcher that actions call (dispatch.ts). */
export type Dispatch = {
	dispatch(command: Command, now: number, turn?: TurnOutcome): Transition;
	attempt(command: Command, now: number): Transition;
	changeRating(rating: NewRating, now: number): void;
};

export type ActionContext = {
	env: Pick<Env, "DB" | "FILES" | "INBOX"> & MailEnv;
	/** Known before the first message too, when there is no record. */
	place: { workspaceId: string; conversationId: string };
	files: FileRows;
	mails: MailRows;
	store: Pick<Store, "record" | "settings" | "started" | "visitor" | "place" | "describe" | "saveRecord">;
	log: Pick<Log, "byId" | "bySeq" | "eventsAfter" | "saidAfter" | "messagesAfter" | "messagesUpTo">;
	audience: Pick<Audience, "presence" | "toMembers" | "toVisitors" | "closeVisitors" | "remember">;
	ratings: Pick<Ratings, "of">;
	traces: Pick<Traces, "add" | "bySeq">;
	dispatcher: Dispatch;
	/** Whether the visitor is blocked, as D1 says (contact.ts). */
	blockReads: ReadOrder;
};

/** `happened`: what another teammate did before, which the actor hadn't seen (conflict.ts). */
export type Refused = { ok: false; reason: RefusalReason; happened?: EventEntry };

/**
 * The result of an action. `repeated`: it was a resend, and `entries` is what the first one stored. `happened`: another teammate
 * has done it before, or made it needless.
 */
export type ActionOutcome =
	| { ok: true; state: State; entries: Entry[]; repeated?: true; happened?: EventEntry }
	| Refused;

/** The actor of deadlines, and of changes that follow from somebody else's action. */
export const SYSTEM: Actor = { kind: "system" };
export const AI: Actor = { kind: "ai" };

export const refuse = (reason: RefusalReason): Refused => ({ ok: false, reason });

/** Dispatches a command. "not_found": the conversation has not started. Every permitted action ends here. */
export function change(context: ActionContext, command: Command, turn?: TurnOutcome): ActionOutcome {
	return context.store.record ? context.dispatcher.dispatch(command, Date.now(), turn) : refuse("not_found");
}

/** The result of an action that had nothing to change. */
export const unchanged = ({ store }: ActionContext): ActionOutcome => ({
	ok: true,
	state: store.started.record.state,
	entries: [],
});

/** The actor as a teammate in the log; null for an actor who isn't one, or who lacks the permission. */
export function teammateWho(actor: Actor, permission: Permission): Teammate | null {
	switch (actor.kind) {
		case "member":
		case "api_key":
		case "rule":
			return actorMay(actor, permission) ? { id: actor.id, name: actor.name } : null;
		case "visitor":
		case "ai":
		case "system":
			return null;
		default:
			return actor satisfies never;
	}
}

/** The reason why this actor may not act as the conversation's visitor; null: they may. */
export function visitorRefusal({ store }: ActionContext, actor: Actor): RefusalReason | null {
	const { record, settings } = store;
	if (actor.kind !== "visitor") return "forbidden";
	if (record && record.visitorId !== actor.visitorId) return "forbidden";
	if (!record || !settings) return "not_now";
	return record.state.blockedUntil === undefined ? null : "blocked";
}

/** The member of this workspace with that id, if they may converse. */
export async function colleague({ env, store }: ActionContext, memberId: string): Promise<Teammate | null> {
	const { record } = store;
	const found = record && (await memberById(database(env), record.workspaceId, memberId));
	return found && may(found.role, "converse") ? { id: found.id, name: found.name } : null;
}
