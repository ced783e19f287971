/** A member's routes to conversations: details, socket, history, frames over HTTP, and actions. */
import { conversation, inbox } from "../../durable/objects.ts";
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { findMember, member, type MemberEnv } from "../../auth/member.ts";
import type { Member } from "../../auth/principal.ts";
import { may } from "../../auth/roles.ts";
import { contactOfVisitor } from "../../contact/contacts.ts";
import { database } from "../../db/database.ts";
import { invalid, readJson, readText } from "../../http/body.ts";
import { sameOrigin } from "../../http/origin.ts";
import { problem } from "../../http/problem.ts";
import type { ActionResult, ConversationDetails, EntryPage } from "../../protocol/conversation/details.ts";
import { MemberAction, type RefusalReason, type ServerFrame } from "../../protocol/conversation/frames.ts";
import { CloseCode } from "../../protocol/limits.ts";
import type { EntryTrace } from "../../protocol/conversation/trace.ts";
import { memberById } from "../../workspace/members.ts";
import { conversationId, entrySeq, rangeOf } from "./params.ts";
import { isUpgrade, refuseSocket, speaksOurs, upgraded } from "../../durable/upgrade.ts";
import { ourVersion } from "../../http/version.ts";
import { type MemberCaller, withCaller } from "../../durable/caller.ts";

const missing = () => problem(404, "There is no such conversation", { reason: "not_found" });

const statuses: Partial<Record<RefusalReason, ContentfulStatusCode>> = { forbidden: 403, not_found: 404, flood: 429 };

/** A refusal by a conversation, as the problem an HTTP client gets. */
const refusal = (reason: RefusalReason) =>
	problem(statuses[reason] ?? 409, "This can't be done now", {
		reason,
		detail: "The conversation has moved on. Look at it again.",
	});

const visitOf = ({ memberId, name, role }: Member): MemberCaller => ({ kind: "member", memberId, name, role });

export const conversationRoutes = new Hono<MemberEnv>()
	.get("/conversations/:id", member("see"), async (c) => {
		const { workspaceId } = c.var.member;
		const stub = conversation(c.env, workspaceId, conversationId(c.req.param("id")));
		const [row, visitor] = await Promise.all([stub.row(), stub.visitor()]);
		if (!row || !visitor) throw missing();
		const list = inbox(c.env, workspaceId);
		const [others, contact] = await Promise.all([
			row.contactId ? list.byContact(row.contactId) : list.byVisitors([row.visitorId]),
			contactOfVisitor(database(c.env), workspaceId, row.visitorId),
		]);
		const earlier = others.filter(({ id }) => id !== row.id);
		return c.json({ item: row, visitor: visitor.details, earlier, contact } satisfies ConversationDetails);
	})
	.get("/conversations/:id/socket", async (c) => {
		const request = c.req.raw;
		if (!isUpgrade(request)) throw problem(426, "This address is for WebSockets");
		if (!sameOrigin(request)) throw problem(403, "This came from another site", { reason: "forbidden" });
		if (!speaksOurs(request)) return refuseSocket(request, CloseCode.reload, "reload");
		const found = await findMember(request, c.env);
		if (!found) return refuseSocket(request, CloseCode.unauthorized, "signed out");
		const stub = conversation(c.env, found.workspaceId, conversationId(c.req.param("id")));
		const response = await stub.fetch(withCaller(request, { who: visitOf(found), settings: null }));
		if (!response.webSocket) throw missing();
		return upgraded(response.webSocket);
	})
	.get("/conversations/:id/entries", ourVersion, member("see"), async (c) => {
		const stub = conversation(c.env, c.var.member.workspaceId, conversationId(c.req.param("id")));
		const page = await stub.page(visitOf(c.var.member), rangeOf(c.req.query()));
		if (!page) throw missing();
		return c.json(page satisfies EntryPage);
	})
	.get("/conversations/:id/entries/:seq/trace", member("see"), async (c) => {
		const stub = conversation(c.env, c.var.member.workspaceId, conversationId(c.req.param("id")));
		const seq = entrySeq(c.req.param("seq"));
		const found = await stub.traceOf(seq);
		if (!found) throw problem(404, "Nothing is kept about this entry", { reason: "not_found" });
		return c.json({ seq, ...found } satisfies EntryTrace);
	})
	.post("/conversations/:id/frames", ourVersion, member("converse"), async (c) => {
		const stub = conversation(c.env, c.var.member.workspaceId, conversationId(c.req.param("id")));
		const caller = { who: visitOf(c.var.member), settings: null };
		const frames = await stub.exchange(caller, await readText(c.req.raw));
		if (!frames) throw missing();
		return c.json({ frames } satisfies { frames: ServerFrame[] });
	})
	.post("/conversations/:id/actions", member("converse"), async (c) => {
		const { workspaceId, memberId, name } = c.var.member;
		const id = conversationId(c.req.param("id"));
		const action = await readJson(c, MemberAction);
		const by = { id: memberId, name };
		const stub = conversation(c.env, workspaceId, id);
		const result = await (action.type === "assign"
			? stub.act(by, { type: "assign", to: await colleague(c.env, workspaceId, action.member) })
			: stub.act(by, action));
		if (!result.ok) throw refusal(result.reason);
		return c.json({ state: result.state } satisfies ActionResult);
	});

/** The teammate a conversation is to go to: one of this workspace who may answer in it. */
async function colleague(env: Env, workspaceId: string, memberId: string | null) {
	if (memberId === null) return null;
	const found = await memberById(database(env), workspaceId, memberId);
	if (!found || !may(found.role, "converse")) throw invalid({ member: "Choose a teammate who can reply." });
	return { id: found.id, name: found.name };
}
