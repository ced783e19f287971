/** Why a channel takes nothing any more, in words for the team. Pure. */
import type { ChannelKind } from "../../protocol/notification/channel.ts";
import { channelName } from "./address.ts";
import type { PostOutcome } from "./post.ts";

/** Null: it takes what is posted. */
export function problemOf(kind: ChannelKind, done: PostOutcome): string | null {
	if (done.outcome === "taken") return null;
	const name = channelName(kind);
	if (done.outcome === "dead")
		return `${name} says that this webhook is revoked or its channel is gone. Make a new one there.`;
	return done.outcome === "refused" ? `${name} refuses what is posted.` : `${name} hasn't answered for hours.`;
}
