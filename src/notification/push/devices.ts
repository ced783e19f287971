/**
 * The browsers that take pushes, in D1. A browser is its endpoint: registered again, by whomever, it is theirs and no longer
 * anybody else's. It ends with the session that registered it, and counts only while its member is on the team.
 */
import { and, eq, gt, inArray, ne } from "drizzle-orm";
import { REMOVED } from "../../auth/roles.ts";
import type { Database } from "../../db/database.ts";
import { newId } from "../../db/id.ts";
import { member, pushSubscription, session } from "../../db/schema.ts";
import type { NewDevice } from "../../protocol/notification/push.ts";
import type { Device } from "./send.ts";

/** More browsers of one member than this is a script. */
export const MAX_DEVICES = 20;

export type DeviceOwner = { workspaceId: string; memberId: string; sessionId: string; device: string | null };

/** Registers a browser. Null: the member has too many. */
export async function addDevice(
	db: Database,
	owner: DeviceOwner,
	{ endpoint, p256dh, auth }: NewDevice,
): Promise<string | null> {
	const own = await db
		.select({ endpoint: pushSubscription.endpoint })
		.from(pushSubscription)
		.where(eq(pushSubscription.memberId, owner.memberId));
	if (own.length >= MAX_DEVICES && !own.some((one) => one.endpoint === endpoint)) return null;
	const row = { ...owner, id: newId("pd"), endpoint, p256dh, auth, createdAt: Date.now() };
	const [stored] = await db
		.insert(pushSubscription)
		.values(row)
		.onConflictDoUpdate({ target: pushSubscription.endpoint, set: { ...owner, p256dh, auth } })
		.returning({ id: pushSubscription.id });
	return stored?.id ?? null;
}

/** Ends one of a member's browsers. False: there is no such one. */
export async function removeDevice(db: Database, memberId: string, id: string): Promise<boolean> {
	const removed = await db
		.delete(pushSubscription)
		.where(and(eq(pushSubscription.id, id), eq(pushSubscription.memberId, memberId)))
		.returning({ id: pushSubscription.id });
	return removed.length > 0;
}

/** A push service has said that a browser takes no more. The endpoint has to be the same still. */
export const endDevice = (db: Database, { id, endpoint }: Pick<Device, "id" | "endpoint">) =>
	db.delete(pushSubscription).where(and(eq(pushSubscription.id, id), eq(pushSubscription.endpoint, endpoint)));

/** The browsers of these members whose sessions haven't run out. */
export const devicesOf = (
	db: Database,
	workspaceId: string,
	memberIds: readonly string[],
	now: number,
): Promise<(Device & { memberId: string })[]> =>
	db
		.select({
			id: pushSubscription.id,
			memberId: pushSubscription.memberId,
			endpoint: pushSubscription.endpoint,
			p256dh: pushSubscription.p256dh,
			auth: pushSubscription.auth,
		})
		.from(pushSubscription)
		.innerJoin(member, eq(member.id, pushSubscription.memberId))
		.innerJoin(session, eq(session.id, pushSubscription.sessionId))
		.where(
			and(
				eq(pushSubscription.workspaceId, workspaceId),
				// A statement has up to 100 bindings.
				inArray(pushSubscription.memberId, memberIds.slice(0, 80)),
				ne(member.role, REMOVED),
				gt(session.expiresAt, new Date(now)),
			),
		);
