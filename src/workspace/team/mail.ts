/** The mail of an invitation. Whoever opens its link and accepts has proved that they read the address. */
import { eq } from "drizzle-orm";
import { database } from "../../db/database.ts";
import { user } from "../../db/schema.ts";
import { filled, lettersIn } from "../../language/letters.ts";
import { deliverMail } from "../../mail/effects.ts";
import { mailingOf } from "../../mail/promise.ts";
import { teamMail } from "../../mail/team-letter.ts";
import type { InvitationMail } from "./effects.ts";
import { invitationLink } from "./invitation.ts";
import { findInvitation } from "./list.ts";

const isInvited = (role: string | null): role is "admin" | "agent" | "viewer" =>
	role === "admin" || role === "agent" || role === "viewer";

const dateOf = (at: Date, language: string): string =>
	new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" }).format(at);

/** Nothing is sent for an invitation that was accepted, revoked or renewed since. */
export async function deliverInvitation(env: Env, workspaceId: string, effect: InvitationMail): Promise<void> {
	const db = database(env);
	const row = await findInvitation(db, workspaceId, effect.invitationId);
	if (!row || row.expiresAt.getTime() !== effect.expiresAt) return;
	const [mailing, reader] = await Promise.all([
		mailingOf(env, db, [workspaceId], effect.origin),
		// Who is invited may have an account from elsewhere, with a language.
		db.select({ language: user.language }).from(user).where(eq(user.email, row.email)).get(),
	]);
	if (!mailing) return;
	const letter = await lettersIn([reader?.language, ...mailing.languages]);
	const { invitation: words } = letter.words;
	const names = { who: row.invitedBy, name: mailing.workspace };
	const mail = teamMail(mailing, letter, {
		id: effect.id,
		to: row.email,
		subject: filled(words.subject, names),
		blocks: [
			{ type: "text", text: filled(words[isInvited(row.role) ? row.role : "viewer"], names) },
			{ type: "button", text: words.open, href: await invitationLink(env, mailing.address, "m", row) },
			{ type: "text", text: filled(words.until, { date: dateOf(row.expiresAt, letter.language) }) },
		],
		footer: filled(words.why, names),
	});
	await deliverMail(env, workspaceId, { type: "mail_due", mail, until: effect.expiresAt });
}
