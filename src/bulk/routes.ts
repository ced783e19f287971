/** A member's routes to changes of many conversations at once: beginning one, cancelling it, taking it back. */
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { memberActor } from "../auth/actor.ts";
import { forbidden, type MemberEnv } from "../auth/member.ts";
import { memberRoute } from "../auth/route.ts";
import { bulk } from "../durable/objects.ts";
import { notFound, problem } from "../http/problem.ts";
import { BulkJob } from "../protocol/bulk/job.ts";
import { BulkRequest } from "../protocol/bulk/request.ts";
import type { Result } from "../protocol/result.ts";

const ofJob = { thing: "change", params: v.object({ id: v.pipe(v.string(), v.maxLength(64)) }) } as const;
const stubOf = (c: Context<MemberEnv>) => bulk(c.env, c.var.member.workspaceId);

function answerOf(
	result: Result<BulkJob, "forbidden" | "not_found" | "flood">,
	missing: "change" | "conversation" = "change",
): BulkJob {
	if (result.ok) return result.value;
	if (result.reason === "forbidden") throw forbidden("Your role doesn't allow that.");
	if (result.reason === "not_found") throw notFound(missing);
	throw problem(429, "Too many changes at once", {
		reason: "flood",
		detail: "Some changes of yours are still under way. Wait until they are done.",
	});
}

export const bulkRoutes = new Hono<MemberEnv>()
	.post(
		"/bulk",
		...memberRoute(
			{
				summary: "Change many conversations at once, in the background",
				may: "converse",
				thing: "conversation",
				json: BulkRequest,
				answer: BulkJob,
				refuses: [429],
				example: { change: { type: "close" }, of: { ids: ["c_aconversation"] } },
			},
			async (c) => answerOf(await stubOf(c).start(memberActor(c.var.member), c.req.valid("json")), "conversation"),
		),
	)
	.post(
		"/bulk/:id/cancel",
		...memberRoute({ summary: "End a change of one's own", may: "converse", ...ofJob, answer: BulkJob }, async (c) =>
			answerOf(await stubOf(c).cancel(memberActor(c.var.member), c.req.valid("param").id)),
		),
	)
	.post(
		"/bulk/:id/undo",
		...memberRoute(
			{ summary: "Take a change of one's own back", may: "converse", ...ofJob, answer: BulkJob },
			async (c) => answerOf(await stubOf(c).undo(memberActor(c.var.member), c.req.valid("param").id)),
		),
	);
