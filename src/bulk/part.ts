/**
 * Carries a change out on one conversation: it calls the same actions that a teammate's click does, with the teammate as their
 * actor. Used by the object that goes through all of them (bulk.ts).
 */
import { blockVisitor, takeBlockBack } from "../contact/actions.ts";
import { conversation } from "../durable/objects.ts";
import type { MemberActor } from "../protocol/actor.ts";
import type { BulkChange } from "../protocol/bulk/request.ts";
import type { Job, Part, PartResult } from "./store.ts";

type Place = { env: Env; workspaceId: string };

const FAILED: PartResult = { result: "failed", undo: null };

/** A block has no number of its own: it is undone as the latest that its teammate set. */
const BLOCKED = 0;

export const changePart = (place: Place, { actor, change, undoes }: Omit<Job, "no">, part: Part): Promise<PartResult> =>
	undoes === null ? carryOut(place, actor, change, part) : undo(place, actor, change, part);

async function carryOut(
	{ env, workspaceId }: Place,
	actor: MemberActor,
	change: BulkChange,
	part: Part,
): Promise<PartResult> {
	const { conversation: conversationId } = part;
	if (change.type === "block") {
		const { type: _, ...request } = change;
		const blocked = await blockVisitor({ env, workspaceId }, actor, { conversationId, request });
		return blocked.ok ? { result: "done", undo: BLOCKED } : FAILED;
	}
	const stub = conversation(env, workspaceId, conversationId);
	const acted = await act(stub, actor, change);
	return acted.ok ? { result: "done", undo: acted.undo } : FAILED;
}

function act(
	stub: ReturnType<typeof conversation>,
	actor: MemberActor,
	change: Exclude<BulkChange, { type: "block" }>,
) {
	switch (change.type) {
		case "close":
			return stub.act(actor, "close", {});
		case "assign":
			return stub.act(actor, "assign", { member: change.member });
		case "snooze":
			return stub.act(actor, "snooze", { until: change.until });
		case "tag":
			return stub.act(actor, "tag", { add: change.add, remove: change.remove });
		default:
			return change satisfies never;
	}
}

async function undo(
	{ env, workspaceId }: Place,
	actor: MemberActor,
	{ type }: BulkChange,
	part: Part,
): Promise<PartResult> {
	const { conversation: conversationId, seq } = part;
	const undone =
		type === "block"
			? await takeBlockBack({ env, workspaceId }, actor, { conversationId })
			: await conversation(env, workspaceId, conversationId).act(actor, "undo", { seq: seq ?? 0 });
	if (undone.ok) return { result: "done", undo: null };
	return undone.reason === "changed" || undone.reason === "not_found" ? { result: "skipped", undo: null } : FAILED;
}
