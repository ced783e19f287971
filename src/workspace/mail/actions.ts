/** What a team asks of its mail, one function each: how it stands, and a mail to oneself that shows whether it arrives. */
import { actorMay } from "../../auth/actor.ts";
import { database } from "../../db/database.ts";
import { newId } from "../../db/id.ts";
import { messageIdOf, sendMail } from "../../mail/mail.ts";
import { type MailSender, senderOf, stateOf } from "../../mail/sender.ts";
import { renderLetter } from "../../mail/template.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { MailReport } from "../../protocol/settings/mail.ts";

type Context = { env: Env; workspaceId: string };
const forbidden = { ok: false, reason: "forbidden" } as const;
export type MailReported = { ok: true; value: MailReport } | typeof forbidden | { ok: false; reason: "not_found" };

const reportOf = (env: Env, sender: MailSender): MailReport => ({
	state: stateOf(sender),
	adapter: sender.adapter,
	from: sender.from === "" ? null : sender.from,
	server: sender.adapter === "smtp" ? env.SMTP_HOST : null,
	last: sender.last,
});

export async function mailReport({ env, workspaceId }: Context, actor: Actor): Promise<MailReported> {
	if (!actorMay(actor, "configure")) return forbidden;
	const sender = await senderOf(env, database(env), workspaceId);
	return sender ? { ok: true, value: reportOf(env, sender) } : { ok: false, reason: "not_found" };
}

/** Sends one to `to`, which is the address of whoever asks. The report says what came of it. */
export async function sendTestMail(context: Context, actor: Actor, { to }: { to: string }): Promise<MailReported> {
	const { env, workspaceId } = context;
	if (!actorMay(actor, "configure")) return forbidden;
	const sender = await senderOf(env, database(env), workspaceId);
	if (!sender) return { ok: false, reason: "not_found" };
	const subject = `A test from ${sender.workspace}`;
	const rendered = renderLetter({
		workspace: sender.workspace,
		heading: "Your mail works",
		blocks: [
			{
				type: "text",
				text: "Parley sent this mail because somebody asked it to, in the settings. If you read it, mail arrives.",
			},
			{
				type: "text",
				text: "If it was among the unwanted mail, see what the domain's SPF, DKIM and DMARC records say.",
			},
		],
		footer: `Sent for ${sender.workspace}.`,
	});
	const mail = {
		messageId: messageIdOf(newId("ml"), sender.address),
		to,
		fromName: null,
		replyTo: null,
		subject,
		...rendered,
		inReplyTo: null,
		references: [],
		headers: { "Auto-Submitted": "auto-generated" },
	};
	await sendMail(env, workspaceId, mail, { isTest: true });
	return mailReport(context, actor);
}
