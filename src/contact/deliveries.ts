/**
 * Delivers the effects of contacts' changes to their conversations. A delivery applies the state in D1 at that moment: an
 * effect only names the contact. So it may run twice, late, and in any order. The workspace's outbox calls it.
 */
import { database } from "../db/database.ts";
import { fanOut } from "../durable/retries.ts";
import { OwnError } from "../http/own-error.ts";
import { contactOfVisitor, visitorsOf } from "./contacts.ts";
import type { ContactBlocksChanged, ContactEdited, VisitorRevoked, VisitorThread } from "./effects.ts";
import { everyConversationOf, tell } from "./fan-out.ts";
import { findContact } from "./profile.ts";

/** How often a delivery repeats because D1 changed meanwhile. After that it fails, and the outbox tries again later. */
const MAX_ROUNDS = 3;

/**
 * Reads the desired state, applies it, and reads it again until it has not changed meanwhile. Without that, this delivery could
 * overwrite the newer state that a concurrent one has applied.
 */
async function converge<Truth>(read: () => Promise<Truth>, act: (truth: Truth) => Promise<void>): Promise<void> {
	let truth = await read();
	for (let round = 0; round < MAX_ROUNDS; round++) {
		await act(truth);
		const now = await read();
		if (JSON.stringify(now) === JSON.stringify(truth)) return;
		truth = now;
	}
	throw new OwnError("It changes faster than it can be told.");
}

/**
 * Calls `follow_blocks` on every conversation of the contact, and on the thread that the Inbox may not list yet. Each
 * conversation reads the block from D1 itself and applies its latest read, so the order of calls doesn't matter.
 */
export async function deliverContactBlocks(
	env: Env,
	workspaceId: string,
	{ contactId, thread, by }: ContactBlocksChanged,
): Promise<void> {
	const visitorIds = await visitorsOf(database(env), workspaceId, contactId);
	const every = everyConversationOf(env, workspaceId, contactId, visitorIds);
	await reach(thread, every, (id) => tell.followBlocks(env, workspaceId, id, by));
}

/** Every conversation of the visitor is given the contact they are known as, and what they claim. */
export async function deliverVisitor(env: Env, workspaceId: string, thread: VisitorThread): Promise<void> {
	const { visitorId } = thread;
	const read = () => contactOfVisitor(database(env), workspaceId, visitorId);
	await converge(read, async (found) => {
		if (!found) return;
		const { id: contactId, name, email, claimed } = found;
		const every = everyConversationOf(env, workspaceId, null, [visitorId]);
		await reach(thread, every, (id) => tell.identify(env, workspaceId, id, { id: contactId, name, email, claimed }));
	});
}

/** Calls the thread in which it began, which the Inbox may not have yet, then all others page by page. Throws after all were called. */
async function reach(
	thread: VisitorThread | null,
	every: AsyncIterable<string[]>,
	message: (id: string) => Promise<unknown>,
): Promise<void> {
	const failures: unknown[] = [];
	const call = (ids: string[]) => fanOut(ids, message).catch((error: unknown) => failures.push(error));
	const first = thread?.conversationId;
	if (first !== undefined) await call([first]);
	for await (const ids of every) await call(ids.filter((id) => id !== first));
	if (failures.length > 0) throw new AggregateError(failures, "some conversations could not be told");
}

/** Gives every conversation of the contact the name and address. A contact that was merged into another has no conversations. */
export async function deliverContactEdit(env: Env, workspaceId: string, { contactId }: ContactEdited): Promise<void> {
	const db = database(env);
	const read = async () => {
		const found = await findContact(db, workspaceId, contactId);
		return found && { id: found.id, name: found.name, email: found.email };
	};
	await converge(read, async (contact) => {
		if (!contact) return;
		const visitorIds = await visitorsOf(db, workspaceId, contactId);
		const every = everyConversationOf(env, workspaceId, contactId, visitorIds);
		await reach(null, every, (id) => tell.identify(env, workspaceId, id, contact));
	});
}

/** Ends the open sockets of a visitor whose tokens were revoked: coming back, they are refused. */
export async function deliverRevocation(env: Env, workspaceId: string, { thread }: VisitorRevoked): Promise<void> {
	const { visitorId } = thread;
	const every = everyConversationOf(env, workspaceId, null, [visitorId]);
	await reach(thread, every, (id) => tell.endVisitor(env, workspaceId, id, visitorId));
}
