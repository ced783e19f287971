/** Routes of gaps and suggestions: every member may read them, those who may configure dismiss, resolve and reopen them. */
import { Hono } from "hono";
import * as v from "valibot";
import { memberActor } from "../../auth/actor.ts";
import { forbidden, type MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { ConversationParams } from "../../conversation/routes/params.ts";
import { knowledge } from "../../durable/objects.ts";
import { nothing } from "../../http/contract.ts";
import { notFound } from "../../http/problem.ts";
import { Gap, GapList, Suggestion, SuggestionList } from "../../protocol/knowledge/gaps.ts";
import * as actions from "../actions.ts";
import { actingIn } from "./context.ts";

const Params = v.object({ id: v.pipe(v.string(), v.regex(/^\d{1,12}$/), v.transform(Number)) });

type State<Action extends (...given: never[]) => unknown> = Parameters<Action>[2] extends { state: infer S }
	? S
	: never;

const setGap = (state: State<typeof actions.setGapState>, summary: string) =>
	memberRoute({ summary, may: "configure", thing: "gap", params: Params, answer: nothing }, async (c) => {
		const input = { ...c.req.valid("param"), state };
		const set = await actions.setGapState(actingIn(c), memberActor(c.var.member), input);
		if (!set.ok) throw set.reason === "forbidden" ? forbidden() : notFound("gap");
	});

const setSuggestion = (state: State<typeof actions.setSuggestionState>, summary: string) =>
	memberRoute({ summary, may: "configure", thing: "suggestion", params: Params, answer: nothing }, async (c) => {
		const input = { ...c.req.valid("param"), state };
		const set = await actions.setSuggestionState(actingIn(c), memberActor(c.var.member), input);
		if (!set.ok) throw set.reason === "forbidden" ? forbidden() : notFound("suggestion");
	});

export const gapRoutes = new Hono<MemberEnv>()
	.get(
		"/gaps",
		...memberRoute({ summary: "List questions that weren't answered", may: "see", answer: GapList }, (c) =>
			knowledge(c.env, c.var.member.workspaceId).gaps(),
		),
	)
	.get(
		"/gaps/:id",
		...memberRoute({ summary: "Read a gap", may: "see", thing: "gap", params: Params, answer: Gap }, async (c) => {
			const gap = await knowledge(c.env, c.var.member.workspaceId).gap(c.req.valid("param").id);
			if (!gap) throw notFound("gap");
			return gap;
		}),
	)
	.post("/gaps/:id/dismiss", ...setGap("dismissed", "Take a gap off the list"))
	.post("/gaps/:id/resolve", ...setGap("resolved", "Say that a gap has its answer now"))
	.post("/gaps/:id/reopen", ...setGap("open", "Put a gap back on the list"))
	.get(
		"/suggestions",
		...memberRoute({ summary: "List answers that teammates gave", may: "see", answer: SuggestionList }, async (c) => ({
			suggestions: await knowledge(c.env, c.var.member.workspaceId).suggestions(),
		})),
	)
	.get(
		"/suggestions/:id",
		...memberRoute(
			{ summary: "Read a suggestion", may: "see", thing: "suggestion", params: Params, answer: Suggestion },
			async (c) => {
				const found = await knowledge(c.env, c.var.member.workspaceId).suggestion(c.req.valid("param").id);
				if (!found) throw notFound("suggestion");
				return found;
			},
		),
	)
	.post("/suggestions/:id/dismiss", ...setSuggestion("dismissed", "Take a suggestion off the list"))
	.post("/suggestions/:id/resolve", ...setSuggestion("saved", "Say that a suggestion was saved"))
	.post("/suggestions/:id/reopen", ...setSuggestion("open", "Put a suggestion back on the list"))
	/** Part of erasing a visitor: removes their words from gaps and suggestions. */
	.delete(
		"/conversations/:id/gaps",
		...memberRoute(
			{
				summary: "Take a conversation's words out of gaps and suggestions",
				may: "configure",
				thing: "conversation",
				params: ConversationParams,
				answer: v.object({ forgotten: v.number() }),
			},
			async (c) => {
				const done = await actions.forgetConversation(actingIn(c), memberActor(c.var.member), c.req.valid("param"));
				if (!done.ok) throw forbidden();
				return { forgotten: done.value };
			},
		),
	);
