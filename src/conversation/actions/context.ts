/**
 * What every action of a conversation is given and gives back, and the questions that many ask of an actor. Used by the
 * actions only; it changes nothing.
 */
import type { AnswerResult } from "../../answer/answer.ts";
import { actorMay } from "../../auth/actor.ts";
import type { Permission } from "../../auth/roles.ts";
import type { ReadOrder } from "../../durable/read-order.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { Entry, Message, Rating, Teammate } from "../../protocol/conversation/entry.ts";
import type { RefusalReason } from "../../protocol/conversation/frames.ts";
import type { ModelHealthReport } from "../../protocol/inbox.ts";
import type { Audience } from "../audience.ts";
import type { Command, Transition } from "../machine.ts";
import type { State } from "../state.ts";
import type { Log } from "../storage/log.ts";
import type { Store } from "../storage/store.ts";
import type { Ratings } from "../turn/ratings.ts";
import type { Traces } from "../turn/traces.ts";

/** What a turn of the AI came to, beside the command it amounts to. `answered` null: the turn failed for good. */
export type TurnOutcome = {
	answered: AnswerResult | null;
	question: string;
	/** Null: the turn says nothing new of the model. */
	modelHealth: ModelHealthReport | null;
};

export type NewRating = { answer: Message; before: Rating | null; after: Rating | null };

/** Where actions hand in what is to change (dispatch.ts). */
export type Dispatch = {
	dispatch(command: Command, now: number, turn?: TurnOutcome): Transition;
	changeRating(rating: NewRating, now: number): void;
};

export type ActionContext = {
	env: Pick<Env, "DB">;
	store: Pick<Store, "record" | "settings" | "started" | "visitor" | "place" | "describe" | "saveRecord">;
	log: Pick<Log, "byId" | "bySeq" | "saidAfter" | "messagesAfter" | "messagesUpTo">;
	audience: Pick<Audience, "presence" | "toMembers" | "toVisitors" | "closeVisitors" | "remember">;
	ratings: Pick<Ratings, "of">;
	traces: Pick<Traces, "add" | "bySeq">;
	dispatcher: Dispatch;
	/** Whether the visitor is blocked, as D1 says (contact.ts). */
	blockReads: ReadOrder;
};

export type Refused = { ok: false; reason: RefusalReason };

/** `repeated`: a resend; `entries` is what the first one stored. */
export type ActionOutcome = { ok: true; state: State; entries: Entry[]; repeated?: true } | Refused;

/** A deadline, or the consequence of what somebody else did. */
export const SYSTEM: Actor = { kind: "system" };
export const AI: Actor = { kind: "ai" };

export const refuse = (reason: RefusalReason): Refused => ({ ok: false, reason });

/** Hands a command to the dispatcher. Every action that was allowed ends here. */
export function change(context: ActionContext, command: Command, turn?: TurnOutcome): ActionOutcome {
	return context.store.record ? context.dispatcher.dispatch(command, Date.now(), turn) : refuse("not_found");
}

/** There was nothing to change. */
export const unchanged = ({ store }: ActionContext): ActionOutcome => ({
	ok: true,
	state: store.started.record.state,
	entries: [],
});

/** The actor as the log names a teammate; null for one who is none, or may not do this. */
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

/** Why this actor may not act as the conversation's visitor; null when they may. */
export function visitorRefusal({ store }: ActionContext, actor: Actor): RefusalReason | null {
	const { record, settings } = store;
	if (actor.kind !== "visitor") return "forbidden";
	if (record && record.visitorId !== actor.visitorId) return "forbidden";
	if (!record || !settings) return "not_now";
	return record.state.blockedUntil === undefined ? null : "blocked";
}
