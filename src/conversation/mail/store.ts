/** What D1 knows of mail with visitors: reply addresses, and addresses that are not written to. */
import { and, eq } from "drizzle-orm";
import * as v from "valibot";
import type { Database } from "../../db/database.ts";
import { mailStop, replyAddressOf } from "../../db/schema.ts";
import type { ReplyPlace } from "./reply-address.ts";

const StopReason = v.fallback(v.picklist(["undeliverable", "unsubscribed", "complained"]), "undeliverable");
export type StopReason = v.InferOutput<typeof StopReason>;

/** Notes what a token stands for. May be repeated. */
export const noteReplyAddress = (db: Database, token: string, place: ReplyPlace) =>
	db
		.insert(replyAddressOf)
		.values({ token, ...place, at: Date.now() })
		.onConflictDoNothing();

/** The conversation of a token; null: nobody's. */
export async function placeOfToken(db: Database, token: string): Promise<ReplyPlace | null> {
	const { workspaceId, conversationId } = replyAddressOf;
	const row = await db
		.select({ workspaceId, conversationId })
		.from(replyAddressOf)
		.where(eq(replyAddressOf.token, token))
		.get();
	return row ?? null;
}

const isOf = (workspaceId: string, address: string) =>
	and(eq(mailStop.workspaceId, workspaceId), eq(mailStop.address, address));

/** Why an address isn't written to; null: it is. */
export async function stopOf(db: Database, workspaceId: string, address: string): Promise<StopReason | null> {
	const row = await db.select({ reason: mailStop.reason }).from(mailStop).where(isOf(workspaceId, address)).get();
	return row ? v.parse(StopReason, row.reason) : null;
}

export const stopMail = (db: Database, workspaceId: string, address: string, reason: StopReason) =>
	db
		.insert(mailStop)
		.values({ workspaceId, address, reason, at: Date.now() })
		.onConflictDoUpdate({ target: [mailStop.workspaceId, mailStop.address], set: { reason, at: Date.now() } });

export const allowMail = (db: Database, workspaceId: string, address: string) =>
	db.delete(mailStop).where(isOf(workspaceId, address));
