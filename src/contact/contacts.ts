/** The queries between visitors and contacts in D1. Read-only: store/contacts.ts writes the links. */
import { and, eq } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { contact, visitor } from "../db/schema.ts";

/** A contact's names: null where the team knows none. */
export type ContactName = { id: string; name: string | null; email: string | null };

/** The columns of a `ContactName`. */
export const named = { id: contact.id, name: contact.name, email: contact.email };

/** The contact of a visitor, with the team's notes: for members, never for visitors. Null where the visitor has none. */
export async function contactOfVisitor(
	db: Database,
	workspaceId: string,
	visitorId: string,
): Promise<(ContactName & { notes: string }) | null> {
	const row = await db
		.select({ ...named, notes: contact.notes })
		.from(visitor)
		.innerJoin(contact, eq(contact.id, visitor.contactId))
		.where(and(eq(visitor.workspaceId, workspaceId), eq(visitor.id, visitorId)))
		.get();
	return row ?? null;
}

/** The ids of a contact's visitors: one for each browser. */
export async function visitorsOf(db: Database, workspaceId: string, contactId: string): Promise<string[]> {
	const rows = await db
		.select({ id: visitor.id })
		.from(visitor)
		.where(and(eq(visitor.contactId, contactId), eq(visitor.workspaceId, workspaceId)));
	return rows.map(({ id }) => id);
}
