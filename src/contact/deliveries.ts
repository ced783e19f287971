/**
 * What changes of a contact owe to their conversations, and how it is delivered: by what D1 says at that moment, not by
 * what the effect says happened. So it may be delivered twice, late, and in any order. Called by the workspace's outbox.
 */
import { type Database, database } from "../db/database.ts";
import { OwnError } from "../http/own-error.ts";
import { type ActiveBlock, blockFor } from "./blocks.ts";
import { visitorsOf } from "./contacts.ts";
import type { ContactBlocksChanged, ContactEdited, VisitorThread } from "./effects.ts";
import { conversationsOf, fanOut, tell } from "./fan-out.ts";
import { findContact } from "./profile.ts";

/** Changes during a delivery that it follows; past them it fails, and the outbox tries again later. */
const MAX_ROUNDS = 3;

/**
 * Reads the truth, tells it, and reads it again: another delivery, or a later change, may have told something newer in
 * between, and what this one told would stand over it.
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

/** By conversation, in an order that no message changes: the block that keeps its visitor out longest, or null. */
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

/** Every conversation of theirs is blocked where a block stands, in every open tab, and open where none does. */
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

/** Every conversation of theirs knows the name and address. A contact that was merged into another has none left. */
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
