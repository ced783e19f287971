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
import { filled, lettersIn } from "../../language/letters.ts";
import type { LetterWords } from "../../language/letters/words.ts";
import { deliverMail } from "../../mail/effects.ts";
import { mailingOf } from "../../mail/promise.ts";
import { teamMail } from "../../mail/team-letter.ts";
import type { LetterPart } from "../../mail/template.ts";
import type { RequestOrigin } from "../../protocol/people/audit.ts";
import { resetLink, resettableOf } from "./reset.ts";

const About = v.picklist([
	"password_reset",
	"password_changed",
	"factor_added",
	"factor_removed",
	"factor_reset",
	"recovery_code_used",
	"passkey_added",
	"passkey_removed",
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

/** What of the audit log an account hears of; null: of this it doesn't. */
function heardOf(what: AuditedAction): About | null {
	switch (what.action) {
		case "member.password_changed":
		case "member.password_reset":
			return "password_changed";
		case "factor.added":
			return what.detail.kind === "passkey" ? "passkey_added" : "factor_added";
		case "factor.removed":
			return what.detail.kind === "passkey" ? "passkey_removed" : "factor_removed";
		case "factor.reset":
			return "factor_reset";
		case "factor.recovery_code_used":
			return "recovery_code_used";
		case "member.provider_linked":
			return "provider_linked";
		case "member.provider_unlinked":
			return "provider_unlinked";
		default:
			return null;
	}
}

/** The statement that owes word of what was done, from this workspace, where `condition` holds; none where there is nothing to tell. */
export function tellAccount(
	db: Database,
	{ workspaceId, userId, from }: { workspaceId: string; userId: string; from?: RequestOrigin | null | undefined },
	what: AuditedAction,
	at: number,
	condition: SQL = sql`1`,
) {
	const about = heardOf(what);
	return about === null ? [] : [oweIf(db, workspaceId, mailOf({ userId, about, from, at }), at, condition)];
}

/** `until`: when the mail is of no use any more. */
type Told = { subject: string; blocks: LetterPart[]; until?: number };

function changeTold(words: LetterWords["account"], about: Exclude<About, "password_reset">, address: string): Told {
	const blocks: LetterPart[] = [{ type: "text", text: about === "factor_reset" ? words.wasReset : words.notYou }];
	if (address !== "") blocks.push({ type: "button", text: words.open, href: `${address}/settings/account` });
	return { subject: words[about], blocks };
}

/** Null: the link is over. */
async function resetTold(
	env: Env,
	words: LetterWords["reset"],
	{ userId, at }: AccountMail,
	address: string,
): Promise<Told | null> {
	const found = await resettableOf(database(env), userId);
	if (!found || address === "") return null;
	const { link, expiresAt } = await resetLink(env, address, "m", found, at);
	return {
		subject: words.subject,
		blocks: [
			{ type: "text", text: words.text },
			{ type: "button", text: words.subject, href: link },
			{ type: "text", text: words.ignore },
		],
		until: expiresAt,
	};
}

const when = (at: number, language: string, timezone: string | null): string =>
	new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
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
	const { about, at, device, place } = effect;
	const letter = await lettersIn([who.language, ...mailing.languages]);
	const { account, reset, facts: names } = letter.words;
	const told: Told | null =
		about === "password_reset"
			? await resetTold(env, reset, effect, mailing.address)
			: changeTold(account, about, mailing.address);
	if (!told) return log("mail_not_sent", { workspace: workspaceId, reason: "too_late" });
	const facts: [string, string][] = [[names.when, when(at, letter.language, who.timezone)]];
	if (device !== null) facts.push([names.device, device]);
	if (place !== null) facts.push([names.place, place]);
	const mail = teamMail(mailing, letter, {
		id: effect.id,
		to: who.email,
		subject: told.subject,
		blocks: [...told.blocks, { type: "facts", facts }],
		footer: filled(account.why, { name: mailing.workspace }),
	});
	await deliverMail(env, workspaceId, { type: "mail_due", mail, until: told.until ?? null });
}
