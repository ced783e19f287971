/**
 * Setting and lifting blocks in D1. Each owes it to the contact's conversations, in the same batch (effects.ts). Whether
 * somebody may, and whether the contact is of their workspace, is for actions.ts to say, which alone imports this.
 */
import { and, eq } from "drizzle-orm";
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

/** When it ends, in ms since 1970; null is for good. */
export function blockedUntil(duration: BlockRequest["duration"], now: number): number | null {
	const length = DURATION_MS[duration];
	return length === null ? null : now + length;
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
	owe(
		db,
		workspaceId,
		{ type: "contact_blocks_changed", contactId, thread, by: signatureOf(actor) } satisfies ContactBlocksChanged,
		now,
	);

/**
 * Adds a block beside those that stand; none is shortened by it. Returns the longest that stands now. Fails on a constraint
 * where the contact is gone, which a merge does.
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
