/**
 * What follows when a visitor leaves an address: the contact with this address is made or found, here and in the visitor's
 * other conversations. A workflow of steps that can all be done twice, for it is begun again when any of them fails. A block
 * of that contact takes hold by what the first step owes in D1.
 */
import { conversation, inbox } from "../../durable/objects.ts";
import { linkByEmail } from "../../contact/actions.ts";
import { OwnError } from "../../http/own-error.ts";
import { identify } from "../actions/contact.ts";
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
	const linked = await linkByEmail({ env, workspaceId }, SYSTEM, { visitorId, conversationId, startedAt, email, at });
	if (!linked.ok) throw new OwnError(`The contact was refused: ${linked.reason}.`);
	const contact = linked.value;
	identify(context, SYSTEM, { contact });
	const theirs = await inbox(env, workspaceId).byVisitors([visitorId]);
	const others = theirs.filter(({ id, contactId }) => id !== conversationId && contactId !== contact.id);
	await Promise.all(others.map(({ id }) => conversation(env, workspaceId, id).act(SYSTEM, "identify", { contact })));
	await inboxSync.project();
}
