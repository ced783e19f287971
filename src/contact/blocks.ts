/**
 * Blocks in D1, the truth about who may not write. Asked wherever a visitor comes in: the loader, the session, a socket,
 * a frame over HTTP. Setting and lifting one owes it to the contact's conversations, in the same batch (effects.ts); whether
 * somebody may is for actions.ts to say. A block ends by itself: nothing runs when it does.
 */
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/sqlite-core";
import type { Database } from "../db/database.ts";
import { newId } from "../db/id.ts";
import { addEffect } from "../db/outbox.ts";
import { block as table, visitor } from "../db/schema.ts";
import type { Actor } from "../protocol/actor.ts";
import type { Block, BlockRequest } from "../protocol/contact.ts";
import { audit, signatureOf } from "./audit.ts";
import type { ContactBlocksChanged, VisitorThread } from "./effects.ts";

const HOUR_MS = 60 * 60 * 1000;
const DURATION_MS = { "24h": 24 * HOUR_MS, "7d": 7 * 24 * HOUR_MS, "30d": 30 * 24 * HOUR_MS, forever: null };

/** When it ends, in ms since 1970; null is for good. */
export function blockedUntil(duration: BlockRequest["duration"], now: number): number | null {
	const length = DURATION_MS[duration];
	return length === null ? null : now + length;
}

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
const longestOf = (db: Database, workspaceId: string, contactId: string, now: number) =>
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

export type ContactBlock = {
	contactId: string;
	/** Where it is set; null when that is the contact's profile. */
	thread: VisitorThread | null;
	/** Null: the address stays open. */
	addressHash: string | null;
	request: Pick<BlockRequest, "duration" | "reason">;
};

/** Who sets or lifts a block, and in which workspace. */
type Acting = { workspaceId: string; actor: Actor };

/** What the conversations are owed. */
const changed = (
	db: Database,
	{ workspaceId, actor }: Acting,
	contactId: string,
	thread: VisitorThread | null,
	now: number,
) =>
	addEffect(
		db,
		workspaceId,
		{ type: "contact_blocks_changed", contactId, thread, by: signatureOf(actor) } satisfies ContactBlocksChanged,
		now,
	);

/**
 * Adds a block beside those that stand; none is shortened by it. Returns the longest that stands now. Whether the actor
 * may, and whether the contact is of their workspace, is the caller's to check.
 */
export async function block(
	db: Database,
	acting: Acting,
	{ contactId, thread, addressHash, request }: ContactBlock,
	now = Date.now(),
): Promise<Block> {
	const { workspaceId, actor } = acting;
	const by = signatureOf(actor);
	const added = {
		id: newId("bl"),
		reason: request.reason,
		createdAt: now,
		until: blockedUntil(request.duration, now),
	};
	const detail = { block: added.id, until: added.until, address: addressHash !== null };
	const [, , , [longestNow]] = await db.batch([
		db.insert(table).values({
			...added,
			workspaceId,
			contactId,
			visitorId: thread?.visitorId ?? null,
			addressHash,
			byMemberId: by.id,
			byName: by.name,
		}),
		audit(db, workspaceId, actor, contactId, { action: "contact.blocked", detail }, now),
		changed(db, acting, contactId, thread, now),
		longestOf(db, workspaceId, contactId, now),
	]);
	return longestNow ?? { ...added, by: by.name };
}

/** Lifts every block that stands on a contact, with the visitors and addresses they cover. Returns how many. */
export async function unblock(
	db: Database,
	acting: Acting,
	contactId: string,
	thread: VisitorThread | null,
	now = Date.now(),
): Promise<number> {
	const { workspaceId, actor } = acting;
	const standing = and(eq(table.workspaceId, workspaceId), eq(table.contactId, contactId), isLive(now));
	const blocks = await db.$count(table, standing);
	const owed = changed(db, acting, contactId, thread, now);
	if (blocks === 0) await owed;
	else
		await db.batch([
			db.update(table).set({ liftedAt: now }).where(standing),
			audit(db, workspaceId, actor, contactId, { action: "contact.unblocked", detail: { blocks } }, now),
			owed,
		]);
	return blocks;
}
