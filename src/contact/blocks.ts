/**
 * The queries for active blocks. D1 has the only authoritative copy. It is read by every way in for visitors (the loader, the
 * session, a socket, a frame over HTTP) and by conversations, on `follow_blocks`. A block expires by its time alone: nothing
 * runs in D1 when it does. store/blocks.ts sets and lifts blocks.
 */
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/sqlite-core";
import type { Database } from "../db/database.ts";
import { block as table, visitor } from "../db/schema.ts";
import type { Block, BlockRequest } from "../protocol/contact.ts";

/** True for a block of more than 7 days, which only owners and admins may set. */
export const isLong = (duration: BlockRequest["duration"]): boolean => duration === "30d" || duration === "forever";

/** The SQL condition of an active block: not lifted, and not over at `now`. */
export const isLive = (now: number): SQL =>
	sql`${isNull(table.liftedAt)} AND (${table.until} IS NULL OR ${table.until} > ${now})`;

/** The sort order: the longest block first; one without an end before all others. */
const longestFirst = [sql`${table.until} IS NOT NULL`, sql`${table.until} DESC`] as const;

/** An active block, and who set it. `until` in ms since 1970; null: it has no end. */
export type ActiveBlock = { id: string; until: number | null; memberId: string; name: string };

/**
 * The active block that lasts longest for this visitor: one on the visitor, on their contact, or on their network address.
 * One query with three index look-ups. A null `visitorId` (no token yet) or `addressHash` (unknown) matches no block.
 */
export async function blockFor(
	db: Database,
	who: { workspaceId: string; visitorId: string | null; addressHash: string | null },
	now = Date.now(),
): Promise<ActiveBlock | null> {
	const { workspaceId, visitorId, addressHash } = who;
	const standing = { id: table.id, until: table.until, memberId: table.byMemberId, name: table.byName };
	const live = and(eq(table.workspaceId, workspaceId), isLive(now));
	const theirs = db
		.select(standing)
		.from(table)
		.where(and(live, sql`${table.visitorId} = ${visitorId}`));
	const contacts = db
		.select(standing)
		.from(table)
		.innerJoin(visitor, eq(visitor.contactId, table.contactId))
		.where(and(live, eq(visitor.workspaceId, workspaceId), sql`${visitor.id} = ${visitorId}`));
	const addresses = db
		.select(standing)
		.from(table)
		.where(and(live, sql`${table.addressHash} = ${addressHash}`));
	const found = await unionAll(theirs, contacts, addresses);
	return longest(found);
}

const longest = (blocks: ActiveBlock[]): ActiveBlock | null =>
	blocks.reduce<ActiveBlock | null>(
		(best, each) => (best === null || (best.until ?? Infinity) < (each.until ?? Infinity) ? each : best),
		null,
	);

/** The query for a contact's active block that lasts longest, as teammates see it. Run alone, or in the batch that sets a block. */
export const longestOf = (db: Database, workspaceId: string, contactId: string, now: number) =>
	db
		.select({ id: table.id, reason: table.reason, createdAt: table.createdAt, until: table.until, by: table.byName })
		.from(table)
		.where(and(eq(table.workspaceId, workspaceId), eq(table.contactId, contactId), isLive(now)))
		.orderBy(...longestFirst)
		.limit(1);

export async function blockOfContact(
	db: Database,
	workspaceId: string,
	contactId: string,
	now = Date.now(),
): Promise<Block | null> {
	const [found] = await longestOf(db, workspaceId, contactId, now);
	return found ?? null;
}
