/**
 * Claims in D1: the address that a visitor says is theirs. A claim gives nothing: the visitor keeps a contact of their own,
 * and the contact who has the address is neither changed nor read. What a teammate says of it settles it, once, and only for
 * the address that they saw. Each change owes it to the visitor's conversations. Only actions.ts imports it.
 */
import { and, eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "../../db/database.ts";
import { owe } from "../../db/outbox.ts";
import { contact, visitor } from "../../db/schema.ts";
import type { Actor } from "../../protocol/actor.ts";
import { type ContactName, contactOfVisitor } from "../contacts.ts";
import type { VisitorIdentified } from "../effects.ts";
import { foldNames } from "../list.ts";
import { audit } from "./audit.ts";
import { ensureContact, type KnownEmail, linkContact, rememberConversations, type Started } from "./contacts.ts";

/** This visitor of this workspace. */
const thisVisitor = ({ workspaceId, visitorId }: Pick<Started, "workspaceId" | "visitorId">) =>
	and(eq(visitor.workspaceId, workspaceId), eq(visitor.id, visitorId));

/** What the visitor's conversations are owed. */
const identified = (db: Database, { workspaceId, visitorId, conversationId, at }: Started) =>
	owe(db, workspaceId, { type: "visitor_identified", visitorId, conversationId } satisfies VisitorIdentified, at);

/**
 * Notes the address that a visitor says is theirs, in place of one they said before. The address of their own contact is no
 * claim, nor is one that a teammate has denied: both leave the visitor without a claim. May be repeated.
 */
export async function claimEmail(db: Database, claim: Started & { email: string }): Promise<void> {
	const { email } = claim;
	const id = await ensureContact(db, claim);
	await rememberConversations(db, claim.workspaceId, id, [{ id: claim.conversationId, startedAt: claim.startedAt }]);
	const row = await contactOfVisitor(db, claim.workspaceId, claim.visitorId);
	const denied = sql`EXISTS (SELECT 1 FROM json_each(${visitor.deniedEmails}) WHERE value = ${email})`;
	const known = sql`EXISTS (SELECT 1 FROM ${contact} WHERE contact.id = contact_id AND contact.email = ${email})`;
	await db.batch([
		db
			.update(visitor)
			.set({ claimedEmail: sql`CASE WHEN ${denied} OR ${known} THEN NULL ELSE ${email} END` })
			.where(thisVisitor(claim)),
		db
			.update(contact)
			.set({ folded: foldNames(row?.name ?? null, row?.email ?? null, [email]) })
			.where(eq(contact.id, id)),
		identified(db, claim),
	]);
}

/** Who confirms or denies. */
type Judged = Started & { actor: Actor; email: string };

/** Makes the visitor the contact with the address. Null: this isn't what they claim, not any more or not yet. */
export async function confirmClaim(db: Database, judged: Judged): Promise<ContactName | null> {
	const { workspaceId, visitorId, actor, at, email } = judged;
	const before = await contactOfVisitor(db, workspaceId, visitorId);
	if (before?.claimed !== email) return null;
	const known: KnownEmail = judged;
	return linkContact(db, known, ({ contactId, was }): BatchItem<"sqlite">[] => [
		audit(
			db,
			workspaceId,
			actor,
			contactId,
			{ action: "contact.claim_confirmed", detail: { visitor: visitorId, was } },
			at,
		),
		identified(db, judged),
	]);
}

/** Drops the claim, and keeps the address from being one of this visitor's again. False as above. */
export async function denyClaim(db: Database, judged: Judged): Promise<boolean> {
	const { workspaceId, visitorId, actor, at, email } = judged;
	const before = await contactOfVisitor(db, workspaceId, visitorId);
	if (before?.claimed !== email) return false;
	await db.batch([
		db
			.update(visitor)
			.set({ deniedEmails: sql`json_insert(${visitor.deniedEmails}, '$[#]', ${email})` })
			.where(thisVisitor(judged)),
		db
			.update(visitor)
			.set({ claimedEmail: null })
			.where(and(thisVisitor(judged), eq(visitor.claimedEmail, email))),
		db
			.update(contact)
			.set({ folded: foldNames(before.name, before.email) })
			.where(eq(contact.id, before.id)),
		audit(db, workspaceId, actor, before.id, { action: "contact.claim_denied", detail: { visitor: visitorId } }, at),
		identified(db, judged),
	]);
	return true;
}
