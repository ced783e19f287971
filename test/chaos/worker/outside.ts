/**
 * The Worker's ways to the stand-ins of mail and Slack (../outside), and its clock for what is mailed late. Half of the
 * conversations mail by SMTP, half by Cloudflare's binding, which is an HTTP call here.
 */
import { env as bindings } from "cloudflare:workers";
import * as v from "valibot";
import type { MailEnv } from "../../../src/mail/configuration.ts";
import { MAIL_AFTER_MS } from "../../../src/conversation/mail/due.ts";

const { OUTSIDE_URL: outside } = v.parse(v.object({ OUTSIDE_URL: v.string() }), bindings);

const SLACK = "https://hooks.slack.com";

/** Slack's address leads to its stand-in; every other call goes where it says. */
export function stayHere(): void {
	const real = globalThis.fetch;
	globalThis.fetch = (input: RequestInfo | URL, init?: RequestInit) =>
		typeof input === "string" && input.startsWith(`${SLACK}/`)
			? real(outside + input.slice(SLACK.length), init)
			: real(input, init);
}

const Sent = v.union([v.object({ messageId: v.string() }), v.object({ code: v.string() })]);

const email: NonNullable<MailEnv["EMAIL"]> = {
	async send(message) {
		const response = await fetch(`${outside}/email`, { method: "POST", body: JSON.stringify(message) });
		const answer = v.parse(Sent, await response.json());
		if ("code" in answer) throw Object.assign(new Error("chaos: the provider refused"), { code: answer.code });
		return answer;
	},
};

/** How an object of this name mails. */
export const mailing = (name: string | undefined): Pick<MailEnv, "MAIL" | "EMAIL"> =>
	(name?.codePointAt(name.length - 1) ?? 0) % 2 === 0 ? { MAIL: "smtp" } : { MAIL: "cloudflare", EMAIL: email };

/** What in a conversation waits for its reader before it is mailed has waited long enough. */
export function agedConversation(ctx: DurableObjectState): DurableObjectState {
	const { sql } = ctx.storage;
	if (sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'document'").toArray().length === 0) return ctx;
	const aged = sql.exec(
		`UPDATE document SET body = json_set(body, '$.state.repliedAt', json_extract(body, '$.state.repliedAt') - ?)
			WHERE slot = 1 AND json_extract(body, '$.state.leftEmail') IS NOT NULL
			AND json_extract(body, '$.state.blockedUntil') IS NULL AND json_extract(body, '$.state.repliedSeq') >
				max(json_extract(body, '$.state.mailedSeq'), json_extract(body, '$.state.visitorReadSeq')) RETURNING 1`,
		MAIL_AFTER_MS,
	);
	if (aged.toArray().length > 0) void ctx.storage.setAlarm(Date.now());
	return ctx;
}

/** The same for what a teammate hasn't seen. */
export function ageNotifier({ storage }: DurableObjectState): void {
	const now = Date.now();
	const aged = storage.sql.exec("UPDATE pending SET mail_at = ? WHERE mail_at > ? RETURNING 1", now, now);
	if (aged.toArray().length > 0) void storage.setAlarm(now);
}
