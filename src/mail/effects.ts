/**
 * Mails that changes in D1 owe. `oweMail` is a statement for the batch of the cause; the workspace's outbox object delivers.
 * A mail with a link that grants something isn't stored: its cause owes an effect of its own, which renders at delivery.
 */
import type { SQL } from "drizzle-orm";
import * as v from "valibot";
import type { Database } from "../db/database.ts";
import { owe, oweIf } from "../db/outbox.ts";
import { log } from "../http/log.ts";
import { OwnError } from "../http/own-error.ts";
import type { MailEnv } from "./configuration.ts";
import { Mail, sendMail } from "./mail.ts";

export const MailDue = v.object({
	type: v.literal("mail_due"),
	mail: Mail,
	/** When the mail is of no use any more, in ms since 1970; null: it always is. */
	until: v.nullable(v.number()),
});
export type MailDue = v.InferOutput<typeof MailDue>;

const due = (mail: Mail, until: number | null): MailDue => ({ type: "mail_due", mail, until });

/** The statement that owes a mail. `now` and `until` in ms since 1970. */
export const oweMail = (db: Database, workspaceId: string, mail: Mail, now: number, until: number | null = null) =>
	owe(db, workspaceId, due(mail, until), now);

/** The same, where `condition` holds at its place in the batch. `dueAt`: not before. */
export const oweMailIf = (
	db: Database,
	workspaceId: string,
	mail: Mail,
	now: number,
	condition: SQL,
	{ until = null, dueAt }: { until?: number | null; dueAt?: number } = {},
) => oweIf(db, workspaceId, due(mail, until), now, condition, dueAt);

/** The mail wasn't accepted, and may be later. */
class MailNotSent extends OwnError {
	override readonly name = "MailNotSent";
}

/** Sends a mail from the outbox: rejects where it should be tried again, and logs where it is over. */
export async function deliverMail(env: MailEnv, workspaceId: string, { mail, until }: MailDue): Promise<void> {
	if (until !== null && until <= Date.now())
		return log("mail_not_sent", { workspace: workspaceId, reason: "too_late" });
	const done = await sendMail(env, workspaceId, mail);
	if (done.outcome === "accepted") return;
	if (done.outcome === "not_set_up") throw new MailNotSent("No mail is set up.");
	if (done.outcome === "later") throw new MailNotSent(`The mail wasn't accepted: ${done.reason}.`);
	log("mail_not_sent", { workspace: workspaceId, reason: done.reason });
}
