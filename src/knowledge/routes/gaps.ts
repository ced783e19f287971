/** Routes of gaps and suggestions: every member may read them, those who may configure dismiss, resolve and reopen them. */
import { Hono } from "hono";
import * as v from "valibot";
import { forbidden, type MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { ConversationParams } from "../../conversation/routes/params.ts";
import { nothing } from "../../http/contract.ts";
import { notFound } from "../../http/problem.ts";
import { Gap, GapList, Suggestion, SuggestionList } from "../../protocol/knowledge/gaps.ts";
import type { KnowledgeCall } from "../actions/actions.ts";
import { actorOf, knowledgeOf } from "./context.ts";

const Params = v.object({ id: v.pipe(v.string(), v.regex(/^\d{1,12}$/), v.transform(Number)) });

type StateOf<Action> = Extract<KnowledgeCall, [unknown, Action, unknown]>[2] extends { state: infer State }
	? State
	: never;

const setGap = (state: StateOf<"set_gap_state">, summary: string) =>
	memberRoute({ summary, may: "configure", thing: "gap", params: Params, answer: nothing }, async (c) => {
		const input = { ...c.req.valid("param"), state };
		const set = await knowledgeOf(c).act(actorOf(c), "set_gap_state", input);
		if (!set.ok) throw set.reason === "forbidden" ? forbidden() : notFound("gap");
	});

const setSuggestion = (state: StateOf<"set_suggestion_state">, summary: string) =>
	memberRoute({ summary, may: "configure", thing: "suggestion", params: Params, answer: nothing }, async (c) => {
		const input = { ...c.req.valid("param"), state };
		const set = await knowledgeOf(c).act(actorOf(c), "set_suggestion_state", input);
		if (!set.ok) throw set.reason === "forbidden" ? forbidden() : notFound("suggestion");
	});

export const gapRoutes = new Hono<MemberEnv>()
	.get(
		"/gaps",
		...memberRoute({ summary: "List questions that weren't answered", may: "see", answer: GapList }, (c) =>
			knowledgeOf(c).gaps(),
		),
	)
	.get(
		"/gaps/:id",
		...memberRoute({ summary: "Read a gap", may: "see", thing: "gap", params: Params, answer: Gap }, async (c) => {
			const gap = await knowledgeOf(c).gap(c.req.valid("param").id);
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
			suggestions: await knowledgeOf(c).suggestions(),
		})),
	)
	.get(
		"/suggestions/:id",
		...memberRoute(
			{ summary: "Read a suggestion", may: "see", thing: "suggestion", params: Params, answer: Suggestion },
			async (c) => {
				const found = await knowledgeOf(c).suggestion(c.req.valid("param").id);
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
				const done = await knowledgeOf(c).act(actorOf(c), "forget_conversation", c.req.valid("param"));
				if (!done.ok || !("forgotten" in done)) throw forbidden();
				return { forgotten: done.forgotten };
			},
		),
	);
