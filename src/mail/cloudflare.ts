/**
 * Mail by Cloudflare Email Service (https://developers.cloudflare.com/email-service/api/send-emails/workers-api/). It makes
 * Message-ID and Date itself and takes no idempotency key: after a crash between "accepted" and "noted", or an answer that is
 * lost, the same mail leaves twice.
 */
import * as v from "valibot";
import type { MailReason } from "../protocol/settings/mail.ts";
import { headersOf } from "./headers.ts";
import type { MailEnv } from "./configuration.ts";
import type { Mail, MailOutcome } from "./mail.ts";
import type { MailSender } from "./sender.ts";

type Failure = "bounced" | "refused" | "later";

/** The codes of `send`. A code that isn't here may be of the moment: tried again for a day, it is reported in the end. */
const codes: Record<string, [Failure, MailReason]> = {
	E_VALIDATION_ERROR: ["refused", "header"],
	E_FIELD_MISSING: ["refused", "header"],
	E_TOO_MANY_RECIPIENTS: ["refused", "header"],
	E_HEADER_NOT_ALLOWED: ["refused", "header"],
	E_HEADER_USE_API_FIELD: ["refused", "header"],
	E_HEADER_VALUE_INVALID: ["refused", "header"],
	E_HEADER_VALUE_TOO_LONG: ["refused", "header"],
	E_HEADER_NAME_INVALID: ["refused", "header"],
	E_HEADERS_TOO_LARGE: ["refused", "header"],
	E_HEADERS_TOO_MANY: ["refused", "header"],
	E_CONTENT_TOO_LARGE: ["refused", "too_big"],
	E_RECIPIENT_SUPPRESSED: ["bounced", "address"],
	E_DELIVERY_FAILED: ["bounced", "address"],
	// The account may not send to it yet: a matter of its settings, and not of the address.
	E_RECIPIENT_NOT_ALLOWED: ["later", "sender"],
	E_SENDER_NOT_VERIFIED: ["later", "sender"],
	E_SENDER_DOMAIN_NOT_AVAILABLE: ["later", "sender"],
	E_RATE_LIMIT_EXCEEDED: ["later", "limit"],
	E_DAILY_LIMIT_EXCEEDED: ["later", "limit"],
	E_INTERNAL_SERVER_ERROR: ["later", "provider"],
};

const Coded = v.object({ code: v.pipe(v.string(), v.regex(/^E_[A-Z_]{1,60}$/)) });

export async function sendByCloudflare(env: MailEnv, sender: MailSender, mail: Mail): Promise<MailOutcome> {
	if (!env.EMAIL) return { outcome: "not_set_up" };
	try {
		const { messageId } = await env.EMAIL.send({
			to: mail.to,
			from: { email: sender.from, name: mail.fromName ?? sender.name },
			...(mail.replyTo !== null && { replyTo: mail.replyTo }),
			subject: mail.subject,
			text: mail.text,
			html: mail.html,
			headers: headersOf(mail),
		});
		return { outcome: "accepted", messageId: messageId.replace(/^<|>$/g, "") };
	} catch (error) {
		const parsed = v.safeParse(Coded, error);
		const code = parsed.success ? parsed.output.code : null;
		const [outcome, reason] = codes[code ?? ""] ?? ["later", "provider"];
		return outcome === "bounced" ? { outcome, reason: "address", code } : { outcome, reason, code };
	}
}
