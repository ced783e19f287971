/**
 * The actions on canned responses, one function each, with its permission inside. Whoever may reply has responses of their own;
 * who may configure the workspace changes the team's too. Nobody sees another member's own.
 */
import { and, eq } from "drizzle-orm";
import { actorMay } from "../auth/actor.ts";
import type { Database } from "../db/database.ts";
import { cannedResponse } from "../db/schema.ts";
import type { Actor } from "../protocol/actor.ts";
import type { CannedDraft, CannedResponse, CannedOwner } from "../protocol/canned/response.ts";
import type { Result } from "../protocol/result.ts";
import { seenBy } from "./list.ts";
import { addResponse, changeResponse, countUses, removeResponse } from "./store.ts";

export type CannedContext = { db: Database; workspaceId: string };

const forbidden = { ok: false, reason: "forbidden" } as const;
const notFound = { ok: false, reason: "not_found" } as const;

/** The id of a member who may reply; null for anybody else, who has no responses of their own. */
const memberOf = (actor: Actor): string | null =>
	actor.kind === "member" && actorMay(actor, "converse") ? actor.id : null;

const mayWrite = (actor: Actor, whose: CannedOwner): boolean => whose === "own" || actorMay(actor, "configure");

/** Whose a response is that the member sees; null where they see none with the id. */
async function whoseIs({ db, workspaceId }: CannedContext, memberId: string, id: string): Promise<CannedOwner | null> {
	const row = await db
		.select({ memberId: cannedResponse.memberId })
		.from(cannedResponse)
		.where(and(seenBy(workspaceId, memberId), eq(cannedResponse.id, id)))
		.get();
	return row ? (row.memberId === null ? "team" : "own") : null;
}

type Refused = "forbidden" | "not_found" | "taken" | "full";

/** Makes a response: the member's own, or the team's. */
export async function addCanned(
	{ db, workspaceId }: CannedContext,
	actor: Actor,
	draft: CannedDraft,
): Promise<Result<CannedResponse, Refused>> {
	const memberId = memberOf(actor);
	if (memberId === null || !mayWrite(actor, draft.whose)) return forbidden;
	return addResponse(db, { workspaceId, memberId: draft.whose === "own" ? memberId : null }, draft);
}

/** Replaces a response. With another `whose` it is published to the team, or becomes the member's own. */
export async function changeCanned(
	context: CannedContext,
	actor: Actor,
	{ id, draft }: { id: string; draft: CannedDraft },
): Promise<Result<CannedResponse, Refused>> {
	const memberId = memberOf(actor);
	if (memberId === null) return forbidden;
	const whose = await whoseIs(context, memberId, id);
	if (whose === null) return notFound;
	if (!mayWrite(actor, whose) || !mayWrite(actor, draft.whose)) return forbidden;
	const { db, workspaceId } = context;
	const owner = { workspaceId, memberId: draft.whose === "own" ? memberId : null };
	return changeResponse(db, { id, memberId }, owner, draft);
}

export async function removeCanned(
	context: CannedContext,
	actor: Actor,
	{ id }: { id: string },
): Promise<Result<null, "forbidden" | "not_found">> {
	const memberId = memberOf(actor);
	if (memberId === null) return forbidden;
	const whose = await whoseIs(context, memberId, id);
	if (whose === null) return notFound;
	if (!mayWrite(actor, whose)) return forbidden;
	await removeResponse(context.db, context.workspaceId, id);
	return { ok: true, value: null };
}

/** Counts the responses that a sent reply or note was made with. What the member doesn't see isn't counted. */
export async function countCanned(
	{ db, workspaceId }: CannedContext,
	actor: Actor,
	{ ids }: { ids: readonly string[] },
): Promise<Result<null, "forbidden">> {
	const memberId = memberOf(actor);
	if (memberId === null) return forbidden;
	await countUses(db, { workspaceId, memberId }, ids);
	return { ok: true, value: null };
}
