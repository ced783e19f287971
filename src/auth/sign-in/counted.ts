/**
 * Things that anybody may ask for and that cost something, such as a mail, counted exactly within a window. The rows are
 * better-auth's `verification`, as those of attempts.ts: values that expire, by a keyed hash.
 */
import { and, eq, lte, sql } from "drizzle-orm";
import type { Database } from "../../db/database.ts";
import { verification } from "../../db/schema.ts";
import { keyedHash } from "../keys.ts";

const IDENTIFIER = "asked for";

/** Counts one of what a key may do `most` times within a window. Null: it may. Otherwise the time until it may again, in ms. */
export async function countWithin(
	{ env, db }: { env: Pick<Env, "PARLEY_SECRET">; db: Database },
	key: string,
	most: number,
	windowMs: number,
	now = Date.now(),
): Promise<number | null> {
	const [at, until] = [new Date(now), new Date(now + windowMs)];
	const row = {
		id: await keyedHash(env, "sign-in attempts", `${IDENTIFIER} ${key}`),
		identifier: IDENTIFIER,
		value: "1",
		expiresAt: until,
		createdAt: at,
		updatedAt: at,
	};
	const [, [found]] = await db.batch([
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
	return found && Number(found.count) > most ? Math.max(1, found.until.getTime() - now) : null;
}
