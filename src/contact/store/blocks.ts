/**
 * The writes that set and lift blocks in D1. Each adds the effect for the contact's conversations in the same batch
 * (effects.ts). Only actions.ts imports this; it has checked the permission and the contact's workspace.
 */
import { and, desc, eq, gte } from "drizzle-orm";
import type { Database } from "../../db/database.ts";
import { newId } from "../../db/id.ts";
import { owe } from "../../db/outbox.ts";
import { block as table } from "../../db/schema.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { Block, BlockRequest } from "../../protocol/contact.ts";
import { isLive, longestOf } from "../blocks.ts";
import type { ContactBlocksChanged, VisitorThread } from "../effects.ts";
import { audit, signatureOf } from "../../db/audit.ts";

const HOUR_MS = 60 * 60 * 1000;
const DURATION_MS = { "24h": 24 * HOUR_MS, "7d": 7 * 24 * HOUR_MS, "30d": 30 * 24 * HOUR_MS, forever: null };

/** The end of a block that is set now, in ms since 1970; null: it has no end. */
export function blockedUntil(duration: BlockRequest["duration"], now: number): number | null {
	const length = DURATION_MS[duration];
	return length === null ? null : now + length;
}

export type ContactBlock = {
	contactId: string;
	/** The thread from which it is set; null: from the contact's profile. */
	thread: VisitorThread | null;
	/** The network address to block too. Null: none. */
	addressHash: string | null;
	request: Pick<BlockRequest, "duration" | "reason">;
};

/** Who sets or lifts a block, and in which workspace. */
type Acting = { workspaceId: string; actor: Actor };

/** The statement that adds the effect for the contact's conversations. */
const changed = (
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
 * Adds a block and leaves the contact's other blocks as they are. Returns the active one that lasts longest. Throws a
 * constraint error when the contact no longer exists, because a merge has deleted it.
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

/** Lifts the actor's latest active block of a contact, set after `since`. False: there is none. The contact's others stay. */
export async function takeBack(
	db: Database,
	acting: Acting,
	contactId: string,
	thread: VisitorThread | null,
	since: number,
	now = Date.now(),
): Promise<boolean> {
	const { workspaceId, actor } = acting;
	const own = and(
		eq(table.workspaceId, workspaceId),
		eq(table.contactId, contactId),
		eq(table.byMemberId, signatureOf(actor).id),
		gte(table.createdAt, since),
		isLive(now),
	);
	const latest = await db.select({ id: table.id }).from(table).where(own).orderBy(desc(table.createdAt)).limit(1).get();
	if (!latest) return false;
	await db.batch([
		db.update(table).set({ liftedAt: now }).where(eq(table.id, latest.id)),
		audit(db, workspaceId, actor, contactId, { action: "contact.unblocked", detail: { blocks: 1 } }, now),
		changed(db, acting, contactId, thread, now),
	]);
	return true;
}

/** Lifts all active blocks of a contact, also for the visitors and addresses they cover. Returns how many. */
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
