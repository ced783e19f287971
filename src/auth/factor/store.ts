/** Second factors in D1: what an account has, and every write. Each write is one batch, with its rows in the audit log. */
import { and, eq, isNotNull, isNull, lt, sql } from "drizzle-orm";
import { auditBy, type Auditor } from "../../db/audit.ts";
import type { Database } from "../../db/database.ts";
import { factor, member, recoveryCode, session, user } from "../../db/schema.ts";
import type { RequestOrigin } from "../../protocol/people/audit.ts";
import { tellAccount } from "../account/mails.ts";
import { logged, membershipsOf } from "../account/store.ts";

/** Whose factors, and where they act from, for the audit log. */
export type Whose = { userId: string; from: RequestOrigin };

/** The factors that count, the oldest first. */
export const factorsOf = (db: Database, userId: string) =>
	db
		.select()
		.from(factor)
		.where(and(eq(factor.userId, userId), isNotNull(factor.confirmedAt)))
		.orderBy(factor.createdAt);

export const codesLeft = (db: Database, userId: string): Promise<number> =>
	db.$count(recoveryCode, and(eq(recoveryCode.userId, userId), isNull(recoveryCode.usedAt)));

/** A factor that counts once its first code was typed. One that was begun before and not finished is dropped. */
export async function begin(
	db: Database,
	row: { id: string; userId: string; secret: string; now: number },
): Promise<void> {
	const { id, userId, secret, now } = row;
	await db.batch([
		db.delete(factor).where(and(eq(factor.userId, userId), isNull(factor.confirmedAt))),
		db.insert(factor).values({ id, userId, kind: "totp", name: "Authenticator app", secret, createdAt: now }),
	]);
}

export const begun = (db: Database, userId: string) =>
	db
		.select()
		.from(factor)
		.where(and(eq(factor.userId, userId), isNull(factor.confirmedAt)))
		.get();

/** Makes it count, with new recovery codes, and this session's: others have to show it now. */
export async function confirm(
	db: Database,
	{
		id,
		userId,
		from,
		sessionId,
		step,
		hashes,
		now,
	}: Whose & { id: string; sessionId: string; step: number; hashes: string[]; now: number },
): Promise<void> {
	const memberships = await membershipsOf(db, userId, from);
	await db.batch([
		db.update(factor).set({ confirmedAt: now, counter: step }).where(eq(factor.id, id)),
		db.update(session).set({ factorAt: now }).where(eq(session.id, sessionId)),
		db.delete(recoveryCode).where(eq(recoveryCode.userId, userId)),
		db.insert(recoveryCode).values(hashes.map((hash) => ({ userId, hash }))),
		...logged(db, memberships, { action: "factor.added", detail: { kind: "totp" } }, now),
	]);
}

/** Notes that a code of this step was shown. False: one of it, or of a later step, was before. */
export async function show(
	db: Database,
	{ id, step, now }: { id: string; step: number; now: number },
): Promise<boolean> {
	const rows = await db
		.update(factor)
		.set({ counter: step, usedAt: now })
		.where(and(eq(factor.id, id), lt(factor.counter, step)))
		.returning({ id: factor.id });
	return rows.length > 0;
}

/** Uses a recovery code up. False: there is no such code, or it was used. */
export async function useCode(db: Database, { userId, from }: Whose, hash: string, now: number): Promise<boolean> {
	const rows = await db
		.update(recoveryCode)
		.set({ usedAt: now })
		.where(and(eq(recoveryCode.userId, userId), eq(recoveryCode.hash, hash), isNull(recoveryCode.usedAt)))
		.returning({ hash: recoveryCode.hash });
	if (rows.length === 0) return false;
	const what = { action: "factor.recovery_code_used", detail: {} } as const;
	const [first, ...others] = logged(db, await membershipsOf(db, userId, from), what, now);
	if (first) await db.batch([first, ...others]);
	return true;
}

export const letIn = (db: Database, sessionId: string, now: number) =>
	db.update(session).set({ factorAt: now }).where(eq(session.id, sessionId));

export async function renewCodes(db: Database, { userId, from }: Whose, hashes: string[], now: number): Promise<void> {
	await db.batch([
		db.delete(recoveryCode).where(eq(recoveryCode.userId, userId)),
		db.insert(recoveryCode).values(hashes.map((hash) => ({ userId, hash }))),
		...logged(db, await membershipsOf(db, userId, from), { action: "factor.codes_renewed", detail: {} }, now),
	]);
}

const one = (userId: string, id: string) => and(eq(factor.userId, userId), eq(factor.id, id));

/** Gives a factor another name. False: there is no such factor. */
export async function rename(db: Database, { userId, from }: Whose, id: string, name: string, now: number) {
	const found = await db.select().from(factor).where(one(userId, id)).get();
	if (!found) return false;
	const memberships = await membershipsOf(db, userId, from);
	await db.batch([
		db.update(factor).set({ name }).where(one(userId, id)),
		...logged(db, memberships, { action: "factor.renamed", detail: { kind: found.kind } }, now),
	]);
	return true;
}

/** Takes a factor away; the recovery codes go with the last. False: there is no such factor. */
export async function drop(db: Database, { userId, from }: Whose, id: string, now: number): Promise<boolean> {
	const found = await db.select().from(factor).where(one(userId, id)).get();
	if (!found) return false;
	const memberships = await membershipsOf(db, userId, from);
	const [rows] = await db.batch([
		db.delete(factor).where(one(userId, id)).returning({ id: factor.id }),
		db
			.delete(recoveryCode)
			.where(
				sql`${recoveryCode.userId} = ${userId} AND NOT EXISTS (SELECT 1 FROM ${factor} WHERE ${factor.userId} = ${userId})`,
			),
		...logged(db, memberships, { action: "factor.removed", detail: { kind: found.kind } }, now),
	]);
	return rows.length > 0;
}

/** Takes all factors of a member away and ends their sessions, for whoever has lost them. */
export async function resetAll(
	db: Database,
	{
		workspaceId,
		userId,
		memberId,
		by,
		now,
	}: { workspaceId: string; userId: string; memberId: string; by: Auditor; now: number },
): Promise<void> {
	await db.batch([
		db.delete(factor).where(eq(factor.userId, userId)),
		db.delete(recoveryCode).where(eq(recoveryCode.userId, userId)),
		db.delete(session).where(eq(session.userId, userId)),
		auditBy(db, workspaceId, by, memberId, { action: "factor.reset", detail: {} }, now),
		...tellAccount(db, { workspaceId, userId }, { action: "factor.reset", detail: {} }, now),
	]);
}

/** A member of the workspace by id, with their account; null for none. */
export const memberRow = async (db: Database, workspaceId: string, memberId: string) =>
	(await db
		.select({ userId: member.userId, role: member.role, name: user.name })
		.from(member)
		.innerJoin(user, eq(user.id, member.userId))
		.where(and(eq(member.workspaceId, workspaceId), eq(member.id, memberId)))
		.get()) ?? null;
