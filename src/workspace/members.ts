/** Reads the members of a workspace as everybody on the team sees them; team/list.ts reads them in full. */
import { and, eq, type SQL } from "drizzle-orm";
import * as v from "valibot";
import type { Database } from "../db/database.ts";
import { member, user } from "../db/schema.ts";
import { MemberSummary } from "../protocol/workspace.ts";

async function find(db: Database, where: SQL | undefined): Promise<MemberSummary[]> {
	const rows = await db
		.select({ id: member.id, name: user.name, email: user.email, role: member.role })
		.from(member)
		.innerJoin(user, eq(user.id, member.userId))
		.where(where)
		.orderBy(user.name, member.id);
	// A member with an unknown role can't sign in (auth/member.ts), so the team doesn't list them.
	return rows.flatMap((row) => {
		const known = v.safeParse(MemberSummary, row);
		return known.success ? [known.output] : [];
	});
}

/** All members, ordered by name. */
export const members = (db: Database, workspaceId: string): Promise<MemberSummary[]> =>
	find(db, eq(member.workspaceId, workspaceId));

/** Null when there is no such member in this workspace. */
export const memberById = async (db: Database, workspaceId: string, memberId: string): Promise<MemberSummary | null> =>
	(await find(db, and(eq(member.workspaceId, workspaceId), eq(member.id, memberId))))[0] ?? null;

/** The member whose proven address this is, in lower case; null when nobody's. */
export const memberByEmail = async (db: Database, workspaceId: string, email: string): Promise<MemberSummary | null> =>
	(await find(db, and(eq(member.workspaceId, workspaceId), eq(user.email, email), eq(user.emailVerified, true))))[0] ??
	null;
