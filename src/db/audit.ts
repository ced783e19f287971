/**
 * The audit log: one row for each change that a team may have to account for, written in the transaction of its cause where
 * that is in D1. A row says who did what to which thing. It holds no name or address of a contact and no text, because rows
 * outlive a person's erasure.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { newId } from "./id.ts";
import { auditLog } from "./schema.ts";
import type { Actor } from "../protocol/actor.ts";
import type { RequestOrigin } from "../protocol/people/audit.ts";
import type { Teammate } from "../protocol/conversation/entry.ts";

export type AuditedAction =
	| { action: "contact.blocked"; detail: { block: string; until: number | null; address: boolean } }
	| { action: "contact.unblocked"; detail: { blocks: number } }
	| { action: "contact.edited"; detail: { fields: string[] } }
	| { action: "visitor.revoked"; detail: Record<never, never> }
	/** `was`: the contact that the visitor had before, where it is another. */
	| { action: "contact.claim_confirmed"; detail: { visitor: string; was: string | null } }
	| { action: "contact.claim_denied"; detail: { visitor: string } }
	| { action: "contact.claim_restored"; detail: { visitor: string } }
	| { action: "settings.changed"; detail: { fields: string[] } }
	/** `way`: "password", "passkey", or a provider's id. Rows of earlier releases have none. */
	| { action: "member.signed_in" | "member.sign_in_failed"; detail: { way: string } }
	| { action: "member.invited" | "invitation.renewed" | "member.joined"; detail: { role: string } }
	| { action: "invitation.revoked" | "member.removed" | "workspace.handed_over"; detail: Record<never, never> }
	| { action: "member.role_changed"; detail: { role: string } }
	| {
			action: "factor.reset" | "factor.codes_renewed" | "factor.recovery_code_used";
			detail: Record<never, never>;
	  }
	/** `kind`: "totp" or "passkey". Rows of earlier releases have none. */
	| { action: "factor.added" | "factor.removed" | "factor.renamed"; detail: { kind: string } }
	| { action: "member.provider_linked" | "member.provider_unlinked"; detail: { provider: string } }
	| { action: "member.profile_changed"; detail: { fields: string[] } }
	| {
			action: "member.password_changed" | "member.password_reset" | "member.sessions_ended" | "member.reset_link_made";
			detail: Record<never, never>;
	  }
	| { action: "channel.added"; detail: { kind: string } }
	| { action: "channel.changed"; detail: { fields: string[] } }
	| { action: "channel.removed"; detail: Record<never, never> }
	/** Sources and gaps, by the action's name. */
	| { action: `knowledge.${string}`; detail: Record<never, never> };

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

/** Who the audit log says did something, and from where. */
export type Auditor = Teammate & { from?: RequestOrigin | null };

export const auditorOf = (actor: Actor): Auditor => ({
	...signatureOf(actor),
	from: actor.kind === "member" ? (actor.from ?? null) : null,
});

const originOf = ({ from }: Auditor): string | null => (from ? JSON.stringify(from) : null);

/** The statement that adds a row, for the D1 batch of the change it records. `at` in ms since 1970. */
export const audit = (
	db: Database,
	workspaceId: string,
	actor: Actor,
	subjectId: string,
	what: AuditedAction,
	at: number,
) => auditBy(db, workspaceId, auditorOf(actor), subjectId, what, at);

/** The same statement, which adds the row only where `condition` holds at its place in the batch. */
export function auditIf(
	db: Database,
	workspaceId: string,
	by: Auditor,
	subjectId: string,
	{ action, detail }: AuditedAction,
	at: number,
	condition: SQL,
) {
	return db.insert(auditLog).select(
		// The table's columns in its order: id, workspace_id, at, actor_id, actor_name, action, subject_id, detail, origin.
		sql`SELECT ${newId("au")}, ${workspaceId}, ${at}, ${by.id}, ${by.name}, ${action}, ${subjectId}, ${JSON.stringify(detail)}, ${originOf(by)}
			WHERE ${condition}`,
	);
}

/** The same, for what somebody does before they are an actor: signing in. */
export function auditBy(
	db: Database,
	workspaceId: string,
	by: Auditor,
	subjectId: string,
	{ action, detail }: AuditedAction,
	at: number,
) {
	return db.insert(auditLog).values({
		id: newId("au"),
		workspaceId,
		at,
		actorId: by.id,
		actorName: by.name,
		action,
		subjectId,
		detail: JSON.stringify(detail),
		origin: originOf(by),
	});
}
