/**
 * The effects of changes in D1, and the function that delivers each. Actions write the rows together with the change; only the
 * outbox's Durable Object delivers them.
 */
import * as v from "valibot";
import { AccountMail, deliverAccountMail } from "../auth/account/mails.ts";
import { deliverContactBlocks, deliverContactEdit, deliverRevocation, deliverVisitor } from "../contact/deliveries.ts";
import { deliverMemberChange } from "../workspace/team/deliveries.ts";
import { InvitationMail, MemberChanged } from "../workspace/team/effects.ts";
import { deliverInvitation } from "../workspace/team/mail.ts";
import { deliverMail, MailDue } from "../mail/effects.ts";
import { ContactBlocksChanged, ContactEdited, VisitorIdentified, VisitorRevoked } from "../contact/effects.ts";

const WorkspaceEffect = v.variant("type", [
	AccountMail,
	ContactBlocksChanged,
	ContactEdited,
	InvitationMail,
	MailDue,
	MemberChanged,
	VisitorIdentified,
	VisitorRevoked,
]);
type WorkspaceEffect = v.InferOutput<typeof WorkspaceEffect>;

/** Parses a row's body. Null: a later release wrote it, before a roll-back to this one. */
export function readWorkspaceEffect(body: string): WorkspaceEffect | null {
	const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), WorkspaceEffect), body);
	return parsed.success ? parsed.output : null;
}

/** Delivers an effect. Idempotent. Rejects where a part of it could not be delivered. */
export function deliver(env: Env, workspaceId: string, effect: WorkspaceEffect): Promise<void> {
	switch (effect.type) {
		case "account_mail":
			return deliverAccountMail(env, workspaceId, effect);
		case "contact_blocks_changed":
			return deliverContactBlocks(env, workspaceId, effect);
		case "contact_edited":
			return deliverContactEdit(env, workspaceId, effect);
		case "invitation_mail":
			return deliverInvitation(env, workspaceId, effect);
		case "mail_due":
			return deliverMail(env, workspaceId, effect);
		case "member_changed":
			return deliverMemberChange(env, workspaceId, effect);
		case "visitor_revoked":
			return deliverRevocation(env, workspaceId, effect);
		case "visitor_identified":
			return deliverVisitor(env, workspaceId, effect);
		default:
			return effect satisfies never;
	}
}
