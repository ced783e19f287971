/**
 * Copilot's routes, for members who may reply: suggest a reply, rewrite a draft, and record whether a suggestion was used.
 * They read the conversation as the member does and write nothing into it. The team's notes are never sent to a model.
 */
import { conversation, inbox, knowledge } from "../../durable/objects.ts";
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { memberActor } from "../../auth/actor.ts";
import { forbidden, type MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { ConversationId, ConversationParams } from "./params.ts";
import { database } from "../../db/database.ts";
import { callBudget } from "../../model/call-budget.ts";
import { nothing } from "../../http/contract.ts";
import { notFound, problem } from "../../http/problem.ts";
import { CopilotAnswer, CopilotOutcome, CopilotRequest, type Rewriting } from "../../protocol/conversation/copilot.ts";
import type { Message } from "../../protocol/conversation/entry.ts";
import { Style } from "../../protocol/style.ts";
import { workspaceById } from "../../workspace/settings.ts";
import { openQuestion, rewrite, suggest } from "../../answer/copilot/copilot.ts";
import { meteredWriters } from "../../answer/write/metered.ts";

const unchanged = "Your draft is as it was.";

/** The problem when no suggestion can be made. */
const nothingToSuggest = (detail: string, reason: string, status: 409 | 502 = 409) =>
	problem(status, "There is nothing to suggest", { detail, reason });

const doing: Record<Rewriting, string> = { rephrase: "Rephrasing", shorter: "Shortening", translate: "Translating" };

const noModel = (kind: Rewriting) =>
	problem(409, "This needs a language model", {
		detail: `${doing[kind]} needs a language model, and none is in use right now. ${unchanged}`,
		reason: "no_model",
	});

const budgetSpent = () =>
	problem(409, "Today's model calls are used up", {
		detail: `The workspace's limit of model calls a day is reached. An owner or admin can raise it in the settings. ${unchanged}`,
		reason: "budget",
	});

/** The spender of a teammate's calls: they count for the workspace alone. */
const teammate = { visitorId: null, addressHash: null };

/** The problem when the client aborted the request; nobody reads it. */
const givenUp = () => problem(408, "The request was given up");

/** The latest messages of the conversation, oldest first. */
async function messagesOf(c: Context<MemberEnv>, id: string): Promise<Message[]> {
	const { kind, workspaceId } = c.var.member;
	const page = await conversation(c.env, workspaceId, id).page({ kind }, { before: Number.MAX_SAFE_INTEGER });
	if (!page) throw notFound("conversation");
	const messages = page.entries.filter((entry) => entry.kind === "message");
	if (messages.length === 0) throw notFound("conversation");
	return messages;
}

async function suggestReply(c: Context<MemberEnv>, id: string): Promise<CopilotAnswer> {
	const { workspaceId } = c.var.member;
	const messages = await messagesOf(c, id);
	const open = openQuestion(messages.map(({ author, text, offer }) => ({ author: author.kind, text, offer })));
	if (!open) throw nothingToSuggest("The visitor hasn't asked anything yet.", "nothing_asked");
	const workspace = await workspaceById(database(c.env), workspaceId);
	if (!workspace) throw notFound("conversation");
	const { settings, name } = workspace;
	const budget = callBudget(c.env, workspaceId, teammate, settings);
	const suggested = await suggest(
		{ company: name, style: v.parse(Style, settings), ...open },
		{
			search: (query, limit, rerank) => knowledge(c.env, workspaceId).search(query, limit, rerank),
			writers: meteredWriters(c.env, settings.model, budget),
			budget,
			signal: c.req.raw.signal,
			place: { workspace: workspaceId, conversation: id },
		},
	);
	if (!suggested.ok)
		throw suggested.why === "nothing_found"
			? nothingToSuggest("The knowledge base has nothing that answers this.", "nothing_found")
			: nothingToSuggest("The model didn't write anything usable. Try again in a moment.", "failed", 502);
	const { text, sources, confidence } = suggested;
	const recorded = await inbox(c.env, workspaceId).act(memberActor(c.var.member), "record_suggestion", {
		conversation: id,
	});
	if (!recorded.ok) throw forbidden();
	return { id: recorded.id, text, sources, confidence };
}

async function rewriteDraft(
	c: Context<MemberEnv>,
	id: string,
	request: Exclude<CopilotRequest, { do: "suggest" }>,
): Promise<CopilotAnswer> {
	const messages = await messagesOf(c, id);
	const workspace = await workspaceById(database(c.env), c.var.member.workspaceId);
	if (!workspace) throw notFound("conversation");
	const { settings } = workspace;
	const budget = callBudget(c.env, c.var.member.workspaceId, teammate, settings);
	const kind = request.do;
	const rewritten = await rewrite(
		{
			kind,
			draft: request.draft,
			language: "language" in request ? (request.language ?? null) : null,
			thread: messages.map(({ author, text }) => ({ author: author.kind, text })),
			style: v.parse(Style, settings),
		},
		{
			writers: meteredWriters(c.env, settings.model, budget),
			signal: c.req.raw.signal,
			place: { workspace: c.var.member.workspaceId, conversation: id },
		},
	);
	if (rewritten.ok) return { id: null, text: rewritten.text, sources: [], confidence: null };
	const refuse = (detail: string) =>
		problem(502, "The draft wasn't rewritten", { detail: `${detail} ${unchanged}`, reason: rewritten.why });
	switch (rewritten.why) {
		case "no_model":
			throw noModel(kind);
		case "budget":
			throw budgetSpent();
		case "changed":
			throw refuse(
				rewritten.kind === "lost"
					? `The model left out “${rewritten.what}”.`
					: `The model added “${rewritten.what}”, which you didn't write.`,
			);
		case "not_shorter":
			throw refuse("The model found nothing to leave out.");
		case "too_long":
			throw refuse("What the model wrote is longer than a message may be.");
		case "failed":
			throw refuse("The model didn't answer. Try again in a moment.");
		default:
			throw rewritten satisfies never;
	}
}

export const copilotRoutes = new Hono<MemberEnv>()
	.post(
		"/conversations/:id/copilot",
		...memberRoute(
			{
				summary: "Suggest a reply, or write a draft anew",
				may: "converse",
				thing: "conversation",
				params: ConversationParams,
				limit: { of: "COPILOT_LIMIT", by: (c) => c.var.member.memberId },
				json: CopilotRequest,
				answer: CopilotAnswer,
				refuses: [408, 409, 502],
				example: { do: "suggest" },
			},
			async (c) => {
				const { id } = c.req.valid("param");
				const request = c.req.valid("json");
				try {
					return await (request.do === "suggest" ? suggestReply(c, id) : rewriteDraft(c, id, request));
				} catch (error) {
					throw c.req.raw.signal.aborted ? givenUp() : error;
				}
			},
		),
	)
	.post(
		"/conversations/:id/copilot/:suggestion",
		...memberRoute(
			{
				summary: "Say what became of a suggested reply",
				may: "converse",
				thing: "conversation",
				params: v.object({ id: ConversationId, suggestion: v.string() }),
				json: CopilotOutcome,
				answer: nothing,
				example: { use: "used" },
			},
			async (c) => {
				const { id, suggestion } = c.req.valid("param");
				const told = { id: suggestion, conversation: id, use: c.req.valid("json").use };
				const list = inbox(c.env, c.var.member.workspaceId);
				const recorded = await list.act(memberActor(c.var.member), "record_suggestion_use", told);
				if (!recorded.ok) throw recorded.reason === "forbidden" ? forbidden() : notFound("suggestion");
			},
		),
	);
