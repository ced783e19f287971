/**
 * Calls from contacts to conversations: which ones are a contact's, and what each is told. Every call may be made twice.
 * Used by the deliveries of the workspace's outbox (deliveries.ts); it decides nothing about blocks or names itself.
 */
import { conversation, inbox } from "../durable/objects.ts";
import { withRetries } from "../durable/retries.ts";
import { OwnError } from "../http/own-error.ts";
import type { Teammate } from "../protocol/conversation/entry.ts";
import type { RefusalReason } from "../protocol/conversation/frames.ts";
import type { ListItem } from "../protocol/inbox.ts";
import type { ContactName } from "./contacts.ts";

/** Objects called at a time: the platform queues more than a few, and each may have to wake. */
const AT_ONCE = 20;

/** Who carries out what somebody was allowed to do to a contact. */
const system = { kind: "system" } as const;

/** A conversation that nobody has written in yet answers that it isn't there, which is as good as done. */
async function done(answer: Promise<{ ok: true } | { ok: false; reason: RefusalReason }>): Promise<void> {
	const result = await answer;
	if (!result.ok && result.reason !== "not_found") throw new OwnError(`The conversation refused it: ${result.reason}.`);
}

/** What a conversation is told. Each may be told twice. */
export const tell = {
	/** Its visitor may be blocked, or not any more: it reads which. */
	followBlocks: (env: Env, workspaceId: string, id: string, by: Teammate | null) =>
		done(conversation(env, workspaceId, id).act(system, "follow_blocks", { by })),
	identify: (env: Env, workspaceId: string, id: string, contact: ContactName) =>
		done(conversation(env, workspaceId, id).act(system, "identify", { contact })),
};

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

/**
 * A contact's conversations, archived ones too, latest first: by name, and of all browsers they were seen in. The Inbox
 * gives the latest 200 of each.
 */
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
