/**
 * A contact's profile: their row and block from D1, and their conversations from the Inbox. It also writes an edit of the row.
 * Permissions are checked in actions.ts.
 */
import { and, eq } from "drizzle-orm";
import { type Database, database } from "../db/database.ts";
import { owe } from "../db/outbox.ts";
import { contact } from "../db/schema.ts";
import type { Actor } from "../protocol/actor.ts";
import type { ContactEdit, ContactProfile } from "../protocol/contact.ts";
import { audit } from "./audit.ts";
import { blockOfContact } from "./blocks.ts";
import { isConstraint, rememberConversations, visitorsOf } from "./contacts.ts";
import type { ContactEdited } from "./effects.ts";
import { conversationsOf } from "./fan-out.ts";
import { folded } from "./list.ts";

const isContact = (workspaceId: string, contactId: string) =>
	and(eq(contact.workspaceId, workspaceId), eq(contact.id, contactId));

/** Null when this workspace has no such contact. */
export async function findContact(db: Database, workspaceId: string, contactId: string) {
	const row = await db.select().from(contact).where(isContact(workspaceId, contactId)).get();
	return row ?? null;
}

export async function profile(env: Env, workspaceId: string, contactId: string): Promise<ContactProfile | null> {
	const db = database(env);
	const [row, visitorIds, block] = await Promise.all([
		findContact(db, workspaceId, contactId),
		visitorsOf(db, workspaceId, contactId),
		blockOfContact(db, workspaceId, contactId),
	]);
	if (!row) return null;
	const conversations = await conversationsOf(env, workspaceId, contactId, visitorIds);
	// Conversations from before the visitor left an address are found by visitor id. Tied to the contact, the list counts them too.
	if (conversations.length > row.conversations) await rememberConversations(db, workspaceId, contactId, conversations);
	return {
		id: row.id,
		name: row.name,
		email: row.email,
		notes: row.notes,
		firstSeenAt: Math.min(row.firstSeenAt, ...conversations.map(({ startedAt }) => startedAt)),
		lastActiveAt: Math.max(row.listedAt, ...conversations.map(({ lastAt }) => lastAt)),
		block,
		conversations,
	};
}

/**
 * Writes an edit, with the audit row and the effect for the contact's conversations. "taken": another contact of the workspace
 * has the address. `before` is the contact as `findContact` returned it.
 */
export async function saveContact(
	db: Database,
	{ workspaceId, actor }: { workspaceId: string; actor: Actor },
	before: NonNullable<Awaited<ReturnType<typeof findContact>>>,
	edit: ContactEdit,
	now = Date.now(),
): Promise<"done" | "taken"> {
	const after = { name: edit.name || null, email: edit.email, notes: edit.notes };
	const fields = (["name", "email", "notes"] as const).filter((field) => before[field] !== after[field]);
	if (fields.length === 0) return "done";
	const effect: ContactEdited = { type: "contact_edited", contactId: before.id };
	try {
		await db.batch([
			db
				.update(contact)
				.set({ ...after, folded: folded(after.name, after.email) })
				.where(isContact(workspaceId, before.id)),
			audit(db, workspaceId, actor, before.id, { action: "contact.edited", detail: { fields } }, now),
			owe(db, workspaceId, effect, now),
		]);
		return "done";
	} catch (error) {
		if (isConstraint(error)) return "taken";
		throw error;
	}
}
