/**
 * The audit log: one row for each block, unblock and edit, written in the transaction of its cause. Says who did what
 * to which contact, and holds no name or address of the contact: it outlives the erasure of a person.
 */
import type { Database } from "../../db/database.ts";
import { newId } from "../../db/id.ts";
import { auditLog } from "../../db/schema.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { Teammate } from "../../protocol/conversation/entry.ts";

type Deed =
	| { action: "contact.blocked"; detail: { block: string; until: number | null; address: boolean } }
	| { action: "contact.unblocked"; detail: { blocks: number } }
	| { action: "contact.edited"; detail: { fields: string[] } };

/** Who an actor is in the log and beside a block. What has no id of its own goes by its kind. */
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

/** A statement for the batch of what it records. `at` in ms since 1970. */
export function audit(
	db: Database,
	workspaceId: string,
	actor: Actor,
	subjectId: string,
	{ action, detail }: Deed,
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
