/**
 * The playground: a question asked as a visitor would, answered through the same steps, settings and writers. Nothing is
 * stored, nobody is told, and no gap comes of it. Every question may cost a call of the model, so a teammate who asks
 * without end is slowed.
 */
import { knowledge } from "../../durable/objects.ts";
import { Hono } from "hono";
import { member, type MemberEnv } from "../../auth/member.ts";
import { database } from "../../db/database.ts";
import { readJson } from "../../http/body.ts";
import { problem, tooMany } from "../../http/problem.ts";
import { type PlaygroundAnswer, PlaygroundRequest } from "../../protocol/conversation/trace.ts";
import { workspaceById } from "../../workspace/settings.ts";
import { answer } from "../answer.ts";
import { writers } from "../write/chain.ts";

/** Offers since the AI last answered, as a conversation counts them. */
const offersInARow = (thread: PlaygroundRequest["thread"]): number => {
	const ours = thread.filter(({ author }) => author === "ai");
	return ours.length - 1 - ours.findLastIndex(({ offer }) => !offer);
};

export const playgroundRoutes = new Hono<MemberEnv>().post("/playground", member("converse"), async (c) => {
	const { workspaceId, memberId } = c.var.member;
	const { question, thread } = await readJson(c, PlaygroundRequest);
	const { success } = await c.env.PLAYGROUND_LIMIT.limit({ key: memberId });
	if (!success) throw tooMany(60, "Those were too many questions at once. Wait a minute, then ask again.");
	const workspace = await workspaceById(database(c.env), workspaceId);
	if (!workspace) throw problem(404, "There is no such workspace");
	const { outcome, trace } = await answer(
		{
			question,
			thread,
			settings: workspace.settings,
			workspaceName: workspace.name,
			offersInARow: offersInARow(thread),
		},
		{
			search: (query, limit) => knowledge(c.env, workspaceId).search(query, limit),
			writers: writers(c.env, workspace.settings.model),
			signal: c.req.raw.signal,
			place: { workspace: workspaceId },
			onText: () => {},
			onDiscard: () => {},
		},
	);
	return c.json({
		action: outcome.action,
		text: outcome.action === "hand_off" ? "" : outcome.text,
		sources: outcome.action === "answer" ? outcome.sources : [],
		reason: outcome.action === "answer" ? null : outcome.reason,
		trace,
	} satisfies PlaygroundAnswer);
});
