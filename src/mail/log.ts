/**
 * The adapter of `npm start` and of tests: a mail is a row of D1, and nothing leaves the machine. The mailbox page shows the
 * rows (routes/mailbox.ts). `npm run deploy` refuses to deploy with it. The same mail may arrive twice, as with a real one.
 */
import { lt, sql } from "drizzle-orm";
import { database } from "../db/database.ts";
import { loggedMail } from "../db/schema.ts";
import type { MailEnv } from "./configuration.ts";
import type { Mail, MailOutcome } from "./mail.ts";
import type { MailSender } from "./sender.ts";

/** The mails that are kept. */
const KEPT = 1_000;

export async function sendToLog(env: MailEnv, sender: MailSender, mail: Mail): Promise<MailOutcome> {
	const db = database(env);
	const { messageId, to } = mail;
	const json = JSON.stringify({ ...mail, from: sender.from, fromName: mail.fromName ?? sender.name });
	await db.batch([
		db.insert(loggedMail).values({ workspaceId: sender.workspaceId, messageId, sentTo: to, json, at: Date.now() }),
		db.delete(loggedMail).where(lt(loggedMail.id, sql`(SELECT max(id) FROM ${loggedMail}) - ${KEPT}`)),
	]);
	return { outcome: "accepted", messageId };
}
