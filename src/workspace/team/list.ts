/** Reads a workspace's team in full: its members, those who were removed, and the invitations. It changes nothing. */
import { and, desc, eq } from "drizzle-orm";
import * as v from "valibot";
import type { Database } from "../../db/database.ts";
import { invitation, member, user } from "../../db/schema.ts";
import { Role } from "../../protocol/actor.ts";
import { GivenRole, type Invitation, type TeamMember } from "../../protocol/people/team.ts";
import { REMOVED } from "../../auth/roles.ts";

/** Active and removed members, by name. One with a role of a later release is left out, as it is let in nowhere. */
export async function everyMember(db: Database, workspaceId: string): Promise<TeamMember[]> {
	const rows = await db
		.select({
			id: member.id,
			name: user.name,
			email: user.email,
			role: member.role,
			joinedAt: member.createdAt,
			activeAt: member.activeAt,
		})
		.from(member)
		.innerJoin(user, eq(user.id, member.userId))
		.where(eq(member.workspaceId, workspaceId))
		.orderBy(user.name, member.id);
	return rows.flatMap(({ role, joinedAt, ...row }) => {
		const known = v.safeParse(Role, role);
		if (!known.success && role !== REMOVED) return [];
		return [{ ...row, joinedAt: joinedAt.getTime(), role: known.success ? known.output : null }];
	});
}

const columns = {
	id: invitation.id,
	email: invitation.email,
	role: invitation.role,
	invitedBy: user.name,
	expiresAt: invitation.expiresAt,
};

type InvitationRow = { id: string; email: string; role: string | null; invitedBy: string; expiresAt: Date };

export const toInvitation = ({ role, expiresAt, ...row }: InvitationRow): Invitation => ({
	...row,
	role: v.parse(v.fallback(GivenRole, "viewer"), role),
	expiresAt: expiresAt.getTime(),
});

const pending = (workspaceId: string) => and(eq(invitation.workspaceId, workspaceId), eq(invitation.status, "pending"));

/** Invitations that nobody has accepted, the latest first, those that have run out too. */
export async function invitations(db: Database, workspaceId: string): Promise<Invitation[]> {
	const rows = await db
		.select(columns)
		.from(invitation)
		.innerJoin(user, eq(user.id, invitation.inviterId))
		.where(pending(workspaceId))
		.orderBy(desc(invitation.createdAt));
	return rows.map(toInvitation);
}

/** One of them, as its row; null when there is no such invitation in this workspace. */
export const findInvitation = async (db: Database, workspaceId: string, id: string): Promise<InvitationRow | null> =>
	(await db
		.select(columns)
		.from(invitation)
		.innerJoin(user, eq(user.id, invitation.inviterId))
		.where(and(pending(workspaceId), eq(invitation.id, id)))
		.get()) ?? null;
