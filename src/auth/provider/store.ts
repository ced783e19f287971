/** Accounts at providers, in D1: which of ours each stands for. Matched by the provider's subject, never by an address. */
import { and, eq, inArray, sql } from "drizzle-orm";
import { type Database, isConstraint } from "../../db/database.ts";
import { newId } from "../../db/id.ts";
import { account, factor, user } from "../../db/schema.ts";
import { logged, membershipsOf } from "../account/store.ts";
import type { Whose } from "../factor/store.ts";

/** Whose account a provider's subject stands for; null for nobody's. */
export const accountBy = async (db: Database, key: string, subject: string) =>
	(await db
		.select({ userId: account.userId, email: user.email })
		.from(account)
		.innerJoin(user, eq(user.id, account.userId))
		.where(and(eq(account.providerId, key), eq(account.accountId, subject)))
		.get()) ?? null;

/** When an account was linked with each of these providers, ms since 1970. */
export async function linksOf(db: Database, userId: string, keys: string[]): Promise<Map<string, number>> {
	if (keys.length === 0) return new Map();
	const rows = await db
		.select({ key: account.providerId, at: account.createdAt })
		.from(account)
		.where(and(eq(account.userId, userId), inArray(account.providerId, keys)));
	return new Map(rows.map(({ key, at }) => [key, at.getTime()]));
}

/** Links a provider's account with one of ours, in place of an earlier one of that provider. False: it is another's already. */
export async function link(
	db: Database,
	{ userId, from }: Whose,
	{ key, subject, provider, now }: { key: string; subject: string; provider: string; now: number },
): Promise<boolean> {
	const memberships = await membershipsOf(db, userId, from);
	const [createdAt, updatedAt] = [new Date(now), new Date(now)];
	try {
		await db.batch([
			db.delete(account).where(and(eq(account.userId, userId), eq(account.providerId, key))),
			db.insert(account).values({ id: newId("ac"), userId, providerId: key, accountId: subject, createdAt, updatedAt }),
			...logged(db, memberships, { action: "member.provider_linked", detail: { provider } }, now),
		]);
		return true;
	} catch (error) {
		if (isConstraint(error)) return false;
		throw error;
	}
}

/** Takes a link away. "last": it is the account's only way in. */
export async function unlink(
	db: Database,
	{ userId, from }: Whose,
	{ key, provider, now }: { key: string; provider: string; now: number },
): Promise<"done" | "not_found" | "last"> {
	const mine = and(eq(account.userId, userId), eq(account.providerId, key));
	if ((await db.$count(account, mine)) === 0) return "not_found";
	const others = sql`(EXISTS (SELECT 1 FROM ${account} AS other WHERE other.user_id = ${userId} AND other.provider_id <> ${key})
		OR EXISTS (SELECT 1 FROM ${factor} WHERE ${factor.userId} = ${userId} AND ${factor.kind} = 'passkey'))`;
	const memberships = await membershipsOf(db, userId, from);
	const isGone = sql`NOT EXISTS (SELECT 1 FROM ${account} WHERE ${mine})`;
	const [rows] = await db.batch([
		db.delete(account).where(and(mine, others)).returning({ id: account.id }),
		...logged(db, memberships, { action: "member.provider_unlinked", detail: { provider } }, now, isGone),
	]);
	return rows.length > 0 ? "done" : "last";
}
