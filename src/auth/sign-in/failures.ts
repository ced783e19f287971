/**
 * Sign-ins to an account that failed since its owner's last one. The owner is told their number at the next: whoever tries a
 * password now and then, too seldom to be refused (attempts.ts), is seen all the same. Kept as the attempts are, in
 * better-auth's `verification`, by a keyed hash of the address, and for accounts only: nobody else could be told.
 */
import { eq, sql } from "drizzle-orm";
import type { Database } from "../../db/database.ts";
import { user, verification } from "../../db/schema.ts";
import { keyedHash } from "../keys.ts";

const IDENTIFIER = "failed sign-ins";
/** A count that nobody has asked for by then says nothing to anybody. */
const KEPT_MS = 365 * 86_400_000;

type Counting = { env: Pick<Env, "PARLEY_SECRET">; db: Database };

const keyOf = ({ env }: Counting, email: string): Promise<string> => keyedHash(env, IDENTIFIER, email);

/** Counts a failure. Call it after the answer: it takes longer where there is such an account. */
export async function keepFailure(counting: Counting, email: string, now = Date.now()): Promise<void> {
	const { id, identifier, value, expiresAt, createdAt, updatedAt } = verification;
	const columns = [id, identifier, value, expiresAt, createdAt, updatedAt].map(({ name }) => sql.identifier(name));
	await counting.db.run(
		sql`INSERT INTO ${verification} (${sql.join(columns, sql`, `)})
			SELECT ${await keyOf(counting, email)}, ${IDENTIFIER}, '1', ${now + KEPT_MS}, ${now}, ${now} FROM ${user}
			WHERE ${user.email} = ${email}
			ON CONFLICT (id) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT), updated_at = excluded.updated_at`,
	);
}

/** The number of failures since the last call, which forgets them. */
export async function takeFailures(counting: Counting, email: string): Promise<number> {
	const [kept] = await counting.db
		.delete(verification)
		.where(eq(verification.id, await keyOf(counting, email)))
		.returning({ count: verification.value });
	return kept ? Number(kept.count) : 0;
}
