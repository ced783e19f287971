/**
 * A contact's profile: the row and the active block from D1, and the conversations from the Inbox. Read-only: store/profile.ts
 * writes edits.
 */
import { and, eq } from "drizzle-orm";
import { type Database, database } from "../db/database.ts";
import { contact } from "../db/schema.ts";
import type { ContactProfile } from "../protocol/contact.ts";
import { blockOfContact } from "./blocks.ts";
import { claimantsOf, claimsOf, visitorsOf } from "./contacts.ts";
import { conversationsOf } from "./fan-out.ts";

/** The SQL condition for one contact of a workspace. */
export const theirs = (workspaceId: string, contactId: string) =>
	and(eq(contact.workspaceId, workspaceId), eq(contact.id, contactId));

/** The contact's row; null when this workspace has no such contact. */
export async function findContact(db: Database, workspaceId: string, contactId: string) {
	const row = await db.select().from(contact).where(theirs(workspaceId, contactId)).get();
	return row ?? null;
}

/** `uncounted`: the contact has conversations that are not linked to it yet, so the list doesn't count them. */
export type FoundProfile = { profile: ContactProfile; uncounted: boolean };

/** Null when this workspace has no such contact. */
export async function profile(env: Env, workspaceId: string, contactId: string): Promise<FoundProfile | null> {
	const db = database(env);
	const [row, visitorIds, block, claims] = await Promise.all([
		findContact(db, workspaceId, contactId),
		visitorsOf(db, workspaceId, contactId),
		blockOfContact(db, workspaceId, contactId),
		claimsOf(db, workspaceId, contactId),
	]);
	if (!row) return null;
	const [conversations, claimants] = await Promise.all([
		conversationsOf(env, workspaceId, contactId, visitorIds),
		row.email === null ? [] : claimantsOf(db, workspaceId, row.email),
	]);
	const found = {
		id: row.id,
		name: row.name,
		email: row.email,
		claimed: claims[0] ?? null,
		claimants: claimants.filter((id) => id !== row.id),
		notes: row.notes,
		firstSeenAt: Math.min(row.firstSeenAt, ...conversations.map(({ startedAt }) => startedAt)),
		lastActiveAt: Math.max(row.listedAt, ...conversations.map(({ lastAt }) => lastAt)),
		block,
		conversations,
	};
	return { profile: found, uncounted: conversations.length > row.conversations };
}
