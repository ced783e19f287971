/** Notes when a member and their session were last there: as their dashboard's socket opens, which it does every few minutes. */
import { and, eq, isNull, lt, or } from "drizzle-orm";
import { database } from "../../db/database.ts";
import { member, session } from "../../db/schema.ts";
import type { Member } from "../principal.ts";

/** Not again within this time, so that many tabs don't write a row each. ms. */
const EVERY_MS = 4 * 60_000;

export async function noteUse(env: Pick<Env, "DB">, who: Member, now = Date.now()): Promise<void> {
	const db = database(env);
	const before = now - EVERY_MS;
	await db.batch([
		db
			.update(member)
			.set({ activeAt: now })
			.where(and(eq(member.id, who.memberId), or(isNull(member.activeAt), lt(member.activeAt, before)))),
		db
			.update(session)
			.set({ usedAt: now })
			.where(and(eq(session.id, who.session.id), or(isNull(session.usedAt), lt(session.usedAt, before)))),
	]);
}
