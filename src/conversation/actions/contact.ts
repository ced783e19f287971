/**
 * The actions that tie this one conversation to a contact and block or unblock its visitor. The contact and the block are
 * stored in D1, and how long each role may block for is decided there too (src/contact).
 */
import { actorMay } from "../../auth/actor.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { Teammate } from "../../protocol/conversation/entry.ts";
import { CloseCode } from "../../protocol/limits.ts";
import { type ActionContext, change, refuse, type ActionOutcome, teammateWho } from "./context.ts";

export type KnownAs = { id: string; name: string | null; email: string | null };

/** Ties the conversation to a contact. For actors who may edit contacts, and for the system after the visitor left an address. */
export function identify(context: ActionContext, actor: Actor, { contact }: { contact: KnownAs }): ActionOutcome {
	if (actor.kind === "ai" || !actorMay(actor, "edit_contacts")) return refuse("forbidden");
	return change(context, { type: "identify", contact });
}

/** `until` in ms since 1970; null is for good. `by`: who set the block, when the system applies one that is in D1. */
export type BlockInput = { until: number | null; by?: Teammate };

/** Blocks the visitor in this conversation, and closes their sockets. */
export function block(context: ActionContext, actor: Actor, { until, by }: BlockInput): ActionOutcome {
	const blocker = actor.kind === "system" ? by : teammateWho(actor, "block");
	if (!blocker) return refuse("forbidden");
	const result = change(context, { type: "block", until, by: blocker });
	context.audience.closeVisitors(CloseCode.blocked, "blocked");
	return result;
}

/** `by`: who lifted the block, when the system applies that; absent when its time is up. */
export type UnblockInput = { by?: Teammate };

/** Lifts the block. For actors who may block for long, and for the system when it was lifted in D1 or its time is up. */
export function unblock(context: ActionContext, actor: Actor, lifted: UnblockInput = {}): ActionOutcome {
	if (actor.kind === "system") return change(context, { type: "unblock", by: lifted.by ?? null });
	const by = teammateWho(actor, "block_long");
	return by ? change(context, { type: "unblock", by }) : refuse("forbidden");
}
