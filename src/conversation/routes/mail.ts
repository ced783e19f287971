/** The routes of mail with visitors: the whole of a mail that came, the team's decisions, and the link in a mail of ours. */
import { Hono } from "hono";
import * as v from "valibot";
import { memberActor } from "../../auth/actor.ts";
import type { MemberEnv } from "../../auth/member.ts";
import { memberRoute, openRoute, route } from "../../auth/route.ts";
import { mintVisitorToken } from "../../auth/visitor.ts";
import { blockFor } from "../../contact/blocks.ts";
import { isRevoked } from "../../contact/revocations.ts";
import { database } from "../../db/database.ts";
import { conversation } from "../../durable/objects.ts";
import { nothing, stream } from "../../http/contract.ts";
import { disposition } from "../../http/disposition.ts";
import { notFound, problem } from "../../http/problem.ts";
import { bytesWithin, MAX_RAW_BYTES } from "../../mail/inbound/inbound.ts";
import { MailLink, WholeMail } from "../../protocol/conversation/mail.ts";
import { workspaceById } from "../../workspace/settings.ts";
import { linkEndsAt, tokenOfCode } from "../mail/link.ts";
import { originalOf } from "../mail/originals.ts";
import { placeOfToken } from "../mail/store.ts";
import { ConversationId, ConversationParams } from "./params.ts";
import { type VisitorEnv, visitor, visitorLimit } from "./visitor.ts";

const MailParams = v.object({ id: ConversationId, mail: v.pipe(v.string(), v.regex(/^[\w-]{22}$/)) });
const ofMail = { may: "see", thing: "entry", params: MailParams } as const;

const moved = () =>
	problem(409, "This can't be done now", {
		reason: "not_now",
		detail: "The conversation has moved on. Look at it again.",
	});

export const mailRoutes = new Hono<MemberEnv>()
	.get(
		"/conversations/:id/mails/:mail",
		...memberRoute({ summary: "The whole of a mail that came", ...ofMail, answer: WholeMail }, async (c) => {
			const { id: conversationId, mail: mailId } = c.req.valid("param");
			const place = { workspaceId: c.var.member.workspaceId, conversationId };
			const kept = await originalOf(c.env.FILES, place, mailId);
			const bytes = kept && (await bytesWithin(kept.body, MAX_RAW_BYTES));
			const { readMail } = await import("../../mail/inbound/read.ts");
			const mail = bytes && (await readMail(bytes, ""));
			if (!mail || typeof mail === "string") throw notFound("entry");
			return { from: mail.from, isProven: mail.isProven, subject: mail.subject, text: mail.text };
		}),
	)
	.get(
		"/conversations/:id/mails/:mail/file",
		...memberRoute({ summary: "A mail that came, as a file", ...ofMail, answer: stream }, async (c) => {
			const { id: conversationId, mail: mailId } = c.req.valid("param");
			const place = { workspaceId: c.var.member.workspaceId, conversationId };
			const kept = await originalOf(c.env.FILES, place, mailId);
			if (!kept) throw notFound("entry");
			return new Response(kept.body, {
				headers: {
					"content-type": "application/octet-stream",
					"content-disposition": disposition("attachment", "mail.eml"),
					"content-security-policy": "default-src 'none'; sandbox",
					"cache-control": "private, no-store",
					"x-content-type-options": "nosniff",
				},
			});
		}),
	)
	.post(
		"/conversations/:id/mail/send-on",
		...memberRoute(
			{
				summary: "Send a held mail on as the visitor's message",
				may: "converse",
				thing: "conversation",
				params: ConversationParams,
				json: v.object({ seq: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
				answer: nothing,
				refuses: [409],
				example: { seq: 7 },
			},
			async (c) => {
				const stub = conversation(c.env, c.var.member.workspaceId, c.req.valid("param").id);
				const done = await stub.act(memberActor(c.var.member), "send_mail_on", c.req.valid("json"));
				if (done.ok) return;
				throw done.reason === "not_found" ? notFound("conversation") : moved();
			},
		),
	)
	.post(
		"/conversations/:id/mail/resume",
		...memberRoute(
			{
				summary: "Write to the visitor's address again",
				may: "converse",
				thing: "conversation",
				params: ConversationParams,
				answer: nothing,
				refuses: [409],
			},
			async (c) => {
				const stub = conversation(c.env, c.var.member.workspaceId, c.req.valid("param").id);
				const done = await stub.act(memberActor(c.var.member), "resume_mail", {});
				if (done.ok) return;
				throw done.reason === "not_found" ? notFound("conversation") : moved();
			},
		),
	)
	.post(
		"/conversations/:id/mail/transcript",
		...memberRoute(
			{
				summary: "Send the visitor the conversation by e-mail",
				may: "converse",
				thing: "conversation",
				params: ConversationParams,
				answer: nothing,
				refuses: [409],
			},
			async (c) => {
				const stub = conversation(c.env, c.var.member.workspaceId, c.req.valid("param").id);
				const done = await stub.act(memberActor(c.var.member), "send_transcript", {});
				if (done.ok) return;
				throw done.reason === "not_found" ? notFound("conversation") : moved();
			},
		),
	);

export const visitorMailRoutes = new Hono<VisitorEnv>()
	.post(
		"/widget/conversations/:id/transcript",
		...route(
			{ kind: "visitor" },
			[visitor],
			{
				summary: "Send me the conversation by e-mail",
				thing: "conversation",
				params: ConversationParams,
				limit: visitorLimit,
				answer: nothing,
				refuses: [409],
			},
			async (c) => {
				const { workspaceId, visitorId } = c.var.visitor;
				const stub = conversation(c.env, workspaceId, c.req.valid("param").id);
				const done = await stub.act({ kind: "visitor", visitorId }, "send_transcript", {});
				if (done.ok) return;
				throw done.reason === "forbidden" ? notFound("conversation") : moved();
			},
		),
	)
	.post(
		"/mail-link",
		...openRoute(
			{
				summary: "Exchange the code of a link in a mail for a session in its conversation",
				ownPage: true,
				limit: { of: "SESSION_LIMIT" },
				json: v.object({ code: v.pipe(v.string(), v.maxLength(200)) }),
				answer: MailLink,
				refuses: [404],
				example: { code: "token.proof" },
			},
			async (c) => {
				const { code } = c.req.valid("json");
				const db = database(c.env);
				const place = await placeOfToken(db, tokenOfCode(code));
				const linked = place && (await conversation(c.env, place.workspaceId, place.conversationId).linked());
				const endsAt = linked && (await linkEndsAt(c.env, code, place, linked.at, Date.now()));
				if (!place || !linked || endsAt === null) throw notFound("entry");
				const { workspaceId, conversationId } = place;
				const { visitorId } = linked;
				const who = { workspaceId, visitorId, addressHash: null };
				const [workspace, block, revoked] = await Promise.all([
					workspaceById(db, workspaceId),
					blockFor(db, who),
					isRevoked(db, who),
				]);
				if (!workspace || block || revoked) throw notFound("entry");
				const limits = { only: conversationId, endsAt };
				const token = await mintVisitorToken(c.env, { workspaceId, visitorId }, Date.now(), limits);
				return { key: workspace.publicKey, conversation: conversationId, token, visitor: visitorId };
			},
		),
	);
