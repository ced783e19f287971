/**
 * Blocks in D1, the truth about who may not write. Asked wherever a visitor comes in: the loader, the session, a socket,
 * a frame over HTTP. Telling the conversations is routes.ts's part. A block ends by itself: nothing runs when it does.
 */
import { and, eq, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/sqlite-core";
import type { Member } from "../auth/principal.ts";
import type { Database } from "../db/database.ts";
import { newId } from "../db/id.ts";
import { block as table, visitor } from "../db/schema.ts";
import type { Block, BlockRequest } from "../protocol/contact.ts";
import { audit } from "./audit.ts";
import { isLive } from "./list.ts";

const HOUR_MS = 60 * 60 * 1000;
const DURATION_MS = { "24h": 24 * HOUR_MS, "7d": 7 * 24 * HOUR_MS, "30d": 30 * 24 * HOUR_MS, forever: null };

/** When it ends, in ms since 1970; null is for good. */
export function blockedUntil(duration: BlockRequest["duration"], now: number): number | null {
	const length = DURATION_MS[duration];
	return length === null ? null : now + length;
}

/** Up to 7 days is every agent's to decide, longer is an owner's or admin's. */
export const isLong = (duration: BlockRequest["duration"]): boolean => duration === "30d" || duration === "forever";

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

/** The block of a contact that lasts longest, as teammates see it. */
export async function blockOfContact(
	db: Database,
	workspaceId: string,
	contactId: string,
	now = Date.now(),
): Promise<Block | null> {
	const row = await db
		.select({
			id: table.id,
			reason: table.reason,
			createdAt: table.createdAt,
			until: table.until,
			by: table.byName,
		})
		.from(table)
		.where(and(eq(table.workspaceId, workspaceId), eq(table.contactId, contactId), isLive(now)))
		.orderBy(...longestFirst)
		.limit(1)
		.get();
	return row ?? null;
}

export type NewBlock = {
	contactId: string;
	/** The browser it is set in; null when it is set from the contact's profile. */
	visitorId: string | null;
	/** Null: the address stays open. */
	addressHash: string | null;
	request: Pick<BlockRequest, "duration" | "reason">;
};

/**
 * Adds a block beside those that stand; none is shortened by it. Whether the member may, and whether the contact is of
 * their workspace, is the caller's to check.
 */
export async function block(db: Database, by: Member, wanted: NewBlock, now = Date.now()): Promise<void> {
	const { contactId, visitorId, addressHash, request } = wanted;
	const id = newId("bl");
	const until = blockedUntil(request.duration, now);
	await db.batch([
		db.insert(table).values({
			id,
			workspaceId: by.workspaceId,
			contactId,
			visitorId,
			addressHash,
			reason: request.reason,
			createdAt: now,
			until,
			byMemberId: by.memberId,
			byName: by.name,
		}),
		audit(
			db,
			by,
			contactId,
			{ action: "contact.blocked", detail: { block: id, until, address: addressHash !== null } },
			now,
		),
	]);
}

/** Lifts every block that stands on a contact, with the visitors and addresses they cover. Returns how many. */
export async function unblock(db: Database, by: Member, contactId: string, now = Date.now()): Promise<number> {
	const standing = and(eq(table.workspaceId, by.workspaceId), eq(table.contactId, contactId), isLive(now));
	const blocks = await db.$count(table, standing);
	if (blocks === 0) return 0;
	await db.batch([
		db.update(table).set({ liftedAt: now }).where(standing),
		audit(db, by, contactId, { action: "contact.unblocked", detail: { blocks } }, now),
	]);
	return blocks;
}
