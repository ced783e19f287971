/**
 * Writes of invitations to D1, and of whoever accepts one: user, member and invitation in one batch, which is one transaction.
 * Of attempts at once one wins: it marks the invitation with its own id, and the statements after it ask for that mark. Only
 * actions.ts imports it.
 */
import { and, eq, ne, sql } from "drizzle-orm";
import { hashPassword } from "../../../auth/password.ts";
import { audit, auditIf } from "../../../db/audit.ts";
import { isConstraint } from "../../../db/database.ts";
import { newId } from "../../../db/id.ts";
import { owe, oweIf } from "../../../db/outbox.ts";
import { account, invitation, member, session, user } from "../../../db/schema.ts";
import type { GivenRole, InvitationRequest } from "../../../protocol/people/team.ts";
import type { Database } from "../../../db/database.ts";
import type { RequestOrigin } from "../../../protocol/people/audit.ts";
import { REMOVED } from "../../../auth/roles.ts";
import type { InvitationMail, MemberChanged } from "../effects.ts";
import type { OpenInvitation } from "../invitation.ts";
import type { TeamWrite } from "./members.ts";

const WEEK_MS = 7 * 86_400_000;

/** Whether the invitation is mailed, and the deployment's origin for its link. Null: its link is handed on. */
export type Mailed = { origin: string } | null;

/** The statement that owes the mail, where it is mailed. */
const mailOwed = ({ db, workspaceId, now }: TeamWrite, invitationId: string, mailed: Mailed) => {
	if (!mailed) return [];
	const effect: InvitationMail = {
		type: "invitation_mail",
		id: newId("ml"),
		invitationId,
		expiresAt: now + WEEK_MS,
		origin: mailed.origin,
	};
	return [owe(db, workspaceId, effect, now)];
};

/** Writes the invitation; one that the address has already is revoked, with its links. Returns its id. */
export async function addInvitation(
	write: TeamWrite,
	{ email, role }: InvitationRequest,
	inviterId: string,
	mailed: Mailed,
): Promise<string> {
	const { db, workspaceId, actor, now } = write;
	const id = newId("iv");
	const [at, expiresAt] = [new Date(now), new Date(now + WEEK_MS)];
	const open = and(
		eq(invitation.workspaceId, workspaceId),
		eq(invitation.email, email),
		eq(invitation.status, "pending"),
	);
	await db.batch([
		db.update(invitation).set({ status: "revoked" }).where(open),
		db
			.insert(invitation)
			.values({ id, workspaceId, email, role, status: "pending", expiresAt, createdAt: at, inviterId }),
		audit(db, workspaceId, actor, id, { action: "member.invited", detail: { role } }, now),
		...mailOwed(write, id, mailed),
	]);
	return id;
}

const pending = (workspaceId: string, id: string) =>
	and(eq(invitation.workspaceId, workspaceId), eq(invitation.id, id), eq(invitation.status, "pending"));

/** Gives it seven more days, and new links. */
export async function renew(write: TeamWrite, id: string, role: GivenRole, mailed: Mailed): Promise<void> {
	const { db, workspaceId, actor, now } = write;
	await db.batch([
		db
			.update(invitation)
			.set({ expiresAt: new Date(now + WEEK_MS) })
			.where(pending(workspaceId, id)),
		audit(db, workspaceId, actor, id, { action: "invitation.renewed", detail: { role } }, now),
		...mailOwed(write, id, mailed),
	]);
}

export async function revoke({ db, workspaceId, actor, now }: TeamWrite, id: string): Promise<void> {
	await db.batch([
		db.update(invitation).set({ status: "revoked" }).where(pending(workspaceId, id)),
		audit(db, workspaceId, actor, id, { action: "invitation.revoked", detail: {} }, now),
	]);
}

/** Whoever accepts: a new account, by a password or by a provider's word, or the one whose session asks. */
export type Joining =
	| { name: string; password: string }
	| { name: string; provider: { key: string; subject: string } }
	| { userId: string; name: string; sessionId: string };

/** "used": another attempt was first, or it was revoked. "taken": the address has an account, which has to sign in. */
export async function join(
	db: Database,
	{ id, workspaceId, email, role: given, expiresAt, mailed }: OpenInvitation,
	who: Joining,
	from: RequestOrigin,
	now = Date.now(),
): Promise<"joined" | "used" | "taken"> {
	const role = given ?? "viewer";
	const userId = "userId" in who ? who.userId : newId("us");
	const memberId = newId("mb");
	// The attempt has the id of the member that it would make, which no other attempt has.
	const won = sql`EXISTS (SELECT 1 FROM ${invitation} WHERE ${invitation.id} = ${id} AND ${invitation.acceptance} = ${memberId})`;
	const their = sql`(SELECT ${member.id} FROM ${member} WHERE ${member.workspaceId} = ${workspaceId} AND ${member.userId} = ${userId})`;
	const marked = db
		.update(invitation)
		.set({ status: "accepted", acceptance: memberId })
		.where(and(pending(workspaceId, id), eq(invitation.expiresAt, expiresAt), sql`${invitation.expiresAt} > ${now}`))
		.returning({ id: invitation.id });
	const membership = db
		.insert(member)
		.select(
			// The table's columns in its order: id, workspace_id, user_id, role, created_at, active_at.
			sql`SELECT ${memberId}, ${workspaceId}, ${userId}, ${role}, ${now}, NULL WHERE ${won}`,
		)
		// Who was removed before is the same member again. Who is a member keeps their role.
		.onConflictDoUpdate({
			target: [member.workspaceId, member.userId],
			set: { role },
			setWhere: eq(member.role, REMOVED),
		});
	const joined = { action: "member.joined", detail: { role } } as const;
	const logged = auditIf(db, workspaceId, { id: memberId, name: who.name, from }, id, joined, now, won);
	const changed: MemberChanged = { type: "member_changed", memberId };
	const owed = oweIf(db, workspaceId, changed, now, won);
	if ("userId" in who) {
		const [rows] = await db.batch([
			marked,
			membership,
			logged,
			owed,
			db
				.update(session)
				.set({ activeWorkspaceId: workspaceId })
				.where(and(eq(session.id, who.sessionId), sql`${won} AND ${their} IS NOT NULL`)),
			...(mailed
				? [
						db
							.update(user)
							.set({ emailVerified: true })
							.where(and(eq(user.id, userId), won)),
					]
				: []),
		]);
		return rows.length > 0 ? "joined" : "used";
	}
	const hash = "password" in who ? await hashPassword(who.password) : null;
	const [provider, subject] = "provider" in who ? [who.provider.key, who.provider.subject] : ["credential", userId];
	// A provider's word that the address is verified proves it, as a mailed link does.
	const verified = mailed || "provider" in who ? 1 : 0;
	try {
		const [rows] = await db.batch([
			marked,
			db.insert(user).select(
				// id, name, email, email_verified, image, created_at, updated_at, language, timezone.
				sql`SELECT ${userId}, ${who.name}, ${email}, ${verified}, NULL, ${now}, ${now}, NULL, NULL WHERE ${won}`,
			),
			db.insert(account).select(
				// id, account_id, provider_id, user_id, the five of a provider's tokens and its scope, password, created_at, updated_at.
				sql`SELECT ${newId("ac")}, ${subject}, ${provider}, ${userId}, NULL, NULL, NULL, NULL, NULL, NULL, ${hash}, ${now}, ${now}
					WHERE ${won}`,
			),
			membership,
			logged,
			owed,
		]);
		return rows.length > 0 ? "joined" : "used";
	} catch (error) {
		// The address got an account since it was asked for.
		if (isConstraint(error)) return "taken";
		throw error;
	}
}

/** Whether somebody with this address is a member already. */
export const isMember = async (db: Database, workspaceId: string, email: string): Promise<boolean> =>
	(await db.$count(
		member,
		sql`${member.workspaceId} = ${workspaceId} AND ${ne(member.role, REMOVED)} AND ${member.userId} IN (SELECT ${user.id} FROM ${user} WHERE ${user.email} = ${email})`,
	)) > 0;
