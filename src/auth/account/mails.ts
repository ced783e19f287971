/**
 * Mails about an account: the link to a new password, and word of what was changed. The row in the outbox holds no link: it is
 * made when the mail is sent. Word is sent where mail works, and not owed for ever where none does.
 */
import { eq, type SQL, sql } from "drizzle-orm";
import type { AuditedAction } from "../../db/audit.ts";
import * as v from "valibot";
import { type Database, database } from "../../db/database.ts";
import { newId } from "../../db/id.ts";
import { owe, oweIf } from "../../db/outbox.ts";
import { user } from "../../db/schema.ts";
import { log } from "../../http/log.ts";
import { deliverMail } from "../../mail/effects.ts";
import { messageIdOf } from "../../mail/mail.ts";
import { mailingOf } from "../../mail/promise.ts";
import { type LetterPart, renderLetter } from "../../mail/template.ts";
import type { RequestOrigin } from "../../protocol/people/audit.ts";
import { passwordOf, resetLink } from "./reset.ts";

const About = v.picklist([
	"password_reset",
	"password_changed",
	"factor_added",
	"factor_removed",
	"factor_reset",
	"recovery_code_used",
	"provider_linked",
	"provider_unlinked",
]);
type About = v.InferOutput<typeof About>;

export const AccountMail = v.object({
	type: v.literal("account_mail"),
	/** The mail's own, for its Message-ID. */
	id: v.string(),
	userId: v.string(),
	about: About,
	/** When it happened, in ms since 1970. */
	at: v.number(),
	/** Where from; null: not known, or not the account's own doing. */
	place: v.nullable(v.string()),
	device: v.nullable(v.string()),
	/** The deployment's origin as the request had it, for links where the settings don't have it yet. */
	origin: v.string(),
});
export type AccountMail = v.InferOutput<typeof AccountMail>;

type What = { userId: string; about: About; from?: RequestOrigin | null | undefined; at: number; origin?: string };

const mailOf = ({ userId, about, from, at, origin = "" }: What): AccountMail => ({
	type: "account_mail",
	id: newId("ml"),
	userId,
	about,
	at,
	place: from?.place ?? null,
	device: from?.device ?? null,
	origin,
});

/** The statement that owes the link to a new password. The write runs in `withOutboxAfter`. */
export const oweLink = (db: Database, workspaceId: string, what: Omit<What, "about">) =>
	owe(db, workspaceId, mailOf({ ...what, about: "password_reset" }), what.at);

/** What of the audit log an account hears of. */
const heardOf: Partial<Record<AuditedAction["action"], About>> = {
	"member.password_changed": "password_changed",
	"member.password_reset": "password_changed",
	"factor.added": "factor_added",
	"factor.removed": "factor_removed",
	"factor.reset": "factor_reset",
	"factor.recovery_code_used": "recovery_code_used",
	"member.provider_linked": "provider_linked",
	"member.provider_unlinked": "provider_unlinked",
};

/** The statement that owes word of what was done, from this workspace, where `condition` holds; none where there is nothing to tell. */
export function tellAccount(
	db: Database,
	{ workspaceId, userId, from }: { workspaceId: string; userId: string; from?: RequestOrigin | null | undefined },
	action: AuditedAction["action"],
	at: number,
	condition: SQL = sql`1`,
) {
	const about = heardOf[action];
	return about === undefined ? [] : [oweIf(db, workspaceId, mailOf({ userId, about, from, at }), at, condition)];
}

/** `until`: when the mail is of no use any more. */
type Told = { subject: string; blocks: LetterPart[]; until?: number };

const CHANGED =
	"If it wasn't you, set another password at once: choose “Forgotten your password?” where you sign in, or ask the owner of the workspace.";

/** What each says, but for the link. */
const words: Record<Exclude<About, "password_reset">, { subject: string; text: string }> = {
	password_changed: {
		subject: "Your password was changed",
		text: "The password of your account was changed. Your other sessions have ended.",
	},
	factor_added: {
		subject: "A second factor was added",
		text: "Your account has another second factor. From now on it is asked for when you sign in.",
	},
	factor_removed: {
		subject: "A second factor was removed",
		text: "A second factor of your account was removed.",
	},
	factor_reset: {
		subject: "Your second factors were reset",
		text: "Somebody who manages your team has reset your second factors and ended your sessions. Sign in again, and set another one up.",
	},
	provider_linked: {
		subject: "A way to sign in was added",
		text: "An account at another provider was linked. Whoever has it can sign in as you.",
	},
	provider_unlinked: {
		subject: "A way to sign in was removed",
		text: "An account at another provider was unlinked from yours. It no longer signs you in.",
	},
	recovery_code_used: {
		subject: "A recovery code was used",
		text: "Somebody signed in to your account with one of its recovery codes, in place of the second factor. The code can't be used again.",
	},
};

function told(about: Exclude<About, "password_reset">, address: string): Told {
	const { subject, text } = words[about];
	const blocks: LetterPart[] = [
		{ type: "text", text },
		{
			type: "text",
			text: about === "factor_reset" ? "If you didn't ask for it, ask the owner of the workspace." : CHANGED,
		},
	];
	if (address !== "") blocks.push({ type: "button", text: "Open my account", href: `${address}/settings/account` });
	return { subject, blocks };
}

/** Null: the link is over. */
async function resetTold(env: Env, db: Database, effect: AccountMail, address: string): Promise<Told | null> {
	const found = await passwordOf(db, effect.userId);
	if (!found || address === "") return null;
	const { link, expiresAt } = await resetLink(env, address, "m", found, effect.at);
	return {
		subject: "Choose a new password",
		blocks: [
			{
				type: "text",
				text: "Somebody asked for a new password for your account. If it was you, choose one here. The link works once, within an hour.",
			},
			{ type: "button", text: "Choose a new password", href: link },
			{ type: "text", text: "If it wasn't you, do nothing: your password stays as it is." },
		],
		until: expiresAt,
	};
}

const when = (at: number, timezone: string | null): string =>
	new Intl.DateTimeFormat("en-GB", {
		dateStyle: "long",
		timeStyle: "short",
		timeZone: timezone ?? "UTC",
	}).format(at) + (timezone === null ? " UTC" : "");

export async function deliverAccountMail(env: Env, workspaceId: string, effect: AccountMail): Promise<void> {
	const db = database(env);
	const [mailing, who] = await Promise.all([
		mailingOf(env, db, [workspaceId], effect.origin),
		db.select().from(user).where(eq(user.id, effect.userId)).get(),
	]);
	if (!mailing || !who) return;
	const { about } = effect;
	const letter: Told | null =
		about === "password_reset" ? await resetTold(env, db, effect, mailing.address) : told(about, mailing.address);
	if (!letter) return log("mail_not_sent", { workspace: workspaceId, reason: "too_late" });
	const facts: [string, string][] = [["When", when(effect.at, who.timezone)]];
	if (effect.device !== null) facts.push(["Device", effect.device]);
	if (effect.place !== null) facts.push(["Place", effect.place]);
	const rendered = renderLetter({
		workspace: mailing.workspace,
		heading: letter.subject,
		blocks: [...letter.blocks, { type: "facts", facts }],
		footer: `You get this mail because you have an account at ${mailing.workspace}.`,
	});
	const mail = {
		messageId: messageIdOf(effect.id, mailing.address),
		to: who.email,
		fromName: null,
		replyTo: null,
		subject: letter.subject,
		...rendered,
		inReplyTo: null,
		references: [],
		headers: { "Auto-Submitted": "auto-generated" },
	};
	const { until = null } = letter;
	await deliverMail(env, workspaceId, { type: "mail_due", mail, until });
}
