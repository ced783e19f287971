/**
 * Who the visitor is, and whether they are blocked, as this one conversation feels it. The contact and the block itself are
 * kept elsewhere (src/contact), and there the team blocks and unblocks.
 */
import { actorMay } from "../../auth/actor.ts";
import { blockFor } from "../../contact/blocks.ts";
import { database } from "../../db/database.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { Teammate } from "../../protocol/conversation/entry.ts";
import { CloseCode } from "../../protocol/limits.ts";
import { type ActionContext, change, refuse, type ActionOutcome, unchanged } from "./context.ts";

/** `claimed`: as in the command (machine.ts). */
export type KnownAs = { id: string; name: string | null; email: string | null; claimed?: string | null };

/** Ties the conversation to the contact that D1 knows the visitor as. For actors who may edit contacts, and for the system. */
export function identify(context: ActionContext, actor: Actor, { contact }: { contact: KnownAs }): ActionOutcome {
	if (!actorMay(actor, "edit_contacts")) return refuse("forbidden");
	return change(context, { type: "identify", contact });
}

/** `by`: who lifted a block, should that be what has changed; null where nobody of the team did. */
export type FollowBlocksInput = { by: Teammate | null };

/**
 * Reads in D1 whether the visitor is blocked, and does as it says: stops everything they do here, in every open tab, or
 * lets them go on. For the system, whenever that may have changed. What it is told doesn't count, so calls may come late,
 * twice and in any order; D1 answers from its primary, so a read sees all that was written before it began
 * (https://developers.cloudflare.com/d1/best-practices/read-replication/).
 */
export async function followBlocks(
	context: ActionContext,
	actor: Actor,
	{ by }: FollowBlocksInput,
): Promise<ActionOutcome> {
	if (actor.kind !== "system") return refuse("forbidden");
	const { record } = context.store;
	if (!record) return refuse("not_found");
	const { workspaceId, visitorId } = record;
	const outcome = await context.blockReads.follow(
		() => blockFor(database(context.env), { workspaceId, visitorId, addressHash: null }),
		(found) => {
			if (!found) return change(context, { type: "unblock", by });
			const blocker = { id: found.memberId, name: found.name };
			const result = change(context, { type: "block", until: found.until, by: blocker });
			context.audience.closeVisitors(CloseCode.blocked, "blocked");
			return result;
		},
	);
	return outcome ?? unchanged(context);
}
