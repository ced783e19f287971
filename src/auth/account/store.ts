/**
 * Writes of an account: its profile, its password, its sessions. Each is one batch with the rows of the audit log, one in every
 * workspace that the account is a member of. Only actions.ts imports it.
 */
import { and, eq, ne, type SQL, sql } from "drizzle-orm";
import { type AuditedAction, auditIf, type Auditor } from "../../db/audit.ts";
import type { Database } from "../../db/database.ts";
import { newId } from "../../db/id.ts";
import { account, member, session, user } from "../../db/schema.ts";
import { withOutboxAfter } from "../../durable/owing.ts";
import type { ProfileChange } from "../../protocol/people/account.ts";
import type { RequestOrigin } from "../../protocol/people/audit.ts";
import { REMOVED } from "../roles.ts";
import { tellAccount } from "./mails.ts";

export type Membership = Auditor & { workspaceId: string; userId: string };

/** Where an account is a member, under its present name. `from`: where it acts from, for the audit log. */
export const membershipsOf = async (
	db: Database,
	userId: string,
	from: RequestOrigin | null = null,
): Promise<Membership[]> => {
	const rows = await db
		.select({ id: member.id, workspaceId: member.workspaceId, name: user.name })
		.from(member)
		.innerJoin(user, eq(user.id, member.userId))
		.where(and(eq(member.userId, userId), ne(member.role, REMOVED)));
	return rows.map((row) => ({ ...row, userId, from }));
};

/**
 * The statements that add a row to each workspace's audit log, where `condition` holds at their place in the batch. What the
 * account should hear of is owed as a mail, too: the write runs in `telling`.
 */
export const logged = (
	db: Database,
	memberships: Membership[],
	what: AuditedAction,
	now: number,
	condition: SQL = sql`1`,
) => [
	...memberships.map((one) => auditIf(db, one.workspaceId, one, one.id, what, now, condition)),
	...memberships.slice(0, 1).flatMap((one) => tellAccount(db, one, what, now, condition)),
];

/** Runs a write that owes an account word of it. The outbox of the workspace that it comes from delivers it afterwards. */
export const telling = async <Answer>(
	env: Env,
	db: Database,
	userId: string,
	write: () => Promise<Answer>,
): Promise<Answer> => withOutboxAfter(env, (await membershipsOf(db, userId))[0]?.workspaceId ?? null, write);

export async function setProfile(
	db: Database,
	userId: string,
	change: ProfileChange,
	memberships: Membership[],
	now: number,
): Promise<void> {
	const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
	await db.batch([
		db
			.update(user)
			.set({ ...set, updatedAt: new Date(now) })
			.where(eq(user.id, userId)),
		...logged(db, memberships, { action: "member.profile_changed", detail: { fields: Object.keys(set) } }, now),
	]);
}

type NewHash = {
	userId: string;
	/** The account's row, and the hash that it has to have still; null: it has no password yet. */
	id: string | null;
	was: string | null;
	hash: string;
	/** The session that goes on; null: none does. */
	keep: string | null;
	/** Whether the address is proved by the way. */
	verified: boolean;
};

/** Sets the password and ends the sessions. False: somebody else has changed it since `was` was read. */
export async function setPassword(
	db: Database,
	{ userId, id, was, hash, keep, verified }: NewHash,
	memberships: Membership[],
	what: AuditedAction,
	now: number,
): Promise<boolean> {
	const own = and(eq(account.userId, userId), eq(account.providerId, "credential"));
	const isSet = sql`EXISTS (SELECT 1 FROM ${account} WHERE ${own} AND ${account.password} = ${hash})`;
	const at = new Date(now);
	const first = { id: newId("ac"), accountId: userId, providerId: "credential", userId, password: hash };
	const [rows] = await db.batch([
		id === null || was === null
			? db
					.insert(account)
					.values({ ...first, createdAt: at, updatedAt: at })
					.onConflictDoNothing()
					.returning({ id: account.id })
			: db
					.update(account)
					.set({ password: hash, updatedAt: at })
					.where(and(own, eq(account.id, id), eq(account.password, was)))
					.returning({ id: account.id }),
		db.delete(session).where(and(eq(session.userId, userId), ne(session.id, keep ?? ""), isSet)),
		...(verified
			? [
					db
						.update(user)
						.set({ emailVerified: true })
						.where(and(eq(user.id, userId), isSet)),
				]
			: []),
		...logged(db, memberships, what, now, isSet),
	]);
	return rows.length > 0;
}

/** Ends sessions of an account: one, or with `but` all others. Returns the ids of those that ended. */
export async function endSessions(
	db: Database,
	userId: string,
	which: { id: string } | { but: string },
	memberships: Membership[],
	now: number,
): Promise<string[]> {
	const one = "id" in which ? eq(session.id, which.id) : ne(session.id, which.but);
	const ending = and(eq(session.userId, userId), one);
	if ((await db.$count(session, ending)) === 0) return [];
	const [rows] = await db.batch([
		db.delete(session).where(ending).returning({ id: session.id }),
		...logged(db, memberships, { action: "member.sessions_ended", detail: {} }, now),
	]);
	return rows.map(({ id }) => id);
}
