/**
 * The workflow that runs when a visitor leaves an e-mail address: it finds or creates the contact with the address, ties this
 * and the visitor's other conversations to it, and applies a block of that contact. Every step is idempotent, because the
 * whole workflow is retried when one fails.
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
	// The visitor has left another address since: a late run with this one must not replace it.
	if (state.leftEmail !== email) return;
	const db = database(env);
	const contact = await leaveEmail(db, { workspaceId, visitorId, conversationId, startedAt, email, at });
	identify(context, SYSTEM, { contact });
	const theirs = await inbox(env, workspaceId).byVisitors([visitorId]);
	const others = theirs.filter(({ id, contactId }) => id !== conversationId && contactId !== contact.id);
	await Promise.all(others.map(({ id }) => conversation(env, workspaceId, id).act(SYSTEM, "identify", { contact })));
	// The contact with this address may be blocked.
	const standing = await blockFor(db, { workspaceId, visitorId, addressHash: null });
	if (standing) block(context, SYSTEM, { until: standing.until, by: { id: standing.memberId, name: standing.name } });
	await inboxSync.project();
}
