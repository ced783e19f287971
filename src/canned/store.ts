/** The writes of canned responses to D1. Only actions.ts imports it. */
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { type Database, isConstraint } from "../db/database.ts";
import { newId } from "../db/id.ts";
import { cannedResponse } from "../db/schema.ts";
import {
	type CannedDraft,
	type CannedResponse,
	MAX_OWN_RESPONSES,
	MAX_TEAM_RESPONSES,
} from "../protocol/canned/response.ts";
import { seenBy, shownRow } from "./list.ts";

/** Whose responses are written: a member's own, or with null the team's. */
export type Owner = { workspaceId: string; memberId: string | null };

/** "taken": the owner has another with the shortcut. "full": the owner has as many as one may have. */
export type Saved = { ok: true; value: CannedResponse } | { ok: false; reason: "taken" | "full" | "not_found" };

/** Whether the owner has room for one more, besides the one with the id. Decided within the statement that writes. */
function hasRoom({ workspaceId, memberId }: Owner, id: string): SQL {
	const { workspaceId: workspaceColumn, memberId: memberColumn, id: idColumn } = cannedResponse;
	const most = memberId === null ? MAX_TEAM_RESPONSES : MAX_OWN_RESPONSES;
	return sql`(SELECT count(*) FROM ${cannedResponse} WHERE ${workspaceColumn} = ${workspaceId}
		AND ${memberColumn} IS ${memberId} AND ${idColumn} != ${id}) < ${most}`;
}

async function written(write: () => Promise<(typeof cannedResponse.$inferSelect)[]>): Promise<Saved> {
	try {
		const [row] = await write();
		return row ? { ok: true, value: shownRow(row) } : { ok: false, reason: "full" };
	} catch (error) {
		if (isConstraint(error)) return { ok: false, reason: "taken" };
		throw error;
	}
}

export function addResponse(
	db: Database,
	owner: Owner,
	{ shortcut, title, text }: CannedDraft,
	now = Date.now(),
): Promise<Saved> {
	const id = newId("cr");
	return written(() =>
		db
			.insert(cannedResponse)
			.select(
				// The table's columns in its order.
				sql`SELECT ${id}, ${owner.workspaceId}, ${owner.memberId}, ${shortcut}, ${title}, ${text}, 0, NULL, ${now}
					WHERE ${hasRoom(owner, id)}`,
			)
			.returning(),
	);
}

/** Replaces a response that the member sees, and gives it to the owner. */
export function changeResponse(
	db: Database,
	{ id, memberId }: { id: string; memberId: string },
	owner: Owner,
	{ shortcut, title, text }: CannedDraft,
	now = Date.now(),
): Promise<Saved> {
	return written(() =>
		db
			.update(cannedResponse)
			.set({ shortcut, title, text, memberId: owner.memberId, updatedAt: now })
			.where(and(eq(cannedResponse.id, id), seenBy(owner.workspaceId, memberId), hasRoom(owner, id)))
			.returning(),
	);
}

export async function removeResponse(db: Database, workspaceId: string, id: string): Promise<void> {
	await db.delete(cannedResponse).where(and(eq(cannedResponse.workspaceId, workspaceId), eq(cannedResponse.id, id)));
}

/** Counts a use of each response that the member sees. */
export async function countUses(
	db: Database,
	{ workspaceId, memberId }: { workspaceId: string; memberId: string },
	ids: readonly string[],
	now = Date.now(),
): Promise<void> {
	await db
		.update(cannedResponse)
		.set({ used: sql`${cannedResponse.used} + 1`, usedAt: now })
		.where(and(seenBy(workspaceId, memberId), inArray(cannedResponse.id, [...ids])));
}
