/**
 * Contacts in D1: the people behind visitors, and their conversations. Every write is idempotent, because conversations call
 * these functions from their outbox, at least once.
 */
import { and, eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "../db/database.ts";
import { newId } from "../db/id.ts";
import { block, contact, contactConversation, visitor } from "../db/schema.ts";
import { identityFor, type ContactCandidate } from "./identity.ts";
import { folded } from "./list.ts";

export type ContactName = { id: string; name: string | null; email: string | null };

const nameColumns = { id: contact.id, name: contact.name, email: contact.email };

/** The contact of a visitor, with the team's notes: for members, never for visitors. Null where the visitor has none. */
export async function contactOfVisitor(
	db: Database,
	workspaceId: string,
	visitorId: string,
): Promise<(ContactName & { notes: string }) | null> {
	const row = await db
		.select({ ...nameColumns, notes: contact.notes })
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

/** The statement that recomputes a contact's number of conversations and their times. Recomputed values can't drift. */
const recount = (db: Database, contactId: string) => {
	const theirs = sql`FROM ${contactConversation} WHERE ${contactConversation.contactId} = ${contact.id}`;
	return db
		.update(contact)
		.set({
			conversations: sql`(SELECT count(*) ${theirs})`,
			listedAt: sql`coalesce((SELECT max(${contactConversation.startedAt}) ${theirs}), ${contact.firstSeenAt})`,
			firstSeenAt: sql`min(${contact.firstSeenAt},
				coalesce((SELECT min(${contactConversation.startedAt}) ${theirs}), ${contact.firstSeenAt}))`,
		})
		.where(eq(contact.id, contactId));
};

const linkVisitor = (db: Database, workspaceId: string, visitorId: string, contactId: string, at: number) =>
	db
		.insert(visitor)
		.values({ workspaceId, id: visitorId, contactId, linkedAt: at })
		.onConflictDoUpdate({ target: [visitor.workspaceId, visitor.id], set: { contactId } });

const linkConversation = (
	db: Database,
	row: { workspaceId: string; conversationId: string; contactId: string; startedAt: number },
) =>
	db
		.insert(contactConversation)
		.values(row)
		.onConflictDoUpdate({
			target: [contactConversation.workspaceId, contactConversation.conversationId],
			set: { contactId: row.contactId },
		});

const candidateColumns = {
	...nameColumns,
	// Plain column names: drizzle omits the table of a selected column, and both tables have an id.
	visitors: sql<number>`(SELECT count(*) FROM ${visitor} AS other WHERE other.contact_id = contact.id)`,
};

/** A visitor and their conversation. `startedAt`: when it started; `at`: now; both in ms since 1970. */
export type Started = { workspaceId: string; visitorId: string; conversationId: string; startedAt: number; at: number };

/** `email` in lower case. */
export type LeftEmail = Started & { email: string; name?: string };

/**
 * Ties a visitor and their conversation to the contact with this address, creating or merging contacts as needed. Concurrent
 * calls end with one contact: the address is unique, and the call that hits the constraint tries again.
 */
export async function leaveEmail(db: Database, left: LeftEmail): Promise<ContactName> {
	const ATTEMPTS = 3;
	for (let attempt = 1; ; attempt++) {
		try {
			return await tryLeaveEmail(db, left);
		} catch (error) {
			if (attempt === ATTEMPTS || !isConstraint(error)) throw error;
		}
	}
}

/**
 * True for D1's errors "UNIQUE constraint failed" and "FOREIGN KEY constraint failed", which drizzle wraps as the cause of
 * its own.
 */
export const isConstraint = (error: unknown): boolean =>
	error instanceof Error && (error.message.includes("constraint failed") || isConstraint(error.cause));

async function tryLeaveEmail(db: Database, left: LeftEmail): Promise<ContactName> {
	const { workspaceId, visitorId, conversationId, startedAt, at, email } = left;
	const [current, holder] = await db.batch([
		db
			.select(candidateColumns)
			.from(visitor)
			.innerJoin(contact, eq(contact.id, visitor.contactId))
			.where(and(eq(visitor.workspaceId, workspaceId), eq(visitor.id, visitorId))),
		db
			.select(candidateColumns)
			.from(contact)
			.where(and(eq(contact.workspaceId, workspaceId), eq(contact.email, email))),
	]);
	const currentContact: ContactCandidate | null = current[0] ?? null;
	const addressHolder: ContactCandidate | null = holder[0] ?? null;
	const identity = identityFor(currentContact, addressHolder);

	const id = identity.do === "create" ? newId("ct") : identity.do === "merge" ? identity.into : identity.id;
	const names = {
		create: [],
		readdress: [currentContact?.name],
		merge: [addressHolder?.name, currentContact?.name],
		link: [addressHolder?.name],
	}[identity.do];
	const name = [...names, left.name].find(Boolean) ?? null;
	const found = { name, email, folded: folded(name, email) };
	await db.batch([
		db
			.insert(contact)
			.values({ id, workspaceId, ...found, firstSeenAt: startedAt, listedAt: startedAt })
			.onConflictDoUpdate({ target: contact.id, set: found }),
		...(identity.do === "merge" ? mergeSteps(db, identity.from, id) : []),
		linkVisitor(db, workspaceId, visitorId, id, at),
		linkConversation(db, { workspaceId, conversationId, contactId: id, startedAt }),
		recount(db, id),
		...(currentContact && currentContact.id !== id ? [recount(db, currentContact.id)] : []),
	]);
	return { id, name, email };
}

/** The statements that merge contact `from` into `into`: visitors, conversations, blocks and notes move, and `from` is deleted. */
const mergeSteps = (db: Database, from: string, into: string): BatchItem<"sqlite">[] => [
	db.update(visitor).set({ contactId: into }).where(eq(visitor.contactId, from)),
	db.update(contactConversation).set({ contactId: into }).where(eq(contactConversation.contactId, from)),
	db.update(block).set({ contactId: into }).where(eq(block.contactId, from)),
	db
		.update(contact)
		.set({
			notes: sql`trim(${contact.notes} || char(10) || (SELECT gone.notes FROM ${contact} AS gone WHERE gone.id = ${from}), char(10))`,
		})
		.where(eq(contact.id, into)),
	db.delete(contact).where(eq(contact.id, from)),
];

/** Ties a started conversation to its contact. Writes nothing when the contact is deleted or the conversation is tied already. */
export async function conversationStarted(
	db: Database,
	started: { workspaceId: string; contactId: string; conversationId: string; at: number },
): Promise<void> {
	await rememberConversations(db, started.workspaceId, started.contactId, [
		{ id: started.conversationId, startedAt: started.at },
	]);
}

/** Ties conversations without a contact to this one: those that a visitor had before leaving an address. */
export async function rememberConversations(
	db: Database,
	workspaceId: string,
	contactId: string,
	conversations: { id: string; startedAt: number }[],
): Promise<void> {
	const inserts = conversations.map(({ id, startedAt }) =>
		db
			.insert(contactConversation)
			.select(
				// In the order of the table's columns: workspace_id, conversation_id, contact_id, started_at.
				sql`SELECT ${workspaceId}, ${id}, ${contact.id}, ${startedAt} FROM ${contact}
					WHERE ${contact.id} = ${contactId} AND ${contact.workspaceId} = ${workspaceId}`,
			)
			.onConflictDoNothing(),
	);
	const [first, ...rest] = inserts;
	if (first) await db.batch([first, ...rest, recount(db, contactId)]);
}

/**
 * Returns the id of a visitor's contact, and creates one without a name or address if there is none: the Blocked filter lists
 * contacts, so a visitor who is blocked needs one.
 */
export async function ensureContact(db: Database, who: Started): Promise<string> {
	const { workspaceId, visitorId, conversationId, startedAt, at } = who;
	const linked = await contactOfVisitor(db, workspaceId, visitorId);
	if (linked) return linked.id;
	const id = newId("ct");
	try {
		await db.batch([
			db.insert(contact).values({ id, workspaceId, firstSeenAt: startedAt, listedAt: startedAt }),
			// Fails, and rolls the batch back, when a concurrent call has just created a contact.
			db.insert(visitor).values({ workspaceId, id: visitorId, contactId: id, linkedAt: at }),
			linkConversation(db, { workspaceId, conversationId, contactId: id, startedAt }),
			recount(db, id),
		]);
		return id;
	} catch (error) {
		const winner = await contactOfVisitor(db, workspaceId, visitorId);
		if (winner) return winner.id;
		throw error;
	}
}
