/**
 * Who the visitor is, and whether they are blocked, as this one conversation feels it. The contact and the block itself are
 * kept elsewhere (src/contact), and so is how long each role may block for.
 */
import { actorMay } from "../../auth/actor.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { Teammate } from "../../protocol/conversation/entry.ts";
import { CloseCode } from "../../protocol/limits.ts";
import { type ActionContext, change, refuse, type ActionOutcome, teammateWho } from "./context.ts";

export type KnownAs = { id: string; name: string | null; email: string | null };

/** Ties the conversation to a contact, by whoever may edit contacts or as the consequence of an address that was left. */
export function identify(context: ActionContext, actor: Actor, { contact }: { contact: KnownAs }): ActionOutcome {
	if (!actorMay(actor, "edit_contacts")) return refuse("forbidden");
	return change(context, { type: "identify", contact });
}

/** `until` in ms since 1970; null is for good. `by`: who blocked, where the system carries out a block that exists. */
export type BlockInput = { until: number | null; by?: Teammate };

/** Stops everything the visitor does here, in every open tab, until the block ends. */
export function block(context: ActionContext, actor: Actor, { until, by }: BlockInput): ActionOutcome {
	const blocker = actor.kind === "system" ? by : teammateWho(actor, "block");
	if (!blocker) return refuse("forbidden");
	const result = change(context, { type: "block", until, by: blocker });
	context.audience.closeVisitors(CloseCode.blocked, "blocked");
	return result;
}

/** `by`: who lifted it, where the system carries that out; absent where its time is up. */
export type UnblockInput = { by?: Teammate };

/** Lifts a block: a teammate who may, or the system when it was lifted elsewhere or its time is up. */
export function unblock(context: ActionContext, actor: Actor, lifted: UnblockInput = {}): ActionOutcome {
	if (actor.kind === "system") return change(context, { type: "unblock", by: lifted.by ?? null });
	const by = teammateWho(actor, "block_long");
	return by ? change(context, { type: "unblock", by }) : refuse("forbidden");
}
