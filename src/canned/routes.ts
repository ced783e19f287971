/** Routes of canned responses. They are for members who may reply. */
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { memberActor } from "../auth/actor.ts";
import { forbidden, type MemberEnv } from "../auth/member.ts";
import { memberRoute } from "../auth/route.ts";
import { database } from "../db/database.ts";
import { invalid } from "../http/body.ts";
import { nothing } from "../http/contract.ts";
import { notFound, problem } from "../http/problem.ts";
import { CannedDraft, CannedList, CannedResponse, CannedUse } from "../protocol/canned/response.ts";
import type { Result } from "../protocol/result.ts";
import * as actions from "./actions.ts";
import { cannedResponses } from "./list.ts";

const Params = v.object({ id: v.pipe(v.string(), v.regex(/^cr_[\w-]{1,40}$/)) });

const contextOf = (c: Context<MemberEnv>): actions.CannedContext => ({
	db: database(c.env),
	workspaceId: c.var.member.workspaceId,
});

function valueOf<Value>(done: Result<Value, "forbidden" | "not_found" | "taken" | "full">): Value {
	if (done.ok) return done.value;
	switch (done.reason) {
		case "forbidden":
			throw forbidden();
		case "not_found":
			throw notFound("canned response");
		case "taken":
			throw invalid({ shortcut: "Another response has this shortcut." });
		case "full":
			throw problem(409, "There are too many canned responses", {
				detail: "Remove one first.",
				reason: "full",
			});
	}
}

const example = {
	shortcut: "hello",
	title: "A greeting",
	text: "Hello {{contact.first_name|there}}, {{agent.name}} here.",
	whose: "own" as const,
};

export const cannedRoutes = new Hono<MemberEnv>()
	.get(
		"/canned",
		...memberRoute(
			{ summary: "My canned responses, and the team's", may: "converse", answer: CannedList },
			async (c) => ({
				responses: await cannedResponses(database(c.env), c.var.member.workspaceId, c.var.member.memberId),
			}),
		),
	)
	.post(
		"/canned",
		...memberRoute(
			{
				summary: "Make a canned response",
				may: "converse",
				json: CannedDraft,
				answer: CannedResponse,
				status: 201,
				refuses: [409],
				example,
			},
			async (c) => valueOf(await actions.addCanned(contextOf(c), memberActor(c.var.member), c.req.valid("json"))),
		),
	)
	.post(
		"/canned/used",
		...memberRoute(
			{
				summary: "Count the canned responses that a sent reply or note was made with",
				may: "converse",
				json: CannedUse,
				answer: nothing,
				example: { ids: ["cr_5fYh1Q"] },
			},
			async (c) => {
				valueOf(await actions.countCanned(contextOf(c), memberActor(c.var.member), c.req.valid("json")));
			},
		),
	)
	.put(
		"/canned/:id",
		...memberRoute(
			{
				summary: "Replace a canned response, and publish it to the team",
				thing: "canned response",
				may: "converse",
				params: Params,
				json: CannedDraft,
				answer: CannedResponse,
				refuses: [403, 409],
				example: { ...example, whose: "team" },
			},
			async (c) => {
				const input = { ...c.req.valid("param"), draft: c.req.valid("json") };
				return valueOf(await actions.changeCanned(contextOf(c), memberActor(c.var.member), input));
			},
		),
	)
	.delete(
		"/canned/:id",
		...memberRoute(
			{
				summary: "Remove a canned response",
				thing: "canned response",
				may: "converse",
				params: Params,
				answer: nothing,
				refuses: [403],
			},
			async (c) => {
				valueOf(await actions.removeCanned(contextOf(c), memberActor(c.var.member), c.req.valid("param")));
			},
		),
	);
