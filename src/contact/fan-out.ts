/**
 * Tells conversations what happened to the person behind them. The database row is written first and is the truth; this
 * makes it felt at once in tabs that are open. Telling twice is harmless, so a failure is answered with "try again".
 */
import { inbox } from "../durable/objects.ts";
import { type Backoff, spreadDelayMs } from "../durable/backoff.ts";
import { isMethodMissing } from "../http/rpc.ts";
import type { ListItem } from "../protocol/inbox.ts";

/** Objects called at a time: the platform queues more than a few, and each may have to wake. */
const AT_ONCE = 20;
const TRIES = 3;
const BACKOFF: Backoff = { firstMs: 200, longestMs: 400 };

/**
 * The platform's own word on whether another try may help (https://developers.cloudflare.com/durable-objects/best-practices/error-handling/),
 * and a method that is missing while a deploy is under way.
 */
const mayRetry = (error: unknown): boolean =>
	isMethodMissing(error) ||
	(error instanceof Error &&
		"retryable" in error &&
		error.retryable === true &&
		!("overloaded" in error && error.overloaded === true));

async function withRetries(act: () => Promise<unknown>): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		try {
			await act();
			return;
		} catch (error) {
			if (attempt === TRIES || !mayRetry(error)) throw error;
			await scheduler.wait(spreadDelayMs(attempt, BACKOFF));
		}
	}
}

/**
 * Calls each conversation once, and again where the platform says that helps. `message` makes its stub anew with each
 * try: one that has failed stays broken. Throws after all were tried when some could not be told.
 */
export async function fanOut(ids: Iterable<string>, message: (id: string) => Promise<unknown>): Promise<void> {
	const all = [...new Set(ids)];
	const failures: unknown[] = [];
	for (let start = 0; start < all.length; start += AT_ONCE) {
		const some = all.slice(start, start + AT_ONCE);
		const results = await Promise.allSettled(some.map((id) => withRetries(() => message(id))));
		for (const result of results) if (result.status === "rejected") failures.push(result.reason);
	}
	if (failures.length > 0)
		throw new AggregateError(failures, `${failures.length} of ${all.length} conversations could not be told`);
}

/** Every conversation of a contact, archived ones too, latest first: by name, and of all browsers they were seen in. */
export async function conversationsOf(
	env: Env,
	workspaceId: string,
	contactId: string | null,
	visitorIds: string[],
): Promise<ListItem[]> {
	const list = inbox(env, workspaceId);
	const [byContact, byVisitors] = await Promise.all([
		contactId === null ? [] : list.byContact(contactId),
		visitorIds.length === 0 ? [] : list.byVisitors(visitorIds),
	]);
	const rows = new Map([...byContact, ...byVisitors].map((row) => [row.id, row]));
	return [...rows.values()].toSorted((a, b) => b.lastAt - a.lastAt);
}
