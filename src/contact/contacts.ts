/** The queries between visitors and contacts in D1. Read-only: store/contacts.ts and store/claims.ts write the links. */
import { and, desc, eq, isNotNull, ne } from "drizzle-orm";
import type { Database } from "../db/database.ts";
import { contact, visitor } from "../db/schema.ts";

/** A contact's names: null where the team knows none. */
export type ContactName = { id: string; name: string | null; email: string | null };

/** A visitor's contact, and the address that the visitor says is theirs while nothing proves it; null: there is none. */
export type VisitorContact = ContactName & { claimed: string | null };

/** The columns of a `ContactName`. */
export const named = { id: contact.id, name: contact.name, email: contact.email };

/**
 * The contact that a visitor is known as, with the team's notes: for members, never for visitors. Null where the visitor has
 * none. Whoever has the address that they only claim is another contact.
 */
export async function contactOfVisitor(
	db: Database,
	workspaceId: string,
	visitorId: string,
): Promise<(VisitorContact & { notes: string }) | null> {
	const row = await db
		.select({ ...named, claimed: visitor.claimedEmail, notes: contact.notes })
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

/** The id of the contact who has this address. Null: nobody has. */
export async function holderOf(db: Database, workspaceId: string, email: string): Promise<string | null> {
	const row = await db
		.select({ id: contact.id })
		.from(contact)
		.where(and(eq(contact.workspaceId, workspaceId), eq(contact.email, email)))
		.get();
	return row?.id ?? null;
}

/** The most claims that are read, of a contact's visitors or of one address: enough to show, and anybody can make more. */
const MAX_CLAIMS = 50;

/** The addresses that a contact's own visitors claim, the latest link first. `but`: a visitor whose claim is left out. */
export async function claimsOf(
	db: Database,
	workspaceId: string,
	contactId: string,
	but: string | null = null,
): Promise<string[]> {
	const rows = await db
		.select({ email: visitor.claimedEmail })
		.from(visitor)
		.where(
			and(
				eq(visitor.contactId, contactId),
				eq(visitor.workspaceId, workspaceId),
				isNotNull(visitor.claimedEmail),
				but === null ? undefined : ne(visitor.id, but),
			),
		)
		.orderBy(desc(visitor.linkedAt))
		.limit(MAX_CLAIMS);
	return [...new Set(rows.flatMap(({ email }) => email ?? []))];
}

/** The contacts of visitors who say that this address is theirs. */
export async function claimantsOf(db: Database, workspaceId: string, email: string): Promise<string[]> {
	const rows = await db
		.select({ id: visitor.contactId })
		.from(visitor)
		.where(and(eq(visitor.workspaceId, workspaceId), eq(visitor.claimedEmail, email)))
		.limit(MAX_CLAIMS);
	return [...new Set(rows.map(({ id }) => id))];
}
