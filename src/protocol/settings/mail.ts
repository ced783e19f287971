/**
 * Settings of mail: the deployment's address, which links in mails begin with, and whom mails are from. Each has a default,
 * because a row stored by an older release may lack it. How mail leaves is the deployment's configuration (wrangler.toml).
 */
import * as v from "valibot";
import { EmailAddress } from "../text/email.ts";
import { ShownLine } from "../text/shown.ts";

export const MailSettings = v.object({
	/** The deployment's origin, "https://chat.shop.example". `npm run deploy` fills it in. Empty: not known yet. */
	address: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ""),
	/** The address that mails are from. Empty: none, and no mail is sent. */
	mailFrom: v.optional(v.union([v.literal(""), EmailAddress]), ""),
	/** The name beside it. Empty: the workspace's. */
	mailFromName: v.optional(v.pipe(ShownLine, v.maxLength(80)), ""),
});
export type MailSettings = v.InferOutput<typeof MailSettings>;
