/** Reads the canned responses that a member sees: their own and the team's. */
import { and, eq, isNull, or } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { cannedResponse } from "../db/schema.ts";
import type { CannedResponse } from "../protocol/canned/response.ts";

/** The condition for the rows of a workspace that a member sees. */
export const seenBy = (workspaceId: string, memberId: string) =>
	and(
		eq(cannedResponse.workspaceId, workspaceId),
		or(isNull(cannedResponse.memberId), eq(cannedResponse.memberId, memberId)),
	);

type Row = typeof cannedResponse.$inferSelect;

export const shownRow = ({ id, shortcut, title, text, memberId, used, usedAt }: Row): CannedResponse => ({
	id,
	shortcut,
	title,
	text,
	whose: memberId === null ? "team" : "own",
	used,
	usedAt,
});

export async function cannedResponses(db: Database, workspaceId: string, memberId: string): Promise<CannedResponse[]> {
	const rows = await db
		.select()
		.from(cannedResponse)
		.where(seenBy(workspaceId, memberId))
		.orderBy(cannedResponse.title, cannedResponse.id);
	return rows.map(shownRow);
}
