/**
 * Blocks in D1, the truth about who may not write, as they are read. Asked wherever a visitor comes in (the loader, the
 * session, a socket, a frame over HTTP) and by conversations that were told to look. A block ends by itself: nothing runs
 * in D1 when it does. Setting and lifting one is store/blocks.ts.
 */
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/sqlite-core";
import type { Database } from "../db/database.ts";
import { block as table, visitor } from "../db/schema.ts";
import type { Block, BlockRequest } from "../protocol/contact.ts";

/** Up to 7 days is every agent's to decide, longer is an owner's or admin's. */
export const isLong = (duration: BlockRequest["duration"]): boolean => duration === "30d" || duration === "forever";

/** True while a block stands: not lifted, and not run out at `now`. */
export const isLive = (now: number): SQL =>
	sql`${isNull(table.liftedAt)} AND (${table.until} IS NULL OR ${table.until} > ${now})`;

/** For good comes before any date. */
const longestFirst = [sql`${table.until} IS NOT NULL`, sql`${table.until} DESC`] as const;

/** A block that stands, and who set it. */
export type ActiveBlock = { id: string; until: number | null; memberId: string; name: string };

/**
 * The block that keeps this visitor out longest: set on them, on the contact they are, or on their network address.
 * Three look-ups by index in one query. Null is nobody: a visitor without a token yet, an address that isn't known.
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

/** The block of a contact that lasts longest, as teammates see it. A statement, also for the batch that sets one. */
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
