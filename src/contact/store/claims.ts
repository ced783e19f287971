/**
 * Claims in D1: the address that a visitor says is theirs. A claim gives nothing: the visitor keeps a contact of their own,
 * and the contact who has the address is neither changed nor read. What a teammate says of it settles it, once, and only for
 * the address that they saw. Only actions.ts imports it.
 */
import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { audit } from "../../db/audit.ts";
import { type Database, isConstraint } from "../../db/database.ts";
import { owe, oweIf } from "../../db/outbox.ts";
import { contact, visitor } from "../../db/schema.ts";
import type { Actor } from "../../protocol/actor.ts";
import { OwnError } from "../../http/own-error.ts";
import { claimsOf, contactOfVisitor, type VisitorContact } from "../contacts.ts";
import type { VisitorIdentified } from "../effects.ts";
import { foldedContact } from "../list.ts";
import { ensureContact, foldAnew, linkContact, rememberConversations, type Started } from "./contacts.ts";

/** This visitor of this workspace. */
const thisVisitor = ({ workspaceId, visitorId }: Pick<Started, "workspaceId" | "visitorId">) =>
	and(eq(visitor.workspaceId, workspaceId), eq(visitor.id, visitorId));

/** True of a visitor of whom a teammate has said that the address isn't theirs. */
const isDenied = (email: string) =>
	sql`EXISTS (SELECT 1 FROM json_each(${visitor.deniedEmails}) WHERE value = ${email})`;

/** What the visitor's conversations are owed. */
const identified = ({ visitorId, conversationId }: Started): VisitorIdentified => ({
	type: "visitor_identified",
	visitorId,
	conversationId,
});
const oweIdentified = (db: Database, of: Started) => owe(db, of.workspaceId, identified(of), of.at);

async function theirContact(db: Database, { workspaceId, visitorId }: Started) {
	const row = await contactOfVisitor(db, workspaceId, visitorId);
	if (!row) throw new OwnError("The visitor's contact is gone.");
	return row;
}

/**
 * Notes the address that a visitor says is theirs, in place of one they said before. The address of their own contact is no
 * claim, nor is one that a teammate has denied: both leave the visitor without a claim. May be repeated. Returns what D1 says
 * now, for the conversation in which they said it. The visitor's first claim is owed to their other conversations too; later
 * ones aren't, for a visitor can make any number of either.
 */
export async function claimEmail(db: Database, claim: Started & { email: string }): Promise<VisitorContact> {
	const { workspaceId, visitorId, conversationId, startedAt, email } = claim;
	const id = await ensureContact(db, claim);
	await rememberConversations(db, workspaceId, id, [{ id: conversationId, startedAt }]);
	const row = await theirContact(db, claim);
	const others = await claimsOf(db, workspaceId, row.id, visitorId);
	const known = sql`EXISTS (SELECT 1 FROM ${contact} WHERE contact.id = contact_id AND contact.email = ${email})`;
	const stands = sql`EXISTS (SELECT 1 FROM ${visitor} WHERE ${thisVisitor(claim)} AND ${eq(visitor.claimedEmail, email)})`;
	const isFirst = sql`EXISTS (SELECT 1 FROM ${visitor} WHERE ${thisVisitor(claim)} AND claimed_email IS NULL AND denied_emails = '[]')`;
	const [unclaimed, claimed] = [others, [...others, email]].map((each) => foldedContact(row.name, row.email, each));
	await db.batch([
		oweIf(db, workspaceId, identified(claim), claim.at, isFirst),
		db
			.update(visitor)
			.set({ claimedEmail: sql`CASE WHEN ${isDenied(email)} OR ${known} THEN NULL ELSE ${email} END` })
			.where(thisVisitor(claim)),
		db
			.update(contact)
			.set({ folded: sql`CASE WHEN ${stands} THEN ${claimed} ELSE ${unclaimed} END` })
			.where(eq(contact.id, row.id)),
	]);
	const after = await theirContact(db, claim);
	return { id: after.id, name: after.name, email: after.email, claimed: after.claimed };
}

/** A claim and its visitor, as the teammate who settles it saw them. */
export type Judged = Started & { actor: Actor; email: string };

/** Where a teammate has judged what is no longer so, the conversations show it, so they are told once more. */
async function outdated(db: Database, judged: Judged): Promise<false> {
	await oweIdentified(db, judged);
	return false;
}

/**
 * The statement that undoes its whole batch where this doesn't hold of the visitor any more: two teammates may judge in the
 * same instant, and what both have read before holds for one of them only. No visitor is without a contact.
 */
const onlyWhile = (db: Database, judged: Judged, holds: SQL) =>
	db
		.update(visitor)
		.set({ contactId: sql`NULL` })
		.where(and(thisVisitor(judged), sql`NOT (${holds})`));

const isClaimed = ({ email }: Judged): SQL => sql`${visitor.claimedEmail} IS ${email}`;

/** Writes what a teammate said; false where somebody else was faster. `stands`: whether it could be written even now. */
async function settle(
	db: Database,
	judged: Judged,
	write: () => Promise<unknown>,
	stands: () => Promise<boolean>,
): Promise<boolean> {
	try {
		await write();
		return true;
	} catch (error) {
		if (!isConstraint(error) || (await stands())) throw error;
		return outdated(db, judged);
	}
}

/** Whether the visitor claims the address that the teammate saw. */
const claims = async (db: Database, { workspaceId, visitorId, email }: Judged): Promise<boolean> =>
	(await contactOfVisitor(db, workspaceId, visitorId))?.claimed === email;

/** Makes the visitor the contact with the address. False: this isn't what they claim, not any more or not yet. */
export async function confirmClaim(db: Database, judged: Judged): Promise<boolean> {
	const { workspaceId, visitorId, actor, at, email } = judged;
	const before = await contactOfVisitor(db, workspaceId, visitorId);
	if (before?.claimed !== email) return outdated(db, judged);
	const also = ({ contactId, was }: { contactId: string; was: string | null }) => [
		audit(
			db,
			workspaceId,
			actor,
			contactId,
			{ action: "contact.claim_confirmed", detail: { visitor: visitorId, was } },
			at,
		),
		oweIdentified(db, judged),
	];
	const guard = onlyWhile(db, judged, isClaimed(judged));
	return settle(
		db,
		judged,
		() => linkContact(db, judged, also, [guard]),
		() => claims(db, judged),
	);
}

/** Drops the claim, and keeps the address from being one of this visitor's again. False as above. */
export async function denyClaim(db: Database, judged: Judged): Promise<boolean> {
	const { workspaceId, visitorId, actor, at, email } = judged;
	const before = await contactOfVisitor(db, workspaceId, visitorId);
	if (before?.claimed !== email) return outdated(db, judged);
	const others = await claimsOf(db, workspaceId, before.id, visitorId);
	const batch = () =>
		db.batch([
			onlyWhile(db, judged, isClaimed(judged)),
			db
				.update(visitor)
				.set({ deniedEmails: sql`json_insert(${visitor.deniedEmails}, '$[#]', ${email})` })
				.where(thisVisitor(judged)),
			db
				.update(visitor)
				.set({ claimedEmail: null })
				.where(and(thisVisitor(judged), eq(visitor.claimedEmail, email))),
			foldAnew(db, before, others),
			audit(db, workspaceId, actor, before.id, { action: "contact.claim_denied", detail: { visitor: visitorId } }, at),
			oweIdentified(db, judged),
		]);
	return settle(db, judged, batch, () => claims(db, judged));
}

/** Takes a denial back: the address is what the visitor claims again. False: it wasn't denied, or they claim another by now. */
export async function restoreClaim(db: Database, judged: Judged): Promise<boolean> {
	const { workspaceId, visitorId, actor, at, email } = judged;
	const before = await contactOfVisitor(db, workspaceId, visitorId);
	if (!before || before.email === email) return outdated(db, judged);
	const restorable = and(thisVisitor(judged), isNull(visitor.claimedEmail), isDenied(email));
	const stands = async () => (await db.$count(visitor, restorable)) > 0;
	if (!(await stands())) return outdated(db, judged);
	const others = await claimsOf(db, workspaceId, before.id, visitorId);
	const rest = sql`(SELECT json_group_array(value) FROM json_each(${visitor.deniedEmails}) WHERE value <> ${email})`;
	const batch = () =>
		db.batch([
			onlyWhile(db, judged, sql`${visitor.claimedEmail} IS NULL AND ${isDenied(email)}`),
			db.update(visitor).set({ claimedEmail: email, deniedEmails: rest }).where(restorable),
			foldAnew(db, before, [...others, email]),
			audit(
				db,
				workspaceId,
				actor,
				before.id,
				{ action: "contact.claim_restored", detail: { visitor: visitorId } },
				at,
			),
			oweIdentified(db, judged),
		]);
	return settle(db, judged, batch, stands);
}
