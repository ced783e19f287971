/**
 * Rows of the outbox in D1: side effects owed elsewhere whose cause is in D1 too. `owe` is a statement for the batch of
 * the cause; the rest is for the workspace's outbox object, which delivers. What an effect says is not this file's to know.
 */
import { and, asc, eq, isNotNull, isNull, lte, min, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { outbox } from "./schema.ts";

/** Due before everything that failed once, and whatever the clocks of this machine and the object's say. */
const AT_ONCE = 0;

/** How many given-up effects are listed. */
const LISTED = 100;

/** `body` becomes JSON; its `type` is what the team is shown of it when it is given up on. `now` in ms since 1970. */
export const addEffect = <Body extends { type: string }>(db: Database, workspaceId: string, body: Body, now: number) =>
	db.insert(outbox).values({ workspaceId, body: JSON.stringify(body), dueAt: AT_ONCE, createdAt: now });

/** What is due, the longest due first, `limit` at most. */
export const dueEffects = (db: Database, workspaceId: string, now: number, limit: number) =>
	db
		.select({ id: outbox.id, attempts: outbox.attempts, body: outbox.body })
		.from(outbox)
		.where(and(eq(outbox.workspaceId, workspaceId), lte(outbox.dueAt, now)))
		.orderBy(asc(outbox.dueAt), asc(outbox.id))
		.limit(limit);

/** When the next effect is due, ms since 1970; null when none is owed. */
export async function nextDueAt(db: Database, workspaceId: string): Promise<number | null> {
	const row = await db
		.select({ at: min(outbox.dueAt) })
		.from(outbox)
		.where(and(eq(outbox.workspaceId, workspaceId), isNotNull(outbox.dueAt)))
		.get();
	return row?.at ?? null;
}

export const removeEffect = (db: Database, workspaceId: string, id: number) =>
	db.delete(outbox).where(and(eq(outbox.workspaceId, workspaceId), eq(outbox.id, id)));

/** With `dueAt` null it is given up on. */
export const postponeEffect = (
	db: Database,
	workspaceId: string,
	id: number,
	{ attempts, dueAt }: { attempts: number; dueAt: number | null },
) =>
	db
		.update(outbox)
		.set({ attempts, dueAt })
		.where(and(eq(outbox.workspaceId, workspaceId), eq(outbox.id, id)));

/** The oldest first. `type` is empty where the body can't be read. */
export const givenUpEffects = (db: Database, workspaceId: string) =>
	db
		.select({
			id: outbox.id,
			type: sql<string>`CASE WHEN json_valid(${outbox.body}) THEN coalesce(${outbox.body} ->> 'type', '') ELSE '' END`,
			since: outbox.createdAt,
			attempts: outbox.attempts,
		})
		.from(outbox)
		.where(and(eq(outbox.workspaceId, workspaceId), isNull(outbox.dueAt)))
		.orderBy(asc(outbox.id))
		.limit(LISTED);
