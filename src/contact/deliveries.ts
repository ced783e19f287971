/**
 * Delivers the effects of contacts' changes to their conversations. A delivery applies the state in D1 at that moment: an
 * effect only names the contact. So it may run twice, late, and in any order. The workspace's outbox calls it.
 */
import { database } from "../db/database.ts";
import { OwnError } from "../http/own-error.ts";
import { visitorsOf } from "./contacts.ts";
import type { ContactBlocksChanged, ContactEdited, VisitorRevoked } from "./effects.ts";
import { conversationsOf, fanOut, tell } from "./fan-out.ts";
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
	const items = await conversationsOf(env, workspaceId, contactId, visitorIds);
	const ids = items.map(({ id }) => id);
	await fanOut(thread ? [thread.conversationId, ...ids] : ids, (id) => tell.followBlocks(env, workspaceId, id, by));
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
		const items = await conversationsOf(env, workspaceId, contactId, visitorIds);
		await fanOut(
			items.map(({ id }) => id),
			(id) => tell.identify(env, workspaceId, id, contact),
		);
	});
}

/** Ends the open sockets of a visitor whose tokens were revoked: coming back, they are refused. */
export async function deliverRevocation(env: Env, workspaceId: string, { thread }: VisitorRevoked): Promise<void> {
	const { conversationId, visitorId } = thread;
	const items = await conversationsOf(env, workspaceId, null, [visitorId]);
	await fanOut([conversationId, ...items.map(({ id }) => id)], (id) =>
		tell.endVisitor(env, workspaceId, id, visitorId),
	);
}
