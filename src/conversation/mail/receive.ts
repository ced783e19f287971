/**
 * The Worker's handler of mail that comes: finds the conversation that it answers, and gives it what was read. What is for
 * nobody is refused within the SMTP dialogue, so that its sender hears of it. It rejects where D1, the bucket or the
 * conversation fails: then the mail is delivered again, and is the same mail.
 */
import { base64url } from "../../db/base64url.ts";
import { database } from "../../db/database.ts";
import { conversation } from "../../durable/objects.ts";
import { log } from "../../http/log.ts";
import { bytesWithin, type InboundMail, MAX_RAW_BYTES } from "../../mail/inbound/inbound.ts";
import { countRefused } from "../../mail/inbound/refused.ts";
import { noteTestAnswer, tokenOfTestAddress } from "../../mail/inbound/test-answer.ts";
import { isBlank, MAX_TEXT_LENGTH } from "../../protocol/limits.ts";
import { parseEmail } from "../../protocol/text/email.ts";
import { workspaceById } from "../../workspace/settings.ts";
import { SYSTEM } from "../actions/context.ts";
import { takeAttachments } from "./attachments.ts";
import { takeNote } from "./note.ts";
import { keepOriginal } from "./originals.ts";
import { type ReplyPlace, replyToken, tokenOfAddress, tokenOfIds, tokenOfNoteAddress } from "./reply-address.ts";
import { placeOfToken } from "./store.ts";

/** Why a mail is refused, with what its sender is told. */
const refusals = {
	too_big: "5.3.4 The message is too big",
	unreadable: "5.6.0 The message could not be read",
	unknown: "5.1.1 There is nobody at this address",
	too_many: "5.7.1 Too many answers within an hour. Try again later",
	blocked: "5.7.1 This address takes no mail from you",
} as const;
type Refusal = keyof typeof refusals;

/** The part of a mail event that is used. */
export type IncomingMail = Pick<ForwardableEmailMessage, "from" | "to" | "raw" | "rawSize" | "setReject">;

const SUBJECT_OF_STOP = /^(?:re:\s*)?unsubscribe$/i;

export async function receiveMail(message: IncomingMail, env: Env): Promise<void> {
	const refusal = await take(message, env);
	if (refusal === null) return;
	log("mail_refused", { reason: refusal });
	await countRefused(database(env), refusal, Date.now());
	message.setReject(refusals[refusal]);
}

/** The conversation of a token. */
async function placeOf(env: Env, token: string | null): Promise<ReplyPlace | null> {
	const place = token === null ? null : await placeOfToken(database(env), token);
	// A row alone opens nothing: the token is what this deployment's secret makes of the conversation.
	return place && (await replyToken(env, place)) === token ? place : null;
}

/** Null: it was taken, now or before. */
async function take({ from, to, raw, rawSize }: IncomingMail, env: Env): Promise<Refusal | null> {
	if (rawSize > MAX_RAW_BYTES) return "too_big";
	const testToken = tokenOfTestAddress(to);
	if (testToken !== null) return (await noteTestAnswer(database(env), testToken, Date.now())) ? null : "unknown";
	const bytes = await bytesWithin(raw, MAX_RAW_BYTES);
	if (!bytes) return "too_big";
	// The parsers are loaded with the first mail.
	const { readMail } = await import("../../mail/inbound/read.ts");
	const mail = await readMail(bytes, from);
	if (typeof mail === "string") return mail;
	const noteToken = tokenOfNoteAddress(to);
	// A visitor's answer is found by the Message-IDs of ours that it names, where its program ignored Reply-To.
	const visitorToken = () => tokenOfAddress(to) ?? tokenOfIds([...mail.answers, ...(mail.bounce?.ids ?? [])]);
	const place = await placeOf(env, noteToken ?? visitorToken());
	if (!place) return "unknown";
	if (noteToken !== null) return noteOf(env, place, mail, { bytes, to });
	return mail.bounce ? takeBounce(env, place, mail.bounce) : takeAnswer(env, place, mail, { bytes, to });
}

async function takeBounce(
	env: Env,
	place: ReplyPlace,
	bounce: NonNullable<InboundMail["bounce"]>,
): Promise<Refusal | null> {
	const to = parseEmail(bounce.address);
	// Whoever sends a report of another mail knows the address that answers go to, and nothing of ours that came back.
	const isOurs = tokenOfIds(bounce.ids) === (await replyToken(env, place));
	if (to === null || !isOurs) return "unknown";
	const stub = conversation(env, place.workspaceId, place.conversationId);
	await stub.act(SYSTEM, "fail_mail", { to, reason: "undeliverable" });
	return null;
}

async function takeAnswer(
	env: Env,
	place: ReplyPlace,
	mail: InboundMail,
	{ bytes, to }: { bytes: Uint8Array; to: string },
): Promise<Refusal | null> {
	const stub = conversation(env, place.workspaceId, place.conversationId);
	const id = await idOf(mail.messageId, bytes);
	const expected = await stub.expectMail(id);
	if (!expected) return "unknown";
	if (expected.kind === "known") return null;
	if (expected.kind !== "may_come") return expected.kind;
	const from = mail.from ?? "";
	if (mail.isProven && !mail.isAutomatic && SUBJECT_OF_STOP.test(mail.subject)) {
		const stopped = await stub.act(SYSTEM, "fail_mail", { to: from, reason: "unsubscribed" });
		if (stopped.ok) return null;
	}
	const workspace = await workspaceById(database(env), place.workspaceId);
	if (!workspace) return "unknown";
	await keepOriginal(env.FILES, place, id, bytes);
	const { visitorId } = expected;
	const attaching = { mailId: id, visitorId, limits: workspace.settings };
	const files = mail.isAutomatic ? [] : await takeAttachments(env, place, mail.files, attaching);
	const { isProven, isAutomatic } = mail;
	const { replyText } = await import("../../mail/inbound/reply-text.ts");
	const text = textOf(mail, replyText(mail.text, to.toLowerCase()), files.length > 0);
	const taken = await stub.act(SYSTEM, "receive_mail", { id, from, isProven, isAutomatic, text, files });
	if (taken.ok) return null;
	return taken.reason === "blocked" ? "blocked" : "unknown";
}

/** A teammate's answer: whatever it is, it never goes the visitor's way. */
async function noteOf(
	env: Env,
	place: ReplyPlace,
	mail: InboundMail,
	{ bytes, to }: { bytes: Uint8Array; to: string },
): Promise<Refusal | null> {
	// An absence notice, or a report that what told them of it came back: there is nothing to note, and nobody to answer.
	if (mail.isAutomatic || mail.bounce) return null;
	const { replyText } = await import("../../mail/inbound/reply-text.ts");
	const text = textOf(mail, replyText(mail.text, to.toLowerCase()), false);
	return takeNote(env, place, { id: await idOf(mail.messageId, bytes), text, mail });
}

/** The same for the same mail, whichever way it comes. */
async function idOf(messageId: string | null, bytes: Uint8Array): Promise<string> {
	const source = messageId === null ? bytes : new TextEncoder().encode(messageId);
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", source.slice()));
	return base64url(digest.subarray(0, 16));
}

/** What a message says of the mail: what was written; where nothing is left of it, all of it, or its subject. */
function textOf({ text, subject }: InboundMail, written: string, hasFiles: boolean): string {
	const said = isBlank(written) && !hasFiles ? [text.trim(), subject].find((each) => !isBlank(each)) : written;
	return shortened(said ?? "…");
}

const shortened = (text: string): string =>
	text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH - 1).toWellFormed()}…` : text;
