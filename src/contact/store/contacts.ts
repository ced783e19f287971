/**
 * The writes that link visitors and conversations to contacts in D1, and create and merge contacts, where it is known who the
 * visitor is; claims.ts writes what a visitor only says. All are idempotent: conversations deliver their effects at least once.
 * Only actions.ts and its neighbours here import them.
 */
import { and, eq, inArray, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "../../db/database.ts";
import { newId } from "../../db/id.ts";
import { isConstraint } from "../../db/database.ts";
import { oweIf } from "../../db/outbox.ts";
import { block, contact, contactConversation, visitor } from "../../db/schema.ts";
import { claimsOf, type ContactName, contactOfVisitor, named } from "../contacts.ts";
import type { ContactBlocksChanged } from "../effects.ts";
import { identityFor, type ContactCandidate } from "../identity.ts";
import { foldedContact } from "../list.ts";

/** Recomputes a contact's number of conversations and its times, because counters that are only incremented drift. */
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

const known = {
	...named,
	// Plain column names: drizzle omits the table of a selected column, and both tables have an id.
	visitors: sql<number>`(SELECT count(*) FROM ${visitor} AS other WHERE other.contact_id = contact.id)`,
};

/** A visitor and their conversation. `startedAt` is the conversation's start and `at` is now, both in ms since 1970. */
export type Started = { workspaceId: string; visitorId: string; conversationId: string; startedAt: number; at: number };

/** `email` in lower case. */
type KnownEmail = Started & { email: string; name?: string };

/**
 * Links a visitor and their conversation to the contact with this address, which is known to be theirs; creates or merges
 * contacts as needed. `first` is the batch's first statement, which may violate a constraint to end it; `also` makes those of the
 * same batch that depend on the outcome. Concurrent calls end with one contact: the address is unique, and the call that
 * violates the constraint starts again.
 */
export async function linkContact(
	db: Database,
	link: KnownEmail,
	also: AlsoWritten = () => [],
	first: BatchItem<"sqlite">[] = [],
): Promise<ContactName> {
	const ATTEMPTS = 3;
	for (let attempt = 1; ; attempt++) {
		try {
			return await tryLinkContact(db, link, also, first);
		} catch (error) {
			if (attempt === ATTEMPTS || !isConstraint(error)) throw error;
		}
	}
}

/** `was`: the contact that the visitor had before. */
type AlsoWritten = (outcome: { contactId: string; was: string | null }) => BatchItem<"sqlite">[];

async function tryLinkContact(
	db: Database,
	link: KnownEmail,
	also: AlsoWritten,
	first: BatchItem<"sqlite">[],
): Promise<ContactName> {
	const { workspaceId, visitorId, conversationId, startedAt, at, email } = link;
	const [current, holder] = await db.batch([
		db
			.select(known)
			.from(visitor)
			.innerJoin(contact, eq(contact.id, visitor.contactId))
			.where(and(eq(visitor.workspaceId, workspaceId), eq(visitor.id, visitorId))),
		db
			.select(known)
			.from(contact)
			.where(and(eq(contact.workspaceId, workspaceId), eq(contact.email, email))),
	]);
	const was: ContactCandidate | null = current[0] ?? null;
	const has: ContactCandidate | null = holder[0] ?? null;
	const identity = identityFor(was, has);

	const id = identity.do === "create" ? newId("ct") : identity.do === "merge" ? identity.into : identity.id;
	const names = { create: [], readdress: [was?.name], merge: [has?.name, was?.name], link: [has?.name] }[identity.do];
	const name = [...names, link.name].find(Boolean) ?? null;
	const claims = (await claimsOf(db, workspaceId, id, visitorId)).filter((claim) => claim !== email);
	const found = { name, email, folded: foldedContact(name, email, claims) };
	const former = was && was.id !== id ? was : null;
	const othersClaims = former ? await claimsOf(db, workspaceId, former.id, visitorId) : [];
	const held = db
		.insert(contact)
		.values({ id, workspaceId, ...found, firstSeenAt: startedAt, listedAt: startedAt })
		.onConflictDoUpdate({ target: contact.id, set: found });
	const [before = held, ...more] = [...first, held];
	await db.batch([
		before,
		...more,
		...(identity.do === "merge" ? mergeSteps(db, identity.from, id) : []),
		linkVisitor(db, workspaceId, visitorId, id, at),
		settleClaims(db, id, email),
		linkConversation(db, { workspaceId, conversationId, contactId: id, startedAt }),
		recount(db, id),
		...(former ? [recount(db, former.id), foldAnew(db, former, othersClaims)] : []),
		...(was?.id === id ? [] : [owedOfBlocks(db, link, [id, ...(was ? [was.id] : [])])]),
		...also({ contactId: id, was: former?.id ?? null }),
	]);
	return { id, name, email };
}

/** The statement that makes a contact found by its name, its address and these claims. */
export const foldAnew = (db: Database, { id, name, email }: ContactName, claims: readonly string[]) =>
	db
		.update(contact)
		.set({ folded: foldedContact(name, email, claims) })
		.where(eq(contact.id, id));

/** The statement that ends the claims of a contact's visitors to the address that the contact now has. */
export const settleClaims = (db: Database, contactId: string, email: string) =>
	db
		.update(visitor)
		.set({ claimedEmail: null })
		.where(and(eq(visitor.contactId, contactId), eq(visitor.claimedEmail, email)));

/**
 * The statement that adds the effect of a visitor's change of contact: the new contact's blocks apply to them and the old one's
 * no longer do. It adds nothing where neither contact was ever blocked. Lifted blocks count too: the effect of lifting one may
 * be undelivered, and a merge has deleted the contact it names.
 */
const owedOfBlocks = (
	db: Database,
	{ workspaceId, visitorId, conversationId, at }: Started,
	[contactId, ...before]: [now: string, ...before: string[]],
) =>
	oweIf(
		db,
		workspaceId,
		{
			type: "contact_blocks_changed",
			contactId,
			thread: { conversationId, visitorId },
			by: null,
		} satisfies ContactBlocksChanged,
		at,
		sql`EXISTS (SELECT 1 FROM ${block} WHERE ${inArray(block.contactId, [contactId, ...before])})`,
	);

/** The statements of a merge: they move all of `from`'s rows and its notes to `into`, and delete `from`. */
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

/** Links conversations to a contact, except those that are linked to one already. */
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
				// The table's columns in its order: workspace_id, conversation_id, contact_id, started_at.
				sql`SELECT ${workspaceId}, ${id}, ${contact.id}, ${startedAt} FROM ${contact}
					WHERE ${contact.id} = ${contactId} AND ${contact.workspaceId} = ${workspaceId}`,
			)
			.onConflictDoNothing(),
	);
	const [first, ...rest] = inserts;
	if (first) await db.batch([first, ...rest, recount(db, contactId)]);
}

/**
 * Returns the id of a visitor's contact. Creates one without a name where there is none, so that the Blocked filter finds
 * visitors who were blocked before they left an address.
 */
export async function ensureContact(db: Database, who: Started): Promise<string> {
	const { workspaceId, visitorId, conversationId, startedAt, at } = who;
	const linked = await contactOfVisitor(db, workspaceId, visitorId);
	if (linked) return linked.id;
	const id = newId("ct");
	try {
		await db.batch([
			db.insert(contact).values({ id, workspaceId, firstSeenAt: startedAt, listedAt: startedAt }),
			// Fails, and rolls the batch back, when a concurrent call has linked the visitor.
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
