/**
 * Delivers the effects of contacts' changes to their conversations. A delivery applies what D1 says at that moment, not what
 * the effect says happened, so it may run twice, late, and in any order. The workspace's outbox calls it.
 */
import { type Database, database } from "../db/database.ts";
import { OwnError } from "../http/own-error.ts";
import { type ActiveBlock, blockFor } from "./blocks.ts";
import { visitorsOf } from "./contacts.ts";
import type { ContactBlocksChanged, ContactEdited, VisitorThread } from "./effects.ts";
import { conversationsOf, fanOut, tell } from "./fan-out.ts";
import { findContact } from "./profile.ts";

/** How often a delivery repeats because D1 changed meanwhile. After that it fails, and the outbox tries again later. */
const MAX_ROUNDS = 3;

/**
 * Reads the desired state, applies it, and reads it again until it has not changed meanwhile. Without that, this delivery could
 * overwrite the newer state that a concurrent one has applied.
 */
async function converge<Desired>(
	read: () => Promise<Desired>,
	apply: (desired: Desired) => Promise<void>,
): Promise<void> {
	let desired = await read();
	for (let round = 0; round < MAX_ROUNDS; round++) {
		await apply(desired);
		const latest = await read();
		if (JSON.stringify(latest) === JSON.stringify(desired)) return;
		desired = latest;
	}
	throw new OwnError("It changes faster than it can be told.");
}

/** For each conversation of a contact, its visitor's active block that lasts longest, or null. Sorted by id, so that two reads compare. */
async function blocksByConversation(
	env: Env,
	db: Database,
	workspaceId: string,
	contactId: string,
	thread: VisitorThread | null,
): Promise<[id: string, block: ActiveBlock | null][]> {
	const visitorIds = await visitorsOf(db, workspaceId, contactId);
	const items = await conversationsOf(env, workspaceId, contactId, visitorIds);
	const visitorOf = new Map(items.map(({ id, visitorId }) => [id, visitorId]));
	if (thread) visitorOf.set(thread.conversationId, thread.visitorId);
	const blocks = new Map<string, ActiveBlock | null>();
	for (const visitorId of new Set(visitorOf.values()))
		blocks.set(visitorId, await blockFor(db, { workspaceId, visitorId, addressHash: null }));
	return [...visitorOf.keys()].toSorted().map((id) => [id, blocks.get(visitorOf.get(id) ?? "") ?? null]);
}

/** Blocks every conversation of the contact whose visitor has an active block, and unblocks the others. */
export async function deliverContactBlocks(
	env: Env,
	workspaceId: string,
	{ contactId, thread, by }: ContactBlocksChanged,
): Promise<void> {
	const db = database(env);
	const read = () => blocksByConversation(env, db, workspaceId, contactId, thread);
	await converge(read, async (all) => {
		const blocks = new Map(all);
		await fanOut(blocks.keys(), (id) => {
			const block = blocks.get(id);
			if (!block) return tell.unblock(env, workspaceId, id, by);
			const setBy = { id: block.memberId, name: block.name };
			return tell.block(env, workspaceId, id, { until: block.until, by: setBy });
		});
	});
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
