/**
 * What changes of a contact owe to their conversations, and how it is delivered: by what D1 says at that moment, not by
 * what the effect says happened. So it may be delivered twice, late, and in any order. Called by the workspace's outbox.
 */
import { database } from "../db/database.ts";
import { OwnError } from "../http/own-error.ts";
import { visitorsOf } from "./contacts.ts";
import type { ContactBlocksChanged, ContactEdited } from "./effects.ts";
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

/**
 * Every conversation of theirs reads its visitor's block anew. What it finds is the truth at that moment, and it applies
 * what it read last, so nothing has to be told in order.
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
