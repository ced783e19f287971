/**
 * Failed sign-ins, counted by account: exact, whatever networks the attempts come from. Each attempt is counted before its
 * password is checked, so that of many at once only `MAX_FAILURES` are. An address without an account is counted alike, so
 * that a refusal doesn't reveal who has one. The rows are better-auth's `verification`: values that expire, by a keyed hash
 * of the address.
 */
import { and, eq, lte, sql } from "drizzle-orm";
import type { Database } from "../../db/database.ts";
import { verification } from "../../db/schema.ts";
import { keyedHash } from "../keys.ts";

const MAX_FAILURES = 10;
const WINDOW_MS = 15 * 60_000;

/** Says what the rows are, and finds those that have expired. */
const IDENTIFIER = "sign-in attempts";

const keyOf = (env: Pick<Env, "PARLEY_SECRET">, email: string): Promise<string> =>
	keyedHash(env, "sign-in attempts", email);

/** Counts an attempt. Null: the password may be checked. Otherwise the time until the next attempt, in ms. */
export async function countAttempt(
	{ env, db }: { env: Pick<Env, "PARLEY_SECRET">; db: Database },
	email: string,
	now = Date.now(),
): Promise<number | null> {
	const [at, until] = [new Date(now), new Date(now + WINDOW_MS)];
	const row = {
		id: await keyOf(env, email),
		identifier: IDENTIFIER,
		value: "1",
		expiresAt: until,
		createdAt: at,
		updatedAt: at,
	};
	const [, counted] = await db.batch([
		db.delete(verification).where(and(eq(verification.identifier, IDENTIFIER), lte(verification.expiresAt, at))),
		db
			.insert(verification)
			.values(row)
			.onConflictDoUpdate({
				target: verification.id,
				set: { value: sql`CAST(CAST(${verification.value} AS INTEGER) + 1 AS TEXT)`, updatedAt: at },
			})
			.returning({ count: verification.value, until: verification.expiresAt }),
	]);
	const [found] = counted;
	return found && Number(found.count) > MAX_FAILURES ? Math.max(1, found.until.getTime() - now) : null;
}

/** Forgets an account's failures, after a password that was right. */
export async function forgetAttempts(
	{ env, db }: { env: Pick<Env, "PARLEY_SECRET">; db: Database },
	email: string,
): Promise<void> {
	await db.delete(verification).where(eq(verification.id, await keyOf(env, email)));
}
