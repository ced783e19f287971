/**
 * Makes the posts that are owed, in order, and again where a channel doesn't take them: as late as its server asks, else with a
 * back-off. Where a channel takes nothing any more, somebody is told, and then it is noted.
 */
import { database } from "../../db/database.ts";
import { type Backoff, retryDelayMs } from "../../durable/backoff.ts";
import type { ListItem } from "../../protocol/inbox.ts";
import { pathOf, wordsOf } from "../../protocol/notification/words.ts";
import type { WorkspaceSettings } from "../../protocol/workspace.ts";
import { visitorName } from "../event.ts";
import { post } from "./post.ts";
import type { OwedPost, Posts } from "./posts.ts";
import { problemOf } from "./problem.ts";
import { channelToPost, noteProblem } from "./store.ts";

const BACKOFF: Backoff = { firstMs: 10_000, longestMs: 1_800_000 };

/** With this back-off some six hours. */
const MAX_ATTEMPTS = 20;

export type PostContext = {
	env: Pick<Env, "DB" | "PARLEY_SECRET">;
	workspaceId: string;
	settings: Pick<WorkspaceSettings, "address" | "notificationsWithoutText">;
	posts: Posts;
	/** What is to be made now. */
	owed: readonly OwedPost[];
	items: readonly ListItem[];
	/** Tells somebody of a channel that takes nothing any more. */
	tell(lost: { id: string; name: string }): Promise<void>;
};

export async function deliverPosts({
	env,
	workspaceId,
	settings,
	posts,
	owed: all,
	items,
	tell,
}: PostContext): Promise<void> {
	/** Channels that asked for a pause in this round: what follows would only be refused too. */
	const pausing = new Map<string, number>();
	for (const owed of all) {
		const until = pausing.get(owed.channel);
		if (until !== undefined) {
			posts.set(owed, owed.failures, until);
			continue;
		}
		const channel = await channelToPost(env, workspaceId, owed.channel);
		if (!channel || channel.problem !== null) {
			posts.set(owed, owed.failures, null);
			continue;
		}
		const done = await post(channel.kind, channel.address, textOf(owed, items, settings));
		if (done.outcome === "taken") posts.set(owed, owed.failures, null);
		const failures = owed.failures + 1;
		if (done.outcome === "later" && failures < MAX_ATTEMPTS) {
			const dueAt = Date.now() + (done.waitMs ?? retryDelayMs(failures, BACKOFF));
			posts.set(owed, failures, dueAt);
			pausing.set(owed.channel, dueAt);
			continue;
		}
		if (done.outcome === "taken") continue;
		// In this order: after a crash, or where nobody can be told now, the post is made again, and they are told then.
		await tell({ id: channel.id, name: channel.name });
		await noteProblem(database(env), workspaceId, channel.id, problemOf(channel.kind, done));
		posts.set(owed, failures, null);
	}
}

function textOf(
	{ what, topic, about }: OwedPost,
	items: readonly ListItem[],
	{ address, notificationsWithoutText }: PostContext["settings"],
) {
	const item = items.find(({ id }) => id === topic) ?? null;
	const preview = notificationsWithoutText ? "" : (item?.preview ?? "");
	const words = wordsOf({ what, name: about ?? visitorName(item), preview });
	const to = what === "mine" || what === "assigned" ? item?.assignee?.name : undefined;
	const title =
		to === undefined ? words.title : words.title.replace(/to you$/, `to ${to}`).replace(/^You have/, `${to} has`);
	return { title, body: words.body, link: address === "" ? null : address + pathOf(what, item?.id ?? null) };
}
