/** What a team asks of its mail, one function each: how it stands, and a mail to oneself that shows whether it arrives. */
import { actorMay } from "../../auth/actor.ts";
import { database } from "../../db/database.ts";
import { newId } from "../../db/id.ts";
import { filled, lettersIn } from "../../language/letters.ts";
import { sendMail } from "../../mail/mail.ts";
import { refusedLately } from "../../mail/inbound/refused.ts";
import { type MailSender, senderOf, stateOf } from "../../mail/sender.ts";
import { teamMail } from "../../mail/team-letter.ts";
import type { LetterPart } from "../../mail/template.ts";
import { latestTest, newTestAddress } from "../../mail/inbound/test-answer.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { MailReport } from "../../protocol/settings/mail.ts";

type Context = { env: Env; workspaceId: string };
const forbidden = { ok: false, reason: "forbidden" } as const;
export type MailReported = { ok: true; value: MailReport } | typeof forbidden | { ok: false; reason: "not_found" };

async function reportOf(env: Env, sender: MailSender): Promise<MailReport> {
	const db = database(env);
	const [test, refused] = await Promise.all([latestTest(db, sender.workspaceId), refusedLately(db, Date.now())]);
	return {
		state: stateOf(sender),
		adapter: sender.adapter,
		from: sender.from === "" ? null : sender.from,
		server: sender.adapter === "smtp" ? env.SMTP_HOST : null,
		last: sender.last,
		replies: sender.replies === "" ? null : sender.replies,
		test,
		refused,
	};
}

export async function mailReport({ env, workspaceId }: Context, actor: Actor): Promise<MailReported> {
	if (!actorMay(actor, "configure")) return forbidden;
	const sender = await senderOf(env, database(env), workspaceId);
	return sender ? { ok: true, value: await reportOf(env, sender) } : { ok: false, reason: "not_found" };
}

/**
 * Sends one to `to`, which is the address of whoever asks, in their language. The report says what came of it, and later whether
 * it was answered.
 */
export async function sendTestMail(
	context: Context,
	actor: Actor,
	{ to, language }: { to: string; language: string | null },
): Promise<MailReported> {
	const { env, workspaceId } = context;
	if (!actorMay(actor, "configure")) return forbidden;
	const db = database(env);
	const sender = await senderOf(env, db, workspaceId);
	if (!sender) return { ok: false, reason: "not_found" };
	const replyTo = sender.replies === "" ? null : await newTestAddress(db, workspaceId, sender.replies);
	const letter = await lettersIn([language, ...sender.languages]);
	const { test: words, account } = letter.words;
	const text = (said: string): LetterPart => ({ type: "text", text: said });
	const mail = teamMail(sender, letter, {
		id: newId("ml"),
		to,
		replyTo,
		subject: filled(words.subject, { name: sender.workspace }),
		heading: words.heading,
		blocks: [text(words.text), ...(replyTo === null ? [] : [text(words.answer)]), text(words.spam)],
		footer: filled(account.why, { name: sender.workspace }),
	});
	await sendMail(env, workspaceId, mail, { isTest: true });
	return mailReport(context, actor);
}
