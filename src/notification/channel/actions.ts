/** What owners and admins change about chat channels, one function an action, with its permission inside. */
import { actorMay } from "../../auth/actor.ts";
import { database } from "../../db/database.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { ChannelChange, NewChannel } from "../../protocol/notification/channel.ts";
import { channelAddress } from "./address.ts";
import { post, type PostOutcome } from "./post.ts";
import { problemOf } from "./problem.ts";
import * as store from "./store.ts";

export type ChannelContext = { env: Pick<Env, "DB" | "PARLEY_SECRET">; workspaceId: string };

type Refusal<Reason extends string> = { ok: false; reason: Reason };
type Invalid = { ok: false; reason: "invalid"; fields: Record<string, string> };
const forbidden = { ok: false, reason: "forbidden" } as const;
const notFound = { ok: false, reason: "not_found" } as const;

/** More channels of one workspace than this would each get every message. */
const MAX_CHANNELS = 20;

const writing = ({ env, workspaceId }: ChannelContext, actor: Actor) => ({ env, workspaceId, actor });

export async function addChannel(
	context: ChannelContext,
	actor: Actor,
	channel: NewChannel,
): Promise<{ ok: true; id: string } | Refusal<"forbidden" | "flood"> | Invalid> {
	if (!actorMay(actor, "configure")) return forbidden;
	const known = channelAddress(channel.kind, channel.address);
	if (!known.ok) return { ok: false, reason: "invalid", fields: { address: known.message } };
	const others = await store.channelsOf(database(context.env), context.workspaceId);
	if (others.length >= MAX_CHANNELS) return { ok: false, reason: "flood" };
	return { ok: true, id: await store.addChannel(writing(context, actor), { ...channel, address: known.url }) };
}

export async function changeChannel(
	context: ChannelContext,
	actor: Actor,
	{ id, ...change }: ChannelChange & { id: string },
): Promise<{ ok: true } | Refusal<"forbidden" | "not_found"> | Invalid> {
	if (!actorMay(actor, "configure")) return forbidden;
	const { address, ...rest } = change;
	if (address === undefined)
		return (await store.changeChannel(writing(context, actor), id, rest)) ? { ok: true } : notFound;
	const channel = (await store.channelsOf(database(context.env), context.workspaceId)).find((one) => one.id === id);
	if (!channel) return notFound;
	const known = channelAddress(channel.kind, address);
	if (!known.ok) return { ok: false, reason: "invalid", fields: { address: known.message } };
	const changed = await store.changeChannel(writing(context, actor), id, { ...rest, address: known.url });
	return changed ? { ok: true } : notFound;
}

export async function removeChannel(
	context: ChannelContext,
	actor: Actor,
	{ id }: { id: string },
): Promise<{ ok: true } | Refusal<"forbidden" | "not_found">> {
	if (!actorMay(actor, "configure")) return forbidden;
	return (await store.removeChannel(writing(context, actor), id)) ? { ok: true } : notFound;
}

/** Posts a test, once, and notes what came of it. */
export async function testChannel(
	{ env, workspaceId }: ChannelContext,
	actor: Actor,
	{ id }: { id: string },
): Promise<{ ok: true; outcome: PostOutcome["outcome"] } | Refusal<"forbidden" | "not_found">> {
	if (!actorMay(actor, "configure")) return forbidden;
	const channel = await store.channelToPost(env, workspaceId, id);
	if (!channel) return notFound;
	const body = "If you can read this, this channel is told of what happens in Parley.";
	const done = await post(channel.kind, channel.address, { title: "A test from Parley", body, link: null });
	if (done.outcome === "taken" || done.outcome === "dead")
		await store.noteProblem(database(env), workspaceId, id, problemOf(channel.kind, done));
	return { ok: true, outcome: done.outcome };
}
