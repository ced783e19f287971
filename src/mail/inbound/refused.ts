/** How many mails that came were refused, by day and reason. They are the deployment's: what has no valid token is for no workspace. */
import { gte, sql, sum } from "drizzle-orm";
import type { Database } from "../../db/database.ts";
import { refusedMail } from "../../db/schema.ts";

const DAY_MS = 86_400_000;

/** The days that the settings count. */
const COUNTED_DAYS = 30;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Counts a mail that was refused. `reason` is one of ours. */
export const countRefused = (db: Database, reason: string, now: number) =>
	db
		.insert(refusedMail)
		.values({ day: dayOf(now), reason, count: 1 })
		.onConflictDoUpdate({
			target: [refusedMail.day, refusedMail.reason],
			set: { count: sql`${refusedMail.count} + 1` },
		});

/** The refused mails of the last thirty days. */
export async function refusedLately(db: Database, now: number): Promise<number> {
	const row = await db
		.select({ count: sum(refusedMail.count) })
		.from(refusedMail)
		.where(gte(refusedMail.day, dayOf(now - COUNTED_DAYS * DAY_MS)))
		.get();
	return Number(row?.count ?? 0);
}
