/**
 * Settings of mail: the deployment's address, which links in mails begin with, and whom mails are from; and what the team is told about its mail. Each has a default,
 * because a row stored by an older release may lack it. How mail leaves is the deployment's configuration (wrangler.toml).
 */
import * as v from "valibot";
import { EmailAddress, parseEmail } from "../text/email.ts";
import { ShownLine } from "../text/shown.ts";

const Domain = v.pipe(
	v.string(),
	v.trim(),
	v.transform((domain) => parseEmail(`reply@${domain}`)?.slice("reply@".length) ?? null),
	v.string("Enter a domain, such as mail.shop.example."),
);

export const MailSettings = v.object({
	/** The deployment's origin, "https://chat.shop.example". `npm run deploy` fills it in. Empty: not known yet. */
	address: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ""),
	/** The address that mails are from. Empty: none, and no mail is sent. */
	mailFrom: v.optional(v.union([v.literal(""), EmailAddress]), ""),
	/** The name beside it. Empty: the workspace's. */
	mailFromName: v.optional(v.pipe(ShownLine, v.maxLength(80)), ""),
	/** The domain whose mail to reply@ comes to this deployment. Empty: none does, and no mail asks to be answered. */
	mailReplies: v.optional(v.union([v.literal(""), Domain]), ""),
});
export type MailSettings = v.InferOutput<typeof MailSettings>;

/**
 * "works": the last mail was accepted. "untried": set up, and nothing was sent yet. "failed": the last test, or the settings of
 * how mail leaves, failed. "not_set_up": there is no way to send mail, or no sender's address.
 */
export const MailState = v.picklist(["works", "untried", "failed", "not_set_up"]);
export type MailState = v.InferOutput<typeof MailState>;

/** Why a mail wasn't accepted. */
export const mailReasons = [
	/** The receiver's address takes no mail, or asked for none. */
	"address",
	/** The provider doesn't let us send from the sender's address. */
	"sender",
	/** User name or password were refused. */
	"sign_in",
	/** A header that isn't allowed, or a value of an impossible form. */
	"header",
	"too_big",
	/** The provider refused the mail for what it says. */
	"content",
	/** The provider's limit is used up. */
	"limit",
	/** No connection, or it broke. */
	"unreachable",
	/** The provider failed, or asks to try later. */
	"provider",
] as const;
export type MailReason = (typeof mailReasons)[number];

/** What came of the last test, or of the last mail that told something new. */
const MailTrial = v.object({
	/** In ms since 1970. */
	at: v.number(),
	accepted: v.boolean(),
	/** Null: accepted. A reason of a later release is read as "provider". */
	reason: v.nullable(v.fallback(v.picklist(mailReasons), "provider")),
	/** The provider's own code, such as "E_SENDER_NOT_VERIFIED" or "535 5.7.8". */
	code: v.nullable(v.string()),
});
export type MailTrial = v.InferOutput<typeof MailTrial>;

/** GET /api/mail: how mail leaves, and whether it does. */
export const MailReport = v.object({
	state: v.fallback(MailState, "not_set_up"),
	/** "cloudflare", "smtp" or "log"; null: none is set up. */
	adapter: v.nullable(v.string()),
	/** The address that mails are from; null: none is set. */
	from: v.nullable(v.string()),
	/** The SMTP server's name; null with other adapters. */
	server: v.nullable(v.string()),
	last: v.nullable(MailTrial),
	/** The domain that answers go to; null: no answers are read. */
	replies: v.optional(v.nullable(v.string()), null),
	/** The latest test that asked to be answered, and when an answer came, in ms since 1970; null: there was none. */
	test: v.optional(v.nullable(v.object({ sentAt: v.number(), answeredAt: v.nullable(v.number()) })), null),
	/** Mails to this deployment that were refused in the last thirty days, such as those to an address without a valid token. */
	refused: v.optional(v.number(), 0),
});
export type MailReport = v.InferOutput<typeof MailReport>;
