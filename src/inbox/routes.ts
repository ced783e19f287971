/** Routes of the Inbox, for members: the live list's socket and the figures. */
import { Hono } from "hono";
import * as v from "valibot";
import { memberCaller } from "../auth/grants.ts";
import { noteUse } from "../auth/account/last-use.ts";
import type { MemberEnv } from "../auth/member.ts";
import { memberRoute, memberSocket } from "../auth/route.ts";
import { withCaller } from "../durable/caller.ts";
import { inbox } from "../durable/objects.ts";
import { forwardSocket } from "../durable/upgrade.ts";
import { log } from "../http/log.ts";
import { AnswerFigures } from "../protocol/figures/answers.ts";
import { FIGURE_DAYS, Figures, OwnFigures } from "../protocol/figures/days.ts";

const FigureQuery = v.object({
	days: v.optional(v.pipe(v.string(), v.transform(Number), v.picklist(FIGURE_DAYS)), "30"),
});

export const inboxRoutes = new Hono<MemberEnv>()
	.get(
		"/figures",
		...memberRoute(
			{ summary: "What happened, day by day", may: "read_figures", query: FigureQuery, answer: Figures },
			async (c) => {
				const list = inbox(c.env, c.var.member.workspaceId);
				const [days, scaleSince] = await Promise.all([list.figures(c.req.valid("query").days), list.scaleSince()]);
				return { days, scaleSince };
			},
		),
	)
	.get(
		"/figures/answers",
		...memberRoute(
			{
				summary: "How sure the AI's answers were, what became of them, and what another threshold would have done",
				may: "read_figures",
				query: FigureQuery,
				answer: AnswerFigures,
			},
			(c) => inbox(c.env, c.var.member.workspaceId).answerFigures(c.req.valid("query").days),
		),
	)
	.get(
		"/figures/own",
		...memberRoute(
			{ summary: "What one did oneself, day by day", may: "converse", query: FigureQuery, answer: OwnFigures },
			(c) => inbox(c.env, c.var.member.workspaceId).ownFigures(c.var.member.memberId, c.req.valid("query").days),
		),
	)
	.get(
		"/inbox/socket",
		...memberSocket({ summary: "The live list of conversations", thing: "workspace" }, async (c) => {
			const noted = noteUse(c.env, c.var.member).catch((error) => log("last_use_not_noted", { error }));
			c.executionCtx.waitUntil(noted);
			const caller = { who: memberCaller(c.var.member), settings: null };
			const list = inbox(c.env, c.var.member.workspaceId);
			return forwardSocket(await list.fetch(withCaller(c.req.raw, caller)), "workspace");
		}),
	);
