/**
 * Blocks in D1, the source of truth for who may not write. The launcher's, session's, socket's and frames' routes read them.
 * Setting or lifting one writes an effect for the contact's conversations in the same batch (effects.ts). Permissions are
 * checked in actions.ts. A block that runs out needs no write here: queries compare its end with the time.
 */
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/sqlite-core";
import type { Database } from "../db/database.ts";
import { newId } from "../db/id.ts";
import { owe } from "../db/outbox.ts";
import { block as table, visitor } from "../db/schema.ts";
import type { Actor } from "../protocol/actor.ts";
import type { Block, BlockRequest } from "../protocol/contact.ts";
import { audit, signatureOf } from "./audit.ts";
import type { ContactBlocksChanged, VisitorThread } from "./effects.ts";

const HOUR_MS = 60 * 60 * 1000;
const DURATION_MS = { "24h": 24 * HOUR_MS, "7d": 7 * 24 * HOUR_MS, "30d": 30 * 24 * HOUR_MS, forever: null };

/** When a block set at `now` ends, in ms since 1970; null: never. */
export function blockedUntil(duration: BlockRequest["duration"], now: number): number | null {
	const length = DURATION_MS[duration];
	return length === null ? null : now + length;
}

/** True for a block of more than 7 days, which only owners and admins may set. */
export const isLong = (duration: BlockRequest["duration"]): boolean => duration === "30d" || duration === "forever";

/** The SQL condition of an active block: not lifted, and not over at `now`. */
export const isLive = (now: number): SQL =>
	sql`${isNull(table.liftedAt)} AND (${table.until} IS NULL OR ${table.until} > ${now})`;

/** The longest block first; one without an end before all others. */
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
	const columns = { id: table.id, until: table.until, memberId: table.byMemberId, name: table.byName };
	const live = and(eq(table.workspaceId, workspaceId), isLive(now));
	const onVisitor = db
		.select(columns)
		.from(table)
		.where(and(live, sql`${table.visitorId} = ${visitorId}`));
	const onContact = db
		.select(columns)
		.from(table)
		.innerJoin(visitor, eq(visitor.contactId, table.contactId))
		.where(and(live, eq(visitor.workspaceId, workspaceId), sql`${visitor.id} = ${visitorId}`));
	const onAddress = db
		.select(columns)
		.from(table)
		.where(and(live, sql`${table.addressHash} = ${addressHash}`));
	const found = await unionAll(onVisitor, onContact, onAddress);
	return longest(found);
}

const longest = (blocks: ActiveBlock[]): ActiveBlock | null =>
	blocks.reduce<ActiveBlock | null>(
		(best, each) => (best === null || (best.until ?? Infinity) < (each.until ?? Infinity) ? each : best),
		null,
	);

/** The query for a contact's active block that lasts longest, as teammates see it. Run alone, or in the batch that sets a block. */
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
	/** The thread from which the block is set; null: from the contact's profile. */
	thread: VisitorThread | null;
	/** The network address to block too; null: none. */
	addressHash: string | null;
	request: Pick<BlockRequest, "duration" | "reason">;
};

/** Who sets or lifts a block, and in which workspace. */
type Acting = { workspaceId: string; actor: Actor };

/** The statement that writes the effect for the contact's conversations. */
const effectOf = (
	db: Database,
	{ workspaceId, actor }: Acting,
	contactId: string,
	thread: VisitorThread | null,
	now: number,
) =>
	owe(
		db,
		workspaceId,
		{ type: "contact_blocks_changed", contactId, thread, by: signatureOf(actor) } satisfies ContactBlocksChanged,
		now,
	);

/**
 * Adds a block; other active blocks of the contact stay as they are. Returns the one that lasts longest. The caller has
 * checked the actor's permission, and that the contact is in this workspace.
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
		effectOf(db, acting, contactId, thread, now),
		longestOf(db, workspaceId, contactId, now),
	]);
	return longestNow ?? { ...added, by: by.name };
}

/** Lifts a contact's active blocks, with the visitors and network addresses they cover. Returns how many there were. */
export async function unblock(
	db: Database,
	acting: Acting,
	contactId: string,
	thread: VisitorThread | null,
	now = Date.now(),
): Promise<number> {
	const { workspaceId, actor } = acting;
	const active = and(eq(table.workspaceId, workspaceId), eq(table.contactId, contactId), isLive(now));
	const blocks = await db.$count(table, active);
	const effect = effectOf(db, acting, contactId, thread, now);
	if (blocks === 0) await effect;
	else
		await db.batch([
			db.update(table).set({ liftedAt: now }).where(active),
			audit(db, workspaceId, actor, contactId, { action: "contact.unblocked", detail: { blocks } }, now),
			effect,
		]);
	return blocks;
}
