/**
 * The port of outgoing mail. `Mail` is one mail to one address, ready to send; `sendMail` hands it to the adapter that the
 * deployment is configured for, and says what came of it; `mailState` says whether anything may promise mail. Effects of D1
 * owe mails (effects.ts); objects with an outbox of their own call `sendMail` from it. This file renders nothing
 * (template.ts), retries nothing, and logs no address and no text.
 */
import * as v from "valibot";
import type { Database } from "../db/database.ts";
import { database } from "../db/database.ts";
import { log } from "../http/log.ts";
import type { MailReason, MailState } from "../protocol/settings/mail.ts";
import { checkMail } from "./check.ts";
import { sendByCloudflare } from "./cloudflare.ts";
import { adapterOf, type MailEnv } from "./configuration.ts";
import { sendToLog } from "./log.ts";
import { noteTrial, type MailSender, senderOf, stateOf } from "./sender.ts";
import { sendBySmtp } from "./smtp/send.ts";

/** One mail to one address. Everything in it is made by its cause, so that it is the same at every attempt. */
export const Mail = v.object({
	/** Without its angle brackets; `messageIdOf` makes it. Cloudflare replaces it by its own (see "accepted"). */
	messageId: v.pipe(v.string(), v.regex(/^[\w.+-]{1,150}@[a-z\d.-]{1,100}$/)),
	to: v.string(),
	/** The name that it is from; null: the workspace's. */
	fromName: v.nullable(v.string()),
	/** Where answers go; null: to the sender's address. */
	replyTo: v.nullable(v.string()),
	subject: v.string(),
	text: v.string(),
	html: v.string(),
	/** Message-IDs without their angle brackets, for mail programs that show a thread. */
	inReplyTo: v.nullable(v.string()),
	references: v.array(v.string()),
	/** Further headers, of those that check.ts allows: "Auto-Submitted", "List-Unsubscribe". */
	headers: v.record(v.string(), v.string()),
});
export type Mail = v.InferOutput<typeof Mail>;

export type MailOutcome =
	/** `messageId`: the one that the receiver sees, without its angle brackets. */
	| { outcome: "accepted"; messageId: string }
	/** The address takes no mail: it should not be tried again. */
	| { outcome: "bounced"; reason: "address"; code: string | null }
	/** This mail can't be sent, however often it is tried. */
	| { outcome: "refused"; reason: MailReason; code: string | null }
	/** Tried again, it may be accepted: after a while, or once somebody has mended the settings ("sender", "sign_in"). */
	| { outcome: "later"; reason: MailReason; code: string | null }
	| { outcome: "not_set_up" };

/** What an adapter is given. It sends, and resolves with what came of it. */
export type Adapter = (env: MailEnv, sender: MailSender, mail: Mail) => Promise<MailOutcome>;

const adapters: Record<"cloudflare" | "smtp" | "log", Adapter> = {
	cloudflare: sendByCloudflare,
	smtp: sendBySmtp,
	log: sendToLog,
};

/** A Message-ID: `id` is the cause's, the same at every attempt; `address` is the deployment's, from the sender's settings. */
export const messageIdOf = (id: string, address: string): string =>
	`${id.replace(/[^\w.+-]/g, "-")}@${URL.canParse(address) ? new URL(address).hostname.replace(/[^a-z\d.-]/g, "") : "parley.invalid"}`;

/** Sends one mail, once. `isTest`: the team watches what comes of it, so it decides the state in any case. */
export async function sendMail(
	env: MailEnv,
	workspaceId: string,
	mail: Mail,
	{ isTest = false }: { isTest?: boolean } = {},
): Promise<MailOutcome> {
	const db = database(env);
	const sender = await senderOf(env, db, workspaceId);
	const adapter = adapterOf(env);
	if (adapter === null || !sender || stateOf(sender) === "not_set_up") return { outcome: "not_set_up" };
	const wrong = checkMail(sender, mail);
	const done: MailOutcome = wrong ? { outcome: "refused", ...wrong } : await adapters[adapter](env, sender, mail);
	const noted = noteTrial(db, sender, done, isTest);
	// The mail has left, or hasn't, whatever D1 does: an outbox that took this for a failure would send it once more.
	await (isTest
		? noted
		: noted.catch((error: unknown) => log("mail_trial_not_kept", { workspace: workspaceId, error })));
	return done;
}

/** Whether mail leaves. */
export async function mailState(env: MailEnv, workspaceId: string, db: Database = database(env)): Promise<MailState> {
	const sender = await senderOf(env, db, workspaceId);
	return sender ? stateOf(sender) : "not_set_up";
}

/** Whether a sentence may say that somebody gets a mail. */
export const promisesMail = (state: MailState): boolean => state === "works" || state === "untried";
