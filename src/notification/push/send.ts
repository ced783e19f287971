/**
 * Sends one push to one browser: encrypted for it (RFC 8291), signed (RFC 8292), with a Topic, so that of one conversation the
 * service keeps only the latest for a device that is off. It retries nothing.
 */
import { buildPushPayload } from "@block65/webcrypto-web-push";
import { base64url } from "../../db/base64url.ts";
import { retryAfterMs } from "../retry-after.ts";
import type { PushText } from "../../protocol/notification/push.ts";
import type { SigningKey } from "./key.ts";
import { isPushService } from "./allowed-hosts.ts";

export type Device = { id: string; endpoint: string; p256dh: string; auth: string };

/** "over": the browser takes no pushes any more. "refused": this one will never be taken. `waitMs`: as the service asks. */
export type PushOutcome = { outcome: "taken" | "over" | "refused" } | { outcome: "later"; waitMs: number | null };

/** How long a service keeps a push for a device that is off, in seconds. */
const KEPT_S = 4 * 3_600;

const TIMEOUT_MS = 10_000;

/** At most 32 characters of the URL-safe base64 alphabet (RFC 8030, section 5.4). */
async function topicOf(tag: string): Promise<string> {
	if (/^[\w-]{1,32}$/.test(tag)) return tag;
	const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(tag));
	return base64url(new Uint8Array(hash)).slice(0, 32);
}

/** `address`: the deployment's own, by which a service can find who sends. */
export async function sendPush(
	{ endpoint, p256dh, auth }: Device,
	text: PushText,
	key: SigningKey,
	address: string,
): Promise<PushOutcome> {
	if (!isPushService(endpoint)) return { outcome: "over" };
	try {
		const { headers, body } = await buildPushPayload(
			{ data: JSON.stringify(text), options: { ttl: KEPT_S, urgency: "high", topic: await topicOf(text.tag) } },
			{ endpoint, expirationTime: null, keys: { p256dh, auth } },
			{ ...key, subject: address },
		);
		const response = await fetch(endpoint, {
			method: "POST",
			headers,
			body,
			redirect: "manual",
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		await response.body?.cancel();
		return outcomeOf(response);
	} catch (error) {
		// Keys that are no keys can't be encrypted for; everything else is the network.
		if (error instanceof Error && /Subscription|Payload/.test(error.message)) return { outcome: "over" };
		return { outcome: "later", waitMs: null };
	}
}

function outcomeOf({ ok, status, headers }: Response): PushOutcome {
	if (ok) return { outcome: "taken" };
	if (status === 404 || status === 410) return { outcome: "over" };
	if (status === 429 || status >= 500) return { outcome: "later", waitMs: retryAfterMs(headers, Date.now()) };
	return { outcome: "refused" };
}
