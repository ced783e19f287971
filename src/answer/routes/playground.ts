/**
 * The route of the playground: answers a teammate's question with the same steps, settings and writers as a visitor's. Nothing
 * is stored or sent, and no gap is filed. It has a rate limit, for every question may cost a model call.
 */
import { knowledge } from "../../durable/objects.ts";
import { Hono } from "hono";
import type { MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { database } from "../../db/database.ts";
import { notFound } from "../../http/problem.ts";
import { callBudget } from "../../model/call-budget.ts";
import { PlaygroundAnswer, PlaygroundRequest } from "../../protocol/conversation/trace.ts";
import { workspaceById } from "../../workspace/settings.ts";
import { answer } from "../answer.ts";
import { meteredWriters } from "../write/metered.ts";

/** The offers since the AI last answered, counted as in a conversation. */
const offersInARow = (thread: PlaygroundRequest["thread"]): number => {
	const ours = thread.filter(({ author }) => author === "ai");
	return ours.length - 1 - ours.findLastIndex(({ offer }) => !offer);
};

export const playgroundRoutes = new Hono<MemberEnv>().post(
	"/playground",
	...memberRoute(
		{
			summary: "Ask a question as a visitor would; nothing is kept",
			may: "converse",
			limit: {
				of: "PLAYGROUND_LIMIT",
				by: (c) => c.var.member.memberId,
				detail: "Those were too many questions at once. Wait a minute, then ask again.",
			},
			json: PlaygroundRequest,
			answer: PlaygroundAnswer,
			example: { question: "Do you ship abroad?", thread: [] },
		},
		async (c) => {
			const { workspaceId } = c.var.member;
			const { question, thread } = c.req.valid("json");
			const workspace = await workspaceById(database(c.env), workspaceId);
			if (!workspace) throw notFound("workspace");
			const teammate = { visitorId: null, addressHash: null };
			const budget = callBudget(c.env, workspaceId, teammate, workspace.settings);
			const { outcome, trace } = await answer(
				{
					question,
					thread,
					settings: workspace.settings,
					workspaceName: workspace.name,
					offersInARow: offersInARow(thread),
				},
				{
					search: (query, limit, rerank) => knowledge(c.env, workspaceId).search(query, limit, rerank),
					writers: meteredWriters(c.env, workspace.settings.model, budget),
					budget,
					signal: c.req.raw.signal,
					place: { workspace: workspaceId },
					onText: () => {},
					onDiscard: () => {},
				},
			);
			const partly = outcome.action === "offer" && outcome.partly === true;
			return {
				action: outcome.action,
				text: outcome.action === "hand_off" ? "" : outcome.text,
				sources: outcome.action === "answer" || partly ? outcome.sources : [],
				reason: outcome.action === "answer" ? null : outcome.reason,
				partly,
				trace,
			};
		},
	),
);
