/**
 * What follows when a visitor leaves an address: the contact with this address is made or found, here and in the visitor's
 * other conversations, and a block of that contact takes hold. A workflow of steps that can all be done twice, for it is
 * begun again when any of them fails.
 */
import { conversation, inbox } from "../../durable/objects.ts";
import { blockFor } from "../../contact/blocks.ts";
import { leaveEmail } from "../../contact/contacts.ts";
import { database } from "../../db/database.ts";
import { block, identify } from "../actions/contact.ts";
import { type ActionContext, SYSTEM } from "../actions/context.ts";
import type { InboxSync } from "./inbox-sync.ts";

type IdentifyDeps = { env: Env; context: ActionContext; inboxSync: InboxSync };

export async function identifyVisitor(
	{ env, context, inboxSync }: IdentifyDeps,
	{ email, at }: { email: string; at: number },
): Promise<void> {
	const { workspaceId, conversationId, visitorId, startedAt, state } = context.store.started.record;
	// The visitor has corrected it since: carried out late, this address would come back in its place.
	if (state.leftEmail !== email) return;
	const db = database(env);
	const contact = await leaveEmail(db, { workspaceId, visitorId, conversationId, startedAt, email, at });
	identify(context, SYSTEM, { contact });
	const theirs = await inbox(env, workspaceId).byVisitors([visitorId]);
	const others = theirs.filter(({ id, contactId }) => id !== conversationId && contactId !== contact.id);
	await Promise.all(others.map(({ id }) => conversation(env, workspaceId, id).act(SYSTEM, "identify", { contact })));
	// The address may be that of somebody who is blocked.
	const standing = await blockFor(db, { workspaceId, visitorId, addressHash: null });
	if (standing) block(context, SYSTEM, { until: standing.until, by: { id: standing.memberId, name: standing.name } });
	await inboxSync.project();
}
