/**
 * The widget's routes, called from the customer's own site. A request is accepted when the workspace allows the page's origin
 * and, once there is a session, its token is one we signed. CORS is open, because those two checks guard the answers, and
 * because a page could not read a refusal otherwise.
 */
import { conversation, inbox } from "../../durable/objects.ts";
import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import * as v from "valibot";
import { addressHash, networkHash } from "../../auth/address.ts";
import type { Visitor } from "../../auth/principal.ts";
import { mintVisitorToken, newVisitorId, readVisitorToken, strangerOf } from "../../auth/visitor.ts";
import { blockFor } from "../../contact/blocks.ts";
import { isRevoked } from "../../contact/revocations.ts";
import { database } from "../../db/database.ts";
import { stream } from "../../http/contract.ts";
import { ownOrigin } from "../../http/origin.ts";
import { notFound, problem } from "../../http/problem.ts";
import { chatStyles } from "../../protocol/settings/colour.ts";
import { StartLimits } from "../../protocol/settings/budgets.ts";
import { EntryPage } from "../../protocol/conversation/details.ts";
import { FILE_HEADER } from "../../protocol/conversation/file.ts";
import { Boot, WidgetSession } from "../../protocol/widget.ts";
import { FrameAnswers, VisitorFrame } from "../../protocol/conversation/frames.ts";
import { CloseCode, PROTOCOL_HEADER } from "../../protocol/limits.ts";
import { openNow } from "../../workspace/hours.ts";
import { mailState, promisesMail } from "../../mail/mail.ts";
import { originAllowed, type Workspace, workspaceById } from "../../workspace/settings.ts";
import { blocked, checkKeyedRequest, checkLauncher, KeyedRequest, originRefused } from "./keyed.ts";
import { ConversationParams, RangeQuery, rangeOf } from "./params.ts";
import { detailsOf } from "./visitor-details.ts";
import {
	forwardSocket,
	isUpgrade,
	offeredToken,
	onlyOurVersion,
	onlyUpgrades,
	refuseSocket,
} from "../../durable/upgrade.ts";
import type { Limit } from "../../auth/limit.ts";
import { openRoute, route } from "../../auth/route.ts";
import { type VisitorCaller, withCaller } from "../../durable/caller.ts";
import { grant } from "../../durable/grant.ts";

export type VisitorEnv = { Bindings: Env; Variables: { visitor: Visitor; workspace: Workspace } };

const DAY_SECONDS = 86_400;

/**
 * How long a browser keeps that the launcher may show, in seconds. A block or a removed site takes effect when the chat is
 * opened; the launcher goes after this time. A refusal isn't kept.
 */
const BOOT_SECONDS = 300;

const example = { key: "pk_0000000000000000000001" };

/** Requires a visitor's token, and a page that may show the widget. */
export const visitor = createMiddleware<VisitorEnv>(async (c, next) => {
	const request = c.req.raw;
	const token = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1] ?? offeredToken(request);
	const found = token ? await readVisitorToken(c.env, token) : null;
	const db = database(c.env);
	const [workspace, revoked] = found
		? await Promise.all([workspaceById(db, found.workspaceId), isRevoked(db, found)])
		: [null, false];
	if (!found || !workspace || revoked) {
		if (isUpgrade(request)) return refuseSocket(request, CloseCode.unauthorized, "no session");
		throw problem(401, "Your chat session has ended", { reason: "unauthorized" });
	}
	if (!originAllowed(workspace.settings, request.headers.get("origin"), ownOrigin(request))) throw originRefused();
	const isElsewhere = found.only !== null && found.only !== c.req.param("id");
	c.set("visitor", isElsewhere ? { ...found, visitorId: await strangerOf(c.env, found) } : found);
	c.set("workspace", workspace);
	await next();
});

/**
 * The rate limit over all of a visitor's conversations; each conversation has a precise one of its own. It keeps floods away
 * from the Durable Objects, and one token from starting conversations without end.
 */
export const visitorLimit: Limit<VisitorEnv> = { of: "VISITOR_LIMIT", by: (c) => c.var.visitor.visitorId };

const inConversation = { thing: "conversation", params: ConversationParams, limit: visitorLimit } as const;

/** 403: the visitor is blocked. */
const refuses = [403] as const;

async function visitorCaller(c: Context<VisitorEnv>, conversationId: string): Promise<VisitorCaller> {
	const { env, var: who } = c;
	const request = c.req.raw;
	const { workspaceId, visitorId, endsAt } = who.visitor;
	const [ownHash, widerHash] = await Promise.all([addressHash(env, request), networkHash(env, request)]);
	const origin = request.headers.get("origin");
	return {
		kind: "visitor",
		workspaceId,
		conversationId,
		visitorId,
		details: detailsOf(request),
		addressHash: ownHash,
		networkHash: widerHash,
		startLimits: v.parse(StartLimits, who.workspace.settings),
		site: origin === ownOrigin(request) ? null : origin,
		keepPageQuery: who.workspace.settings.keepPageQuery,
		grant: grant(null, endsAt, Date.now()),
	};
}

/** The caller, if they aren't blocked. A conversation knows the blocks of its visitor, not those of a network address. */
export async function unblockedCaller(c: Context<VisitorEnv>, conversationId: string): Promise<VisitorCaller> {
	const visit = await visitorCaller(c, conversationId);
	if (await blockFor(database(c.env), visit)) throw blocked();
	return visit;
}

const runSettings = ({ settings, name }: Workspace) => ({ ...settings, workspaceName: name });

const bootOf = ({ name, settings }: Workspace, unread: number) => ({
	name,
	unread,
	css: chatStyles(settings.colour),
});

export const visitorRoutes = new Hono<VisitorEnv>()
	.use(
		"/widget/*",
		cors({
			origin: "*",
			allowHeaders: ["authorization", "content-type", PROTOCOL_HEADER, FILE_HEADER],
			// A page of another site can't read this header otherwise.
			exposeHeaders: ["retry-after"],
			maxAge: DAY_SECONDS,
		}),
	)
	.get(
		"/widget/boot",
		...openRoute(
			{
				summary: "May the launcher show to a visitor without a token?",
				limit: { of: "BOOT_LIMIT" },
				query: v.pick(KeyedRequest, ["key"]),
				answer: Boot,
				refuses,
			},
			async (c) => {
				const { workspace } = await checkLauncher(c, c.req.valid("query"));
				// By the visitor's own browser only, because a block may be on their address. The answer is for the page's origin.
				c.header("cache-control", `private, max-age=${BOOT_SECONDS}`);
				c.header("vary", "origin");
				return bootOf(workspace, 0);
			},
		),
	)
	.post(
		"/widget/boot",
		...openRoute(
			{
				summary: "May the launcher show, and is something unread?",
				limit: { of: "BOOT_LIMIT" },
				json: KeyedRequest,
				answer: Boot,
				refuses,
				example,
			},
			async (c) => {
				const body = c.req.valid("json");
				const { workspace, visitor: known } = await checkLauncher(c, body);
				const peeked =
					known && body.conversation && (known.only === null || known.only === body.conversation)
						? await conversation(c.env, workspace.id, body.conversation).peek(known.visitorId)
						: null;
				return bootOf(workspace, peeked?.unread ?? 0);
			},
		),
	)
	.post(
		"/widget/session",
		...openRoute(
			{
				summary: "Begin or renew a visitor's session",
				limit: { of: "SESSION_LIMIT" },
				json: KeyedRequest,
				answer: WidgetSession,
				refuses,
				example,
			},
			async (c) => {
				const { workspace, visitor: known } = await checkKeyedRequest(c.env, c.req.raw, c.req.valid("json"));
				const visitorId = known?.visitorId ?? newVisitorId();
				const [token, people, mail] = await Promise.all([
					mintVisitorToken(
						c.env,
						{ workspaceId: workspace.id, visitorId },
						Date.now(),
						known?.only ? { only: known.only, endsAt: known.endsAt } : null,
					),
					inbox(c.env, workspace.id).availability(),
					mailState(c.env, workspace.id),
				]);
				const { name, settings } = workspace;
				const availability = { ...openNow(settings.hours, Date.now()), ...people };
				return { token, visitorId, name, greeting: settings.greeting, availability, mails: promisesMail(mail) };
			},
		),
	)
	.get(
		"/widget/conversations/:id/socket",
		...route(
			{ kind: "visitor" },
			[visitor, onlyUpgrades, onlyOurVersion],
			{ summary: "A visitor's conversation, live", ...inConversation, answer: stream, status: 101 },
			async (c) => {
				const request = c.req.raw;
				const visit = await visitorCaller(c, c.req.valid("param").id);
				const block = await blockFor(database(c.env), visit);
				if (block) return refuseSocket(request, CloseCode.blocked, "blocked");
				const stub = conversation(c.env, visit.workspaceId, visit.conversationId);
				const caller = { who: visit, settings: runSettings(c.var.workspace) };
				return forwardSocket(await stub.fetch(withCaller(request, caller)), "conversation");
			},
		),
	)
	.get(
		"/widget/conversations/:id/entries",
		...route(
			{ kind: "visitor" },
			[visitor],
			{
				summary: "A page of the conversation's history",
				versioned: true,
				...inConversation,
				query: RangeQuery,
				answer: EntryPage,
				refuses,
			},
			async (c) => {
				const visit = await unblockedCaller(c, c.req.valid("param").id);
				const stub = conversation(c.env, visit.workspaceId, visit.conversationId);
				const page = await stub.page(visit, rangeOf(c.req.valid("query")));
				if (!page) throw notFound("conversation");
				return page;
			},
		),
	)
	.post(
		"/widget/conversations/:id/frames",
		...route(
			{ kind: "visitor" },
			[visitor],
			{
				summary: "Send a frame where WebSockets are blocked",
				versioned: true,
				...inConversation,
				raw: { mediaType: "application/json", schema: VisitorFrame },
				answer: FrameAnswers,
				refuses,
			},
			async (c) => {
				const visit = await unblockedCaller(c, c.req.valid("param").id);
				const caller = { who: visit, settings: runSettings(c.var.workspace) };
				const stub = conversation(c.env, visit.workspaceId, visit.conversationId);
				const frames = await stub.exchange(caller, await c.req.text());
				if (!frames) throw notFound("conversation");
				const waits = frames.map((frame) => (frame.type === "refused" && frame.retryAfterMs) || 0);
				if (Math.max(...waits) > 0) c.header("retry-after", `${Math.ceil(Math.max(...waits) / 1_000)}`);
				return { frames };
			},
		),
	);
