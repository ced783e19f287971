/**
 * A teammate's answer by mail to what told them of a conversation: it becomes a note of theirs, for the team only. Whose it is
 * says a proven sender's address that is a member's own; a token alone, or an address that is only written in it, writes nothing.
 */
import { database } from "../../db/database.ts";
import { conversation } from "../../durable/objects.ts";
import type { InboundMail } from "../../mail/inbound/inbound.ts";
import { MAX_TEXT_LENGTH } from "../../protocol/limits.ts";
import { memberByEmail } from "../../workspace/members.ts";
import type { ActionContext } from "../actions/context.ts";
import { noteAddress, type ReplyPlace, replyToken } from "./reply-address.ts";
import { noteReplyAddress } from "./store.ts";

/** Where a teammate's answer goes. Null: no mail comes to this deployment, or the conversation hasn't begun. */
export async function noteAddressOf(env: Env, { place, store }: ActionContext): Promise<string | null> {
	const domain = store.record && store.settings?.mailReplies;
	if (!domain) return null;
	const token = await replyToken(env, place);
	await noteReplyAddress(database(env), token, place);
	return noteAddress(token, domain);
}

type Answer = { id: string; text: string; mail: Pick<InboundMail, "from" | "isProven" | "files"> };

/** Null: it is a note now, or was one before. */
export async function takeNote(
	env: Env,
	place: ReplyPlace,
	{ id, text, mail }: Answer,
): Promise<"unknown" | "blocked" | null> {
	const author = mail.isProven && mail.from !== null ? await authorOf(env, place, mail.from) : null;
	if (!author) return "blocked";
	const left = leftOut(mail.files.length);
	const said = left === "" ? text : `${text.slice(0, MAX_TEXT_LENGTH - left.length).toWellFormed()}${left}`;
	const stub = conversation(env, place.workspaceId, place.conversationId);
	const noted = await stub.act({ kind: "member", ...author }, "note", { id, text: said });
	if (noted.ok) return null;
	return noted.reason === "forbidden" ? "blocked" : "unknown";
}

async function authorOf(env: Env, { workspaceId }: ReplyPlace, from: string) {
	const member = await memberByEmail(database(env), workspaceId, from);
	return member && { id: member.id, name: member.name, role: member.role };
}

const leftOut = (files: number): string =>
	files === 0 ? "" : `\n\n(${files === 1 ? "A file" : `${files} files`} of the e-mail didn't come along.)`;
