/**
 * The write that revokes a visitor's tokens in D1. It adds the effect for the visitor's open sockets in the same batch
 * (effects.ts). Only actions.ts imports this; it has checked the permission and the visitor's workspace.
 */
import { and, eq, lte } from "drizzle-orm";
import { audit } from "../../db/audit.ts";
import type { Database } from "../../db/database.ts";
import { owe } from "../../db/outbox.ts";
import { verification } from "../../db/schema.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { VisitorRevoked, VisitorThread } from "../effects.ts";
import { revocationId } from "../revocations.ts";

/** Says what the rows are, and finds those that have expired. */
const IDENTIFIER = "revoked visitor";

/** Longer than a token that was issued a moment before lasts (auth/visitor.ts). */
const TOKENS_GONE_MS = 366 * 24 * 3_600_000;

/** Revokes every token of the thread's visitor. Idempotent. */
export async function revoke(
	db: Database,
	{ workspaceId, actor }: { workspaceId: string; actor: Actor },
	thread: VisitorThread,
	now = Date.now(),
): Promise<void> {
	const { visitorId } = thread;
	const [at, until] = [new Date(now), new Date(now + TOKENS_GONE_MS)];
	const row = { identifier: IDENTIFIER, value: "", expiresAt: until, createdAt: at, updatedAt: at };
	await db.batch([
		db.delete(verification).where(and(eq(verification.identifier, IDENTIFIER), lte(verification.expiresAt, at))),
		db
			.insert(verification)
			.values({ id: revocationId({ workspaceId, visitorId }), ...row })
			.onConflictDoUpdate({ target: verification.id, set: { expiresAt: until, updatedAt: at } }),
		audit(db, workspaceId, actor, visitorId, { action: "visitor.revoked", detail: {} }, now),
		owe(db, workspaceId, { type: "visitor_revoked", thread } satisfies VisitorRevoked, now),
	]);
}
