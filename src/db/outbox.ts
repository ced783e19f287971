/**
 * Queries for the outbox table of D1: side effects, in other objects, of changes made in D1. `owe` is a statement for the
 * batch that makes the change; the other functions are for the workspace's outbox object, which delivers the effects. This
 * file doesn't read an effect's body.
 */
import { and, asc, eq, isNotNull, isNull, lte, min, type SQL, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { outbox } from "./schema.ts";

/** The due time of a new effect: earlier than that of any retry, and due whatever this machine's and the object's clocks say. */
const AT_ONCE = 0;

/** The most given-up effects that one list holds. */
export const LISTED = 100;

/**
 * The statement that inserts an effect. `body` is stored as JSON; the team sees its `type` if the outbox gives the effect up.
 * `now` in ms since 1970.
 */
export const owe = <Body extends { type: string }>(db: Database, workspaceId: string, body: Body, now: number) =>
	db.insert(outbox).values({ workspaceId, body: JSON.stringify(body), dueAt: AT_ONCE, createdAt: now });

/**
 * The same statement, which inserts only where `condition` holds at its place in the batch. `dueAt` in ms since 1970; at once
 * unless given.
 */
export const oweIf = <Body extends { type: string }>(
	db: Database,
	workspaceId: string,
	body: Body,
	now: number,
	condition: SQL,
	dueAt = AT_ONCE,
) =>
	db.insert(outbox).select(
		// The table's columns in its order: id, workspace_id, body, attempts, due_at, created_at.
		sql`SELECT NULL, ${workspaceId}, ${JSON.stringify(body)}, 0, ${dueAt}, ${now} WHERE ${condition}`,
	);

/** Effects whose due time has passed, the longest overdue first, at most `limit`. `now` in ms since 1970. */
export const dueEffects = (db: Database, workspaceId: string, now: number, limit: number) =>
	db
		.select({ id: outbox.id, attempts: outbox.attempts, body: outbox.body })
		.from(outbox)
		.where(and(eq(outbox.workspaceId, workspaceId), lte(outbox.dueAt, now)))
		.orderBy(asc(outbox.dueAt), asc(outbox.id))
		.limit(limit);

/** When the next effect is due, in ms since 1970; null when none is waiting. */
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

/** Records a failed attempt. `dueAt` is the time of the next try in ms since 1970; null gives the effect up. */
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

/** Effects that were given up, oldest first, at most 100. `type` is empty where the body can't be read. */
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
