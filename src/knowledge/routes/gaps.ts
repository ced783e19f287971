/** Gaps and suggestions: everybody may look, those who may change the knowledge base settle them. */
import { knowledge } from "../../durable/objects.ts";
import { Hono } from "hono";
import * as v from "valibot";
import { member, type MemberEnv } from "../../auth/member.ts";
import { problem } from "../../http/problem.ts";
import type { Gap, GapList, Suggestion, SuggestionList } from "../../protocol/knowledge/gaps.ts";

const Id = v.pipe(v.string(), v.regex(/^\d{1,12}$/), v.transform(Number));

const missing = () => problem(404, "It isn't there any more", { reason: "not_found" });

function idOf(param: string | undefined): number {
	const parsed = v.safeParse(Id, param);
	if (!parsed.success) throw missing();
	return parsed.output;
}

export const gapRoutes = new Hono<MemberEnv>()
	.get("/gaps", member("see"), async (c) =>
		c.json((await knowledge(c.env, c.var.member.workspaceId).gaps()) satisfies GapList),
	)
	.get("/gaps/:id", member("see"), async (c) => {
		const gap = await knowledge(c.env, c.var.member.workspaceId).gap(idOf(c.req.param("id")));
		if (!gap) throw missing();
		return c.json(gap satisfies Gap);
	})
	.post("/gaps/:id/:settle{dismiss|resolve|reopen}", member("configure"), async (c) => {
		const state = { dismiss: "dismissed", resolve: "resolved", reopen: "open" } as const;
		const settle = v.parse(v.picklist(["dismiss", "resolve", "reopen"]), c.req.param("settle"));
		const stub = knowledge(c.env, c.var.member.workspaceId);
		if (!(await stub.settleGap(idOf(c.req.param("id")), state[settle]))) throw missing();
		return c.body(null, 204);
	})
	.get("/suggestions", member("see"), async (c) => {
		const suggestions = await knowledge(c.env, c.var.member.workspaceId).suggestions();
		return c.json({ suggestions } satisfies SuggestionList);
	})
	.get("/suggestions/:id", member("see"), async (c) => {
		const found = await knowledge(c.env, c.var.member.workspaceId).suggestion(idOf(c.req.param("id")));
		if (!found) throw missing();
		return c.json(found satisfies Suggestion);
	})
	.post("/suggestions/:id/:settle{dismiss|resolve|reopen}", member("configure"), async (c) => {
		const state = { dismiss: "dismissed", resolve: "saved", reopen: "open" } as const;
		const settle = v.parse(v.picklist(["dismiss", "resolve", "reopen"]), c.req.param("settle"));
		const stub = knowledge(c.env, c.var.member.workspaceId);
		if (!(await stub.settleSuggestion(idOf(c.req.param("id")), state[settle]))) throw missing();
		return c.body(null, 204);
	})
	/** For erasing somebody: nothing they said stays among the gaps and suggestions. */
	.delete("/conversations/:id/gaps", member("configure"), async (c) => {
		const forgotten = await knowledge(c.env, c.var.member.workspaceId).forget(c.req.param("id"));
		return c.json({ forgotten });
	});
