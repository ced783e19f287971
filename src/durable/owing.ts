/**
 * Writes to D1 that have side effects in other objects (invariant 7). The workspace's outbox object is asked, before the
 * write, to set its alarm, and delivers right after the write. The write itself inserts the effect's row in the same
 * batch (db/outbox.ts); this file knows neither the change nor the effect.
 */
import { waitUntil } from "cloudflare:workers";
import { log } from "../http/log.ts";
import { outbox } from "./objects.ts";
import { withRetries } from "./retries.ts";
import { withTimeout } from "./timeout.ts";

/**
 * The longest a request waits for its side effects, in ms: a block should reach every open tab before its request is
 * answered. The outbox's alarm delivers whatever takes longer.
 */
const DELIVERY_LIMIT_MS = 10_000;

/**
 * Runs `write` and resolves with its result. Rejects without writing where the outbox can't be reached: a crash right after
 * the write would leave the effect undelivered. A slow or failed delivery is logged and doesn't reject.
 */
export async function withOutbox<Answer>(
	env: Pick<Env, "OUTBOX">,
	workspaceId: string,
	write: () => Promise<Answer>,
): Promise<Answer> {
	await withRetries(() => outbox(env, workspaceId).look());
	const answer = await write();
	try {
		await withTimeout(DELIVERY_LIMIT_MS, outbox(env, workspaceId).drain(), "The outbox is still delivering.");
	} catch (error) {
		log("effects_late", { workspace: workspaceId, error });
	}
	return answer;
}

/**
 * The same, without waiting for the delivery: of a mail, which may take a mail server's seconds, and whose time mustn't tell
 * whether there was anything to deliver. `workspaceId` null: nothing is owed.
 */
export async function withOutboxAfter<Answer>(
	env: Pick<Env, "OUTBOX">,
	workspaceId: string | null,
	write: () => Promise<Answer>,
): Promise<Answer> {
	if (workspaceId === null) return write();
	await withRetries(() => outbox(env, workspaceId).look());
	const answer = await write();
	// The outbox's alarm delivers what this doesn't.
	waitUntil(
		outbox(env, workspaceId)
			.drain()
			.catch((error: unknown) => log("effects_late", { workspace: workspaceId, error })),
	);
	return answer;
}
