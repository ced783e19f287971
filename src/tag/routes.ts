/** Routes of a workspace's tags. After each change, open dashboards read them anew. */
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { memberActor } from "../auth/actor.ts";
import { forbidden, type MemberEnv } from "../auth/member.ts";
import { memberRoute } from "../auth/route.ts";
import { database } from "../db/database.ts";
import { inbox } from "../durable/objects.ts";
import { invalid } from "../http/body.ts";
import { log } from "../http/log.ts";
import { notFound, tooMany } from "../http/problem.ts";
import { MadeTag, NewTag, TagChange, TagId, Tags, TagUse } from "../protocol/tag.ts";
import * as actions from "./actions.ts";
import { tagsOf } from "./store.ts";

const Params = v.object({ id: TagId });

const contextOf = ({ env, var: { member } }: Context<MemberEnv>) => ({
	db: database(env),
	workspaceId: member.workspaceId,
});

async function changed(c: Context<MemberEnv>) {
	const { workspaceId } = c.var.member;
	await inbox(c.env, workspaceId)
		.tagsChanged()
		.catch((error: unknown) => log("tags_not_told", { workspace: workspaceId, error }));
	return { tags: await tagsOf(database(c.env), workspaceId) };
}

export const conversationTagRoutes = new Hono<MemberEnv>()
	.get(
		"/tags",
		...memberRoute({ summary: "The tags that conversations may carry", may: "see", answer: Tags }, async (c) => ({
			tags: await tagsOf(database(c.env), c.var.member.workspaceId),
		})),
	)
	.post(
		"/tags",
		...memberRoute(
			{
				summary: "Make a tag; one that has this name already is the answer instead",
				may: "converse",
				json: NewTag,
				answer: MadeTag,
				status: 201,
				refuses: [429],
				example: { name: "Refund", colour: "red" },
			},
			async (c) => {
				const done = await actions.addTag(contextOf(c), memberActor(c.var.member), c.req.valid("json"));
				if (!done.ok)
					throw done.reason === "forbidden" ? forbidden() : tooMany(60, "There are too many tags. Remove one first.");
				await changed(c);
				return { tag: done.tag };
			},
		),
	)
	.patch(
		"/tags/:id",
		...memberRoute(
			{
				summary: "Change a tag's name or colour",
				thing: "tag",
				may: "configure",
				params: Params,
				json: TagChange,
				answer: Tags,
				example: { name: "Refunds" },
			},
			async (c) => {
				const input = { ...c.req.valid("json"), ...c.req.valid("param") };
				const done = await actions.changeTag(contextOf(c), memberActor(c.var.member), input);
				if (done.ok) return changed(c);
				if (done.reason === "conflict") throw invalid({ name: "Another tag has this name." });
				throw done.reason === "forbidden" ? forbidden() : notFound("tag");
			},
		),
	)
	.delete(
		"/tags/:id",
		...memberRoute(
			{ summary: "Remove a tag from all conversations", thing: "tag", may: "configure", params: Params, answer: Tags },
			async (c) => {
				const done = await actions.removeTag(contextOf(c), memberActor(c.var.member), c.req.valid("param"));
				if (!done.ok) throw done.reason === "forbidden" ? forbidden() : notFound("tag");
				return changed(c);
			},
		),
	)
	.get(
		"/tags/:id/use",
		...memberRoute(
			{ summary: "How many conversations carry a tag", thing: "tag", may: "see", params: Params, answer: TagUse },
			async (c) => ({
				conversations: await inbox(c.env, c.var.member.workspaceId).taggedWith(c.req.valid("param").id),
			}),
		),
	);
