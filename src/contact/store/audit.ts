/**
 * The audit log of contacts: one row for each block, unblock, edit, and claim confirmed or denied, written in the transaction of its cause. A row says who
 * did what to which contact. It holds no name or address of the contact, because rows outlive a person's erasure.
 */
import type { Database } from "../../db/database.ts";
import { newId } from "../../db/id.ts";
import { auditLog } from "../../db/schema.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { Teammate } from "../../protocol/conversation/entry.ts";

type AuditedAction =
	| { action: "contact.blocked"; detail: { block: string; until: number | null; address: boolean } }
	| { action: "contact.unblocked"; detail: { blocks: number } }
	| { action: "contact.edited"; detail: { fields: string[] } }
	/** `was`: the contact that the visitor had before, where it is another. */
	| { action: "contact.claim_confirmed"; detail: { visitor: string; was: string | null } }
	| { action: "contact.claim_denied"; detail: { visitor: string } };

/** An actor's id and name, for the audit log and for blocks. The AI and the system have their kind as both. */
export function signatureOf(actor: Actor): Teammate {
	switch (actor.kind) {
		case "member":
		case "api_key":
		case "rule":
			return { id: actor.id, name: actor.name };
		case "visitor":
			return { id: actor.visitorId, name: actor.kind };
		case "ai":
		case "system":
			return { id: actor.kind, name: actor.kind };
		default:
			return actor satisfies never;
	}
}

/** The statement that adds a row, for the D1 batch of the change it records. `at` in ms since 1970. */
export function audit(
	db: Database,
	workspaceId: string,
	actor: Actor,
	subjectId: string,
	{ action, detail }: AuditedAction,
	at: number,
) {
	const by = signatureOf(actor);
	return db.insert(auditLog).values({
		id: newId("au"),
		workspaceId,
		at,
		actorId: by.id,
		actorName: by.name,
		action,
		subjectId,
		detail: JSON.stringify(detail),
	});
}
