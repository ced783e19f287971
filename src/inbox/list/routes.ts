/** Routes of the list's saved views. Open dashboards get every change over their sockets. */
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { memberActor } from "../../auth/actor.ts";
import { forbidden, type MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { inbox } from "../../durable/objects.ts";
import { invalid } from "../../http/body.ts";
import { notFound } from "../../http/problem.ts";
import {
	MAX_OWN_VIEWS,
	MAX_TEAM_VIEWS,
	SavedViews,
	ViewChange,
	ViewDraft,
	ViewOrder,
} from "../../protocol/list/view.ts";
import type { InboxResult } from "../actions.ts";

const Params = v.object({ id: v.pipe(v.string(), v.regex(/^vw_[\w-]{1,40}$/)) });
const example = { status: "open", handler: "any", assignee: "me", text: "" } as const;

const list = (c: Context<MemberEnv>) => inbox(c.env, c.var.member.workspaceId);

/** The views after a change, or its refusal. */
async function answer(c: Context<MemberEnv>, done: InboxResult): Promise<v.InferOutput<typeof SavedViews>> {
	if (done.ok) return { views: await list(c).viewsOf(c.var.member.memberId) };
	if (done.reason === "full")
		throw invalid({
			name: `One has at most ${MAX_OWN_VIEWS} views, and a team ${MAX_TEAM_VIEWS}. Remove one first.`,
		});
	throw done.reason === "forbidden" ? forbidden() : notFound("view");
}

export const viewRoutes = new Hono<MemberEnv>()
	.get(
		"/views",
		...memberRoute(
			{ summary: "The saved views of the list: the team's and one's own", may: "see", answer: SavedViews },
			async (c) => ({ views: await list(c).viewsOf(c.var.member.memberId) }),
		),
	)
	.post(
		"/views",
		...memberRoute(
			{
				summary: "Save a view, for oneself or (leads) for the team",
				may: "see",
				json: ViewDraft,
				answer: SavedViews,
				status: 201,
				example: { name: "My open ones", whose: "own", filter: example },
			},
			async (c) => answer(c, await list(c).act(memberActor(c.var.member), "add_view", c.req.valid("json"))),
		),
	)
	.put(
		"/views/order",
		...memberRoute(
			{
				summary: "Put one's own views, or (leads) the team's, in an order",
				may: "see",
				json: ViewOrder,
				answer: SavedViews,
				example: { whose: "own", ids: [] },
			},
			async (c) => answer(c, await list(c).act(memberActor(c.var.member), "order_views", c.req.valid("json"))),
		),
	)
	.patch(
		"/views/:id",
		...memberRoute(
			{
				summary: "Change a view's name or filter",
				thing: "view",
				may: "see",
				params: Params,
				json: ViewChange,
				answer: SavedViews,
				example: { name: "Mine" },
			},
			async (c) => {
				const input = { ...c.req.valid("json"), ...c.req.valid("param") };
				return answer(c, await list(c).act(memberActor(c.var.member), "change_view", input));
			},
		),
	)
	.delete(
		"/views/:id",
		...memberRoute(
			{ summary: "Remove a view", thing: "view", may: "see", params: Params, answer: SavedViews },
			async (c) => answer(c, await list(c).act(memberActor(c.var.member), "remove_view", c.req.valid("param"))),
		),
	);
