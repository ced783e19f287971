/**
 * What follows when a visitor leaves an address: D1 notes it as their claim, unless it is theirs or was denied, and this
 * conversation follows what D1 says. It can be done twice, for it is begun again when it fails.
 */
import { claimEmail } from "../../contact/actions.ts";
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
	const claim = { visitorId, conversationId, startedAt, email, at };
	const claimed = await claimEmail({ env, workspaceId }, SYSTEM, claim);
	if (!claimed.ok) throw new OwnError(`The claim was refused: ${claimed.reason}.`);
	identify(context, SYSTEM, { contact: claimed.value });
	await inboxSync.project();
}
