/** The write of a contact's edit to D1. Only actions.ts imports it. */
import { type Database, isConstraint } from "../../db/database.ts";
import { owe } from "../../db/outbox.ts";
import { contact } from "../../db/schema.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { ContactEdit } from "../../protocol/contact.ts";
import type { ContactEdited } from "../effects.ts";
import { claimsOf } from "../contacts.ts";
import { foldedContact } from "../list.ts";
import { type findContact, theirs } from "../profile.ts";
import { audit } from "../../db/audit.ts";
import { settleClaims } from "./contacts.ts";

/**
 * Writes an edit that changes something, with the effect for the contact's conversations. `before` is the row from
 * `findContact`. "taken": another contact of the workspace has the address.
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
	// An address that the team enters is known: whoever of this contact claims it has it.
	const claims = (await claimsOf(db, workspaceId, before.id)).filter((email) => email !== after.email);
	const owed: ContactEdited = { type: "contact_edited", contactId: before.id };
	try {
		await db.batch([
			db
				.update(contact)
				.set({ ...after, folded: foldedContact(after.name, after.email, claims) })
				.where(theirs(workspaceId, before.id)),
			...(after.email === null ? [] : [settleClaims(db, before.id, after.email)]),
			audit(db, workspaceId, actor, before.id, { action: "contact.edited", detail: { fields } }, now),
			owe(db, workspaceId, owed, now),
		]);
		return "done";
	} catch (error) {
		if (isConstraint(error)) return "taken";
		throw error;
	}
}
