/** The mail of an invitation. Whoever opens its link and accepts has proved that they read the address. */
import { database } from "../../db/database.ts";
import { deliverMail } from "../../mail/effects.ts";
import { messageIdOf } from "../../mail/mail.ts";
import { mailingOf } from "../../mail/promise.ts";
import { renderLetter } from "../../mail/template.ts";
import type { InvitationMail } from "./effects.ts";
import { invitationLink } from "./invitation.ts";
import { findInvitation } from "./list.ts";

const roles: Record<string, string> = {
	admin: "as an admin, who may change everything but the owner",
	agent: "to answer visitors",
	viewer: "to read along",
};

const dateOf = (at: Date): string =>
	new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(at);

/** Nothing is sent for an invitation that was accepted, revoked or renewed since. */
export async function deliverInvitation(env: Env, workspaceId: string, effect: InvitationMail): Promise<void> {
	const db = database(env);
	const row = await findInvitation(db, workspaceId, effect.invitationId);
	if (!row || row.expiresAt.getTime() !== effect.expiresAt) return;
	const mailing = await mailingOf(env, db, [workspaceId], effect.origin);
	if (!mailing) return;
	const { workspace, address } = mailing;
	const heading = `${row.invitedBy} invites you to ${workspace}`;
	const rendered = renderLetter({
		workspace,
		heading,
		blocks: [
			{
				type: "text",
				text: `${workspace} answers its visitors with Parley, and you are asked to join ${roles[row.role ?? ""] ?? roles["viewer"]}.`,
			},
			{ type: "button", text: "See the invitation", href: await invitationLink(env, address, "m", row) },
			{ type: "text", text: `The link works once, until ${dateOf(row.expiresAt)}. It is for you alone.` },
		],
		footer: `${row.invitedBy} typed your address. If you don't know them, do nothing.`,
	});
	const mail = {
		messageId: messageIdOf(effect.id, address),
		to: row.email,
		fromName: null,
		replyTo: null,
		// One line, whatever is in the names.
		subject: heading.replace(/\s+/g, " ").slice(0, 200),
		...rendered,
		inReplyTo: null,
		references: [],
		headers: { "Auto-Submitted": "auto-generated" },
	};
	await deliverMail(env, workspaceId, { type: "mail_due", mail, until: effect.expiresAt });
}
