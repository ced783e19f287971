/**
 * Writes to D1 that owe something elsewhere (invariant 7): the workspace's outbox is told to look before the write, and
 * delivers right after it. Used by the actions whose cause is in D1. The write itself puts the effect's row into the
 * batch of its cause (db/outbox.ts); this refuses to know either.
 */
import { log } from "../http/log.ts";
import { outbox } from "./objects.ts";
import { withRetries } from "./retries.ts";
import { withTimeout } from "./timeout.ts";

/**
 * A request waits this long for what it owes, so that a block is felt in every open tab before it is answered. What takes
 * longer arrives by the outbox's alarm. ms.
 */
const DELIVERY_LIMIT_MS = 10_000;

/**
 * Answers what `write` answers. Where the outbox can't be told to look, nothing is written: a crash right after the write
 * would leave the effect undelivered.
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
