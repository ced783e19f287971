/** Posts once to a channel. It follows no redirect, retries nothing, and never logs the address. */
import type { ChannelKind } from "../../protocol/notification/channel.ts";
import { retryAfterMs } from "../retry-after.ts";
import { channelAddress } from "./address.ts";
import { payloadOf, type Post } from "./payload.ts";

/** "dead": it takes nothing any more, whatever is posted. `waitMs`: as its server asks. */
export type PostOutcome =
	| { outcome: "taken" | "refused" }
	| { outcome: "dead"; status: number }
	| { outcome: "later"; waitMs: number | null };

/** Slack, Discord and Teams answer within a second. */
const TIMEOUT_MS = 10_000;

export async function post(kind: ChannelKind, address: string, what: Post): Promise<PostOutcome> {
	const known = channelAddress(kind, address);
	if (!known.ok) return { outcome: "dead", status: 0 };
	let response: Response;
	try {
		response = await fetch(known.url, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(payloadOf(kind, what)),
			redirect: "manual",
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		await response.body?.cancel();
	} catch {
		return { outcome: "later", waitMs: null };
	}
	const { ok, status, headers } = response;
	if (ok) return { outcome: "taken" };
	if (status === 429 || status >= 500) return { outcome: "later", waitMs: retryAfterMs(headers, Date.now()) };
	// Revoked, or its channel is gone, archived or closed to it; a redirect leads to nothing that takes posts.
	if ([401, 403, 404, 410].includes(status) || status < 400) return { outcome: "dead", status };
	return { outcome: "refused" };
}
