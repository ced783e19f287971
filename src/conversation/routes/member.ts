/** A member's routes to conversations: details, socket, history, frames over HTTP, and actions. */
import { conversation, inbox } from "../../durable/objects.ts";
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { MemberEnv } from "../../auth/member.ts";
import { memberCaller } from "../../auth/grants.ts";
import { memberActor } from "../../auth/actor.ts";
import { contactOfVisitor, holderOf } from "../../contact/contacts.ts";
import { database } from "../../db/database.ts";
import { invalid } from "../../http/body.ts";
import { notFound, problem } from "../../http/problem.ts";
import { ActionResult, ConversationDetails, EntryPage } from "../../protocol/conversation/details.ts";
import type { EventEntry } from "../../protocol/conversation/entry.ts";
import { FrameAnswers, MemberFrame, type RefusalReason, TaggingRequest } from "../../protocol/conversation/frames.ts";
import { MAX_TAGS_EACH } from "../../protocol/tag.ts";
import { EntryTrace } from "../../protocol/conversation/trace.ts";
import { ConversationParams, EntryParams, RangeQuery, rangeOf, SeenQuery } from "./params.ts";
import { forwardSocket, refuseSocket } from "../../durable/upgrade.ts";
import * as v from "valibot";
import { memberRoute, memberSocket } from "../../auth/route.ts";
import { withCaller } from "../../durable/caller.ts";
import { CloseCode } from "../../protocol/limits.ts";

const details: Partial<Record<RefusalReason, string>> = {
	changed: "Somebody has changed the conversation since, so it stays as it is.",
	too_late: "That is too long ago to be undone.",
};
const statuses: Partial<Record<RefusalReason, ContentfulStatusCode>> = { forbidden: 403, not_found: 404, flood: 429 };

/** The HTTP problem of a conversation's refusal. */
const refusal = ({ reason, happened }: { reason: RefusalReason; happened?: EventEntry }) =>
	problem(statuses[reason] ?? 409, "This can't be done now", {
		reason,
		...(happened && { happened }),
		detail: details[reason] ?? "The conversation has moved on. Look at it again.",
	});

const inConversation = { thing: "conversation", params: ConversationParams } as const;
const stubOf = (c: Context<MemberEnv>, id: string) => conversation(c.env, c.var.member.workspaceId, id);

/** The HTTP answer of an action's result. `wrong`: what to say of an input that is invalid, by its name. */
function answerOf(
	result: ({ ok: true } & ActionResult) | { ok: false; reason: RefusalReason; happened?: EventEntry },
	wrong?: Record<string, string>,
): ActionResult {
	if (result.ok) {
		const { state, undo, version, happened } = result;
		return { state, undo, version, happened };
	}
	if (result.reason === "invalid" && wrong) throw invalid(wrong);
	throw refusal(result);
}

/** The route of an action without an input. */
const action = (name: "take_over" | "accept" | "hand_back" | "close" | "reopen" | "wake", summary: string) =>
	memberRoute(
		{ summary, may: "converse", ...inConversation, query: SeenQuery, answer: ActionResult, refuses: [409] },
		async (c) =>
			answerOf(await stubOf(c, c.req.valid("param").id).act(memberActor(c.var.member), name, c.req.valid("query"))),
	);

export const conversationRoutes = new Hono<MemberEnv>()
	.get(
		"/conversations/:id",
		...memberRoute(
			{
				summary: "Who the visitor is, and what came before",
				may: "see",
				...inConversation,
				answer: ConversationDetails,
			},
			async (c) => {
				const { workspaceId } = c.var.member;
				const stub = stubOf(c, c.req.valid("param").id);
				const [item, visitor] = await Promise.all([stub.item(), stub.visitor()]);
				if (!item || !visitor) throw notFound("conversation");
				const list = inbox(c.env, workspaceId);
				const db = database(c.env);
				const [others, known] = await Promise.all([
					item.contactId ? list.byContact(item.contactId) : list.byVisitors([item.visitorId]),
					contactOfVisitor(db, workspaceId, item.visitorId),
				]);
				const claimed = known?.claimed ?? null;
				const claim = claimed === null ? null : { email: claimed, contactId: await holderOf(db, workspaceId, claimed) };
				const earlier = others.filter(({ id }) => id !== item.id);
				return {
					item,
					visitor: visitor.details,
					claim,
					earlier,
					contact: known && { id: known.id, name: known.name, email: known.email, notes: known.notes },
				};
			},
		),
	)
	.get(
		"/conversations/:id/socket",
		...memberSocket({ summary: "A conversation, live", ...inConversation }, async (c) => {
			const who = memberCaller(c.var.member);
			const { id } = c.req.valid("param");
			// Before the socket opens, so that whoever ends this member's grants knows of it.
			if (!(await inbox(c.env, c.var.member.workspaceId).openThread(who, id)))
				return refuseSocket(c.req.raw, CloseCode.renew, "ask again");
			const caller = { who, settings: null };
			return forwardSocket(await stubOf(c, id).fetch(withCaller(c.req.raw, caller)), "conversation");
		}),
	)
	.get(
		"/conversations/:id/entries",
		...memberRoute(
			{
				summary: "A page of the conversation's history",
				may: "see",
				versioned: true,
				...inConversation,
				query: RangeQuery,
				answer: EntryPage,
			},
			async (c) => {
				const stub = stubOf(c, c.req.valid("param").id);
				const page = await stub.page({ kind: "member" }, rangeOf(c.req.valid("query")));
				if (!page) throw notFound("conversation");
				return page;
			},
		),
	)
	.get(
		"/conversations/:id/entries/:seq/trace",
		...memberRoute(
			{ summary: "Why the AI answered so", may: "see", thing: "entry", params: EntryParams, answer: EntryTrace },
			async (c) => {
				const { id, seq } = c.req.valid("param");
				const found = await stubOf(c, id).traceOf(seq);
				if (!found) throw notFound("entry");
				return { seq, ...found };
			},
		),
	)
	.post(
		"/conversations/:id/frames",
		...memberRoute(
			{
				summary: "Send a frame where WebSockets are blocked",
				may: "converse",
				versioned: true,
				...inConversation,
				raw: { mediaType: "application/json", schema: MemberFrame },
				answer: FrameAnswers,
			},
			async (c) => {
				const caller = { who: memberCaller(c.var.member), settings: null };
				const frames = await stubOf(c, c.req.valid("param").id).exchange(caller, await c.req.text());
				if (!frames) throw notFound("conversation");
				return { frames };
			},
		),
	)
	.post("/conversations/:id/accept", ...action("accept", "Accept the conversation that is offered to this member"))
	.post("/conversations/:id/take-over", ...action("take_over", "Take the conversation over"))
	.post("/conversations/:id/hand-back", ...action("hand_back", "Hand the conversation back to the AI"))
	.post("/conversations/:id/close", ...action("close", "Close the conversation"))
	.post("/conversations/:id/reopen", ...action("reopen", "Open the conversation again"))
	.post(
		"/conversations/:id/assign",
		...memberRoute(
			{
				summary: "Give the conversation to a teammate, or to nobody",
				may: "converse",
				...inConversation,
				query: SeenQuery,
				json: v.object({ member: v.nullable(v.string()) }),
				answer: ActionResult,
				refuses: [409],
				example: { member: null },
			},
			async (c) => {
				const actor = memberActor(c.var.member);
				const result = await stubOf(c, c.req.valid("param").id).act(actor, "assign", {
					...c.req.valid("json"),
					...c.req.valid("query"),
				});
				return answerOf(result, { member: "Choose a teammate who can reply." });
			},
		),
	)
	.post(
		"/conversations/:id/snooze",
		...memberRoute(
			{
				summary: "Put the conversation aside, until a time (ms since 1970) or until the visitor writes (null)",
				may: "converse",
				...inConversation,
				query: SeenQuery,
				json: v.object({ until: v.nullable(v.number()) }),
				answer: ActionResult,
				refuses: [409],
				example: { until: null },
			},
			async (c) => {
				const actor = memberActor(c.var.member);
				const result = await stubOf(c, c.req.valid("param").id).act(actor, "snooze", {
					...c.req.valid("json"),
					...c.req.valid("query"),
				});
				return answerOf(result, { until: "Choose a time that is still to come, within a year." });
			},
		),
	)
	.post(
		"/conversations/:id/tag",
		...memberRoute(
			{
				summary: "Put tags on the conversation, and take others off",
				may: "converse",
				...inConversation,
				json: TaggingRequest,
				answer: ActionResult,
				refuses: [409],
				example: { add: [], remove: ["tg_anothertag"] },
			},
			async (c) => {
				const actor = memberActor(c.var.member);
				const result = await stubOf(c, c.req.valid("param").id).act(actor, "tag", c.req.valid("json"));
				return answerOf(result, { add: `A conversation has at most ${MAX_TAGS_EACH} tags, of those that there are.` });
			},
		),
	)
	.post(
		"/conversations/:id/undo",
		...memberRoute(
			{
				summary: "Take an action of one's own back, by the seq that it answered with as `undo`",
				may: "converse",
				...inConversation,
				json: v.object({ seq: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
				answer: ActionResult,
				refuses: [409],
				example: { seq: 12 },
			},
			async (c) => {
				const actor = memberActor(c.var.member);
				return answerOf(await stubOf(c, c.req.valid("param").id).act(actor, "undo", c.req.valid("json")));
			},
		),
	)
	.post(
		"/conversations/:id/mark-unread",
		...memberRoute(
			{
				summary: "Set the visitor's messages back to unread, from an entry on; null: the last one",
				may: "converse",
				...inConversation,
				json: v.object({ from: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))) }),
				answer: ActionResult,
				refuses: [409],
				example: { from: null },
			},
			async (c) =>
				answerOf(
					await stubOf(c, c.req.valid("param").id).act(memberActor(c.var.member), "mark_unread", c.req.valid("json")),
				),
		),
	)
	.post(
		"/conversations/:id/delete-note",
		...memberRoute(
			{
				summary: "Delete a note, by its seq: one's own, or anybody's for owners and admins",
				may: "converse",
				...inConversation,
				json: v.object({ seq: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
				answer: ActionResult,
				example: { seq: 12 },
			},
			async (c) =>
				answerOf(
					await stubOf(c, c.req.valid("param").id).act(memberActor(c.var.member), "delete_note", c.req.valid("json")),
				),
		),
	)
	.post("/conversations/:id/wake", ...action("wake", "End the conversation's snooze"));
