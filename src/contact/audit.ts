/**
 * The audit log: one row for each block, unblock and edit, written in the transaction of its cause. Says who did what
 * to which contact, and holds no name or address of the contact: it outlives the erasure of a person.
 */
import type { Member } from "../auth/principal.ts";
import type { Database } from "../db/database.ts";
import { newId } from "../db/id.ts";
import { auditLog } from "../db/schema.ts";

type Deed =
	| { action: "contact.blocked"; detail: { block: string; until: number | null; address: boolean } }
	| { action: "contact.unblocked"; detail: { blocks: number } }
	| { action: "contact.edited"; detail: { fields: string[] } };

/** A statement for the batch of what it records. `at` in ms since 1970. */
export const audit = (db: Database, by: Member, subjectId: string, { action, detail }: Deed, at: number) =>
	db.insert(auditLog).values({
		id: newId("au"),
		workspaceId: by.workspaceId,
		at,
		actorId: by.memberId,
		actorName: by.name,
		action,
		subjectId,
		detail: JSON.stringify(detail),
	});
