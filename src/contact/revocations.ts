/**
 * Whether a visitor's tokens are revoked. A token is the only proof of being a visitor (auth/visitor.ts), so after a theft nobody
 * can tell the owner from the thief: a revoked visitor stays revoked, whatever token names them and whenever it was renewed,
 * and the browser goes on as a new visitor. Every way in for visitors asks, beside what it asks D1 anyway. The rows are
 * better-auth's `verification`, values that expire: after a year no token of the visitor's is left, for none is renewed.
 * store/revocations.ts writes them.
 */
import { and, eq, gt } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { verification } from "../db/schema.ts";

export type RevokedVisitor = { workspaceId: string; visitorId: string };

/** The row's id. Neither id has a space in it. */
export const revocationId = ({ workspaceId, visitorId }: RevokedVisitor): string =>
	`revoked ${workspaceId} ${visitorId}`;

export async function isRevoked(db: Database, who: RevokedVisitor, now = Date.now()): Promise<boolean> {
	const row = await db
		.select({ id: verification.id })
		.from(verification)
		.where(and(eq(verification.id, revocationId(who)), gt(verification.expiresAt, new Date(now))))
		.get();
	return row !== undefined;
}
