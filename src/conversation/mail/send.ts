/**
 * Sends a mail that the conversation owes its visitor: what is in it is read from the log, so it is the same at every attempt.
 * What the visitor has read meanwhile isn't sent. Called by the conversation's outbox, which tries again what fails.
 */
import { visitorLanguage } from "../../answer/visitor-language.ts";
import { database } from "../../db/database.ts";
import { log as writeLog } from "../../http/log.ts";
import { OwnError } from "../../http/own-error.ts";
import { packs } from "../../language/packs.ts";
import { type Mail, messageIdOf, sendMail } from "../../mail/mail.ts";
import { renderLetter } from "../../mail/template.ts";
import type { Message } from "../../protocol/conversation/entry.ts";
import { failMail } from "../actions/mail.ts";
import { type ActionContext, SYSTEM } from "../actions/context.ts";
import type { Effect } from "../outgoing/deliveries.ts";
import { mailBlocks, named } from "./compose.ts";
import { noteSent } from "./delivery-events.ts";
import { mailAddress } from "./due.ts";
import { linkAddress, linkCode } from "./link.ts";
import { messageIdPart, replyAddress, replyToken } from "./reply-address.ts";
import { noteReplyAddress } from "./store.ts";

/** The visitor's messages before our replies that are quoted, and the replies of one mail. */
const ASKED = 3;
const REPLIES = 30;
/** Messages of a transcript: the latest ones of a very long conversation. */
const TRANSCRIPT = 500;

type OwedMail = Extract<Effect, { type: "mail" | "transcript" }>;

/** The mail isn't accepted now. */
class VisitorMailNotSent extends OwnError {
	override readonly name = "VisitorMailNotSent";
}

/** Our replies that the mail is of, after what was asked. */
function repliesOf({ log, store }: ActionContext, effect: Extract<OwedMail, { type: "mail" }>): Message[] {
	const { visitorReadSeq } = store.started.record.state;
	const from = Math.max(effect.after, visitorReadSeq);
	const latest = log.messagesUpTo(effect.upTo, REPLIES + ASKED);
	const first = latest.findIndex(({ seq, author }) => seq > from && author.kind !== "visitor");
	if (first < 0) return [];
	const asked: Message[] = [];
	for (let at = first - 1; at >= 0 && asked.length < ASKED; at--) {
		const before = latest[at];
		if (before?.author.kind !== "visitor") break;
		asked.unshift(before);
	}
	return [...asked, ...latest.slice(first)];
}

export async function sendOwedMail(env: Env, context: ActionContext, effect: OwedMail): Promise<void> {
	const { store } = context;
	const { record } = store.started;
	const { workspaceId, state } = record;
	// Blocked, corrected or denied meanwhile: then nothing goes to this address any more.
	if (state.blockedUntil !== undefined || mailAddress(state) !== effect.to) return;
	const messages =
		effect.type === "mail" ? repliesOf(context, effect) : context.log.messagesUpTo(state.seq, TRANSCRIPT);
	if (messages.length === 0) return;
	const mail = await mailOf(env, context, effect, messages);
	const done = await sendMail(env, workspaceId, mail);
	switch (done.outcome) {
		case "accepted":
			if (done.messageId !== mail.messageId) await noteLeft(env, context, done.messageId);
			return;
		case "bounced":
			await failMail(context, SYSTEM, { to: effect.to, reason: "undeliverable" });
			return;
		case "refused":
			writeLog("mail_not_sent", { ...store.place, reason: done.reason });
			return;
		case "later":
			throw new VisitorMailNotSent(`The mail wasn't accepted: ${done.reason}.`);
		case "not_set_up":
			throw new VisitorMailNotSent("No mail is set up.");
		default:
			return done satisfies never;
	}
}

/** It has left: where this can't be noted, a report that it came back will find nobody, and no more. */
const noteLeft = (env: Env, { place, store }: ActionContext, messageId: string): Promise<void> =>
	noteSent(database(env), messageId, place, Date.now()).catch((error: unknown) =>
		writeLog("mail_id_not_kept", { ...store.place, error }),
	);

async function mailOf(env: Env, context: ActionContext, owed: OwedMail, said: Message[]): Promise<Mail> {
	const { place, store } = context;
	const { record, settings } = store.started;
	const { workspaceName, aiName, address, mailReplies, colour } = settings;
	const token = await replyToken(env, place);
	await noteReplyAddress(database(env), token, place);
	const details = store.visitor?.details;
	const language = await visitorLanguage({
		question: said.findLast(({ author }) => author.kind === "visitor")?.text ?? "",
		thread: context.log
			.messagesUpTo(record.state.seq, REPLIES)
			.map(({ author, text }) => ({ author: author.kind, text })),
		languages: [details?.pageLanguage, details?.languageTag],
	});
	const { mail: words, writing } = packs[language];
	const isTranscript = owed.type === "transcript";
	const link = address === "" || isTranscript ? null : linkAddress(address, await linkCode(env, token, place, owed.at));
	const blocks = mailBlocks({
		messages: said,
		words,
		aiName,
		workspace: workspaceName,
		link,
		isAnswered: mailReplies !== "",
	});
	const letter = renderLetter({
		workspace: workspaceName,
		heading: isTranscript ? words.transcript : null,
		blocks,
		footer: isTranscript ? workspaceName : named(words.why, workspaceName),
		language,
		rightToLeft: writing.direction === "rtl",
		colour,
	});
	const replyTo = mailReplies === "" ? null : replyAddress(token, mailReplies);
	// Steady: programs that show threads go by it, and so does an answer where Reply-To was ignored.
	const root = messageIdOf(messageIdPart(token, "0"), address);
	return {
		messageId: messageIdOf(messageIdPart(token, isTranscript ? `t${owed.at}` : `${owed.seq}`), address),
		to: owed.to,
		fromName: null,
		replyTo,
		subject: named(words.subject, workspaceName),
		...letter,
		inReplyTo: root,
		references: [root],
		headers: {
			"Auto-Submitted": "auto-generated",
			...(replyTo !== null && { "List-Unsubscribe": `<mailto:${replyTo}?subject=unsubscribe>` }),
		},
	};
}
