/** Routes of chat channels, for owners and admins. No answer holds an address. */
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { memberActor } from "../../auth/actor.ts";
import { forbidden, type MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { database } from "../../db/database.ts";
import { notifier } from "../../durable/objects.ts";
import { invalid } from "../../http/body.ts";
import { log } from "../../http/log.ts";
import { notFound, tooMany } from "../../http/problem.ts";
import { AlertChannels, ChannelChange, NewChannel } from "../../protocol/notification/channel.ts";
import * as actions from "./actions.ts";
import { channelsOf } from "./store.ts";

const Params = v.object({ id: v.pipe(v.string(), v.regex(/^ch_[\w-]{1,40}$/)) });
const Tested = v.object({ outcome: v.picklist(["taken", "refused", "dead", "later"]) });

const contextOf = ({ env, var: { member } }: Context<MemberEnv>) => ({ env, workspaceId: member.workspaceId });

/** All channels, after the notifier was told that they have changed. */
async function changed(c: Context<MemberEnv>) {
	const { workspaceId } = c.var.member;
	await notifier(c.env, workspaceId)
		.forget()
		.catch((error: unknown) => log("seen_not_told", { workspace: workspaceId, error }));
	return { channels: await channelsOf(database(c.env), workspaceId) };
}

export const channelRoutes = new Hono<MemberEnv>()
	.get(
		"/notifications/channels",
		...memberRoute(
			{ summary: "The chat channels that are told", may: "configure", answer: AlertChannels },
			async (c) => ({
				channels: await channelsOf(database(c.env), c.var.member.workspaceId),
			}),
		),
	)
	.post(
		"/notifications/channels",
		...memberRoute(
			{
				summary: "Tell a chat channel too, by its incoming webhook",
				may: "configure",
				json: NewChannel,
				answer: AlertChannels,
				status: 201,
				refuses: [429],
				example: {
					kind: "slack",
					name: "#support",
					address: "https://hooks.slack.com/services/T000/B000/secret",
					what: ["waiting"],
				},
			},
			async (c) => {
				const done = await actions.addChannel(contextOf(c), memberActor(c.var.member), c.req.valid("json"));
				if (done.ok) return changed(c);
				if (done.reason === "invalid") throw invalid(done.fields);
				throw done.reason === "forbidden" ? forbidden() : tooMany(60, "There are too many channels. Remove one first.");
			},
		),
	)
	.patch(
		"/notifications/channels/:id",
		...memberRoute(
			{
				summary: "Change a channel's name, address or what it is told of",
				thing: "channel",
				may: "configure",
				params: Params,
				json: ChannelChange,
				answer: AlertChannels,
				example: { what: ["waiting", "ai_trouble"] },
			},
			async (c) => {
				const input = { ...c.req.valid("json"), ...c.req.valid("param") };
				const done = await actions.changeChannel(contextOf(c), memberActor(c.var.member), input);
				if (done.ok) return changed(c);
				if (done.reason === "invalid") throw invalid(done.fields);
				throw done.reason === "forbidden" ? forbidden() : notFound("channel");
			},
		),
	)
	.delete(
		"/notifications/channels/:id",
		...memberRoute(
			{
				summary: "Tell a channel nothing any more",
				thing: "channel",
				may: "configure",
				params: Params,
				answer: AlertChannels,
			},
			async (c) => {
				const done = await actions.removeChannel(contextOf(c), memberActor(c.var.member), c.req.valid("param"));
				if (!done.ok) throw done.reason === "forbidden" ? forbidden() : notFound("channel");
				return changed(c);
			},
		),
	)
	.post(
		"/notifications/channels/:id/test",
		...memberRoute(
			{
				summary: "Post a test to a channel",
				thing: "channel",
				may: "configure",
				limit: { of: "PLAYGROUND_LIMIT", by: (c) => `channel ${c.var.member.memberId}` },
				params: Params,
				answer: Tested,
			},
			async (c) => {
				const done = await actions.testChannel(contextOf(c), memberActor(c.var.member), c.req.valid("param"));
				if (!done.ok) throw done.reason === "forbidden" ? forbidden() : notFound("channel");
				await changed(c);
				return { outcome: done.outcome };
			},
		),
	);
