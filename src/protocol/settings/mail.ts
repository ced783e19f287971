/**
 * Settings of mail: the deployment's address, which links in mails begin with, and whom mails are from. Each has a default,
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
