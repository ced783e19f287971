/**
 * What Cloudflare Email Service would refuse, refused here, whichever adapter sends: a mail that a test or a local start lets
 * through then leaves in production too. https://developers.cloudflare.com/email-service/reference/headers/ and
 * https://developers.cloudflare.com/email-service/platform/limits/ (read in November 2026).
 */
import type { MailReason } from "../protocol/settings/mail.ts";
import { bytes, headersOf, MAX_HEADER_BYTES } from "./headers.ts";
import type { Mail } from "./mail.ts";
import { mimeOf } from "./mime.ts";
import type { MailSender } from "./sender.ts";

/** Bytes of a whole message. */
export const MAX_BYTES = 5 * 1024 * 1024;
/** Characters: RFC 5322's line. */
const MAX_SUBJECT = 998;
const MAX_HEADERS = 20;
const MAX_NAME_BYTES = 100;
const MAX_HEADERS_BYTES = 16 * 1024;

/** The headers that Cloudflare lets through, but for those that have a field of their own and those that start with "X-". */
const allowed = new Set(
	(
		"In-Reply-To References List-Unsubscribe List-Unsubscribe-Post List-Id List-Archive List-Help List-Owner List-Post " +
		"List-Subscribe Precedence Auto-Submitted Content-Language Keywords Comments Importance Priority Sensitivity " +
		"Organization Require-Recipient-Valid-Since Expires Reply-By Archived-At"
	)
		.toLowerCase()
		.split(" "),
);

const values: Record<string, RegExp> = {
	"auto-submitted": /^auto-(?:generated|replied|notified)$/,
	"list-unsubscribe": /^<(?:https:\/\/|mailto:)[^<>\s]+>(?:, ?<(?:https:\/\/|mailto:)[^<>\s]+>)*$/,
	"list-unsubscribe-post": /^List-Unsubscribe=One-Click$/,
	precedence: /^(?:bulk|list|junk)$/,
};

const X_HEADER = /^x-[\w-]+$/;
// oxlint-disable-next-line no-control-regex -- controls are what this looks for
const control = /[\u0000-\u001f\u007f]/;

function headerRefused(name: string, value: string): boolean {
	const lower = name.toLowerCase();
	const isX = X_HEADER.test(lower);
	if (bytes(name) > MAX_NAME_BYTES || !(isX || allowed.has(lower))) return true;
	if (value === "" || control.test(value) || bytes(value) > MAX_HEADER_BYTES) return true;
	return values[lower]?.test(value) === false;
}

function headersRefused(headers: Record<string, string>): boolean {
	const entries = Object.entries(headers);
	const names = new Set(entries.map(([name]) => name.toLowerCase()));
	const total = entries.reduce((sum, [name, value]) => sum + bytes(name) + bytes(value) + 4, 0);
	const own = [...names].filter((name) => !X_HEADER.test(name)).length;
	if (names.size < entries.length || own > MAX_HEADERS || total > MAX_HEADERS_BYTES) return true;
	// One click needs an address to send it to.
	const unsubscribe = entries.find(([name]) => name.toLowerCase() === "list-unsubscribe")?.[1] ?? "";
	if (names.has("list-unsubscribe-post") && !unsubscribe.includes("<https://")) return true;
	return entries.some(([name, value]) => headerRefused(name, value));
}

/** Null where the mail may leave. */
export function checkMail(sender: MailSender, mail: Mail): { reason: MailReason; code: string | null } | null {
	const lines = [mail.subject, mail.to, mail.fromName ?? "", mail.replyTo ?? ""];
	const wrong =
		lines.some((line) => control.test(line)) ||
		mail.subject === "" ||
		mail.subject.length > MAX_SUBJECT ||
		headersRefused(headersOf(mail));
	if (wrong) return { reason: "header", code: null };
	return mimeOf(sender, mail).length > MAX_BYTES ? { reason: "too_big", code: null } : null;
}
