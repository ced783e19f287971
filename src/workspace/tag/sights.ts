/**
 * Where the tag was seen: the first request of a page and day, without anything of the visitor. The page is as the browser tells
 * it, which by default is its site alone. What strangers may write is bounded by day.
 */
import { and, desc, eq, lt, max, sql } from "drizzle-orm";
import type { Database } from "../../db/database.ts";
import { tagSight } from "../../db/schema.ts";
import type { TagSights } from "../../protocol/settings/tag.ts";

const DAY_MS = 86_400_000;
const KEPT_DAYS = 30;
/** Pages of allowed sites a day, and sites that aren't allowed. */
const MOST = { allowed: 200, refused: 20 };
const SHOWN = 50;

/** What this isolate has written, so that a busy page costs a row a day and not a statement a view. */
const written = new Set<string>();
const MOST_WRITTEN = 2_000;

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

export type TagSighting = { workspaceId: string; origin: string; path: string; allowed: boolean };

/** What a request for the chat says of its page; null where it comes from no page. Without the query, which may hold secrets. */
export function sightOf(request: Request, origin: string | null): { origin: string; path: string } | null {
	if (origin === null || !URL.canParse(origin)) return null;
	const page = URL.parse(request.headers.get("referer") ?? "");
	return { origin, path: page?.origin === origin && page.pathname !== "/" ? page.pathname.slice(0, 300) : "" };
}

export async function noteSight(db: Database, { workspaceId, origin, path, allowed }: TagSighting, now = Date.now()) {
	const day = dayOf(now);
	const key = `${workspaceId} ${day} ${origin} ${path}`;
	if (written.has(key)) return;
	const most = allowed ? MOST.allowed : MOST.refused;
	await db.batch([
		db
			.delete(tagSight)
			.where(and(eq(tagSight.workspaceId, workspaceId), lt(tagSight.day, dayOf(now - KEPT_DAYS * DAY_MS)))),
		db
			.insert(tagSight)
			.select(
				// The table's columns in its order: workspace_id, day, origin, path, allowed, seen_at.
				sql`SELECT ${workspaceId}, ${day}, ${origin}, ${path}, ${allowed ? 1 : 0}, ${now}
					WHERE (SELECT count(*) FROM ${tagSight} WHERE ${tagSight.workspaceId} = ${workspaceId} AND ${tagSight.day} = ${day}
						AND ${tagSight.allowed} = ${allowed ? 1 : 0}) < ${most}`,
			)
			.onConflictDoNothing(),
	]);
	if (written.size >= MOST_WRITTEN) written.clear();
	written.add(key);
}

/** The latest sights of each page, the newest first. */
export async function sights(db: Database, workspaceId: string): Promise<TagSights> {
	const rows = await db
		.select({
			origin: tagSight.origin,
			path: tagSight.path,
			allowed: tagSight.allowed,
			at: sql<number>`max(${tagSight.seenAt})`,
		})
		.from(tagSight)
		.where(eq(tagSight.workspaceId, workspaceId))
		.groupBy(tagSight.origin, tagSight.path, tagSight.allowed)
		.orderBy(desc(max(tagSight.seenAt)))
		.limit(SHOWN);
	return rows;
}

/** When the chat was last asked for from a site that may show it; null: not in the last 30 days. */
export async function lastSight(db: Database, workspaceId: string, origin: string): Promise<number | null> {
	const row = await db
		.select({ at: max(tagSight.seenAt) })
		.from(tagSight)
		.where(and(eq(tagSight.workspaceId, workspaceId), eq(tagSight.origin, origin), eq(tagSight.allowed, true)))
		.get();
	return row?.at ?? null;
}
