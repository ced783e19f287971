/**
 * The receivers of a conversation's side effects: D1, the knowledge base, the identify workflow. Each is idempotent by the
 * effect's own ids (conversation, entry, contact), so none needs the outbox's idempotency key.
 */
import { knowledge } from "../../durable/objects.ts";
import { conversationStarted } from "../../contact/contacts.ts";
import { database } from "../../db/database.ts";
import type { ActionContext } from "../actions/context.ts";
import type { Effect, EffectReceiver } from "./deliveries.ts";
import { identifyVisitor } from "./identify.ts";
import type { InboxSync } from "./inbox-sync.ts";

export class Receivers implements EffectReceiver {
	readonly #env: Env;
	readonly #context: ActionContext;
	readonly #inboxSync: InboxSync;

	constructor(env: Env, context: ActionContext, inboxSync: InboxSync) {
		this.#env = env;
		this.#context = context;
		this.#inboxSync = inboxSync;
	}

	async perform(effect: Effect): Promise<void> {
		const { workspaceId, conversationId, state } = this.#context.store.started.record;
		// A question that is delivered late must not undo a "forget".
		const blocked = state.blockedUntil !== undefined;
		switch (effect.type) {
			case "email":
				return identifyVisitor({ env: this.#env, context: this.#context, inboxSync: this.#inboxSync }, effect);
			case "started": {
				const { contactId, at } = effect;
				return conversationStarted(database(this.#env), { workspaceId, contactId, conversationId, at });
			}
			case "turn": {
				const { seq, at, used } = effect;
				const unanswered = blocked ? null : effect.unanswered;
				return knowledge(this.#env, workspaceId).report({ conversation: conversationId, seq, at, used, unanswered });
			}
			case "forget":
				await knowledge(this.#env, workspaceId).forget(conversationId);
				return;
			case "solved": {
				if (blocked) return;
				const { seq, at, question, answer } = effect;
				return knowledge(this.#env, workspaceId).solved({ conversation: conversationId, seq, at, question, answer });
			}
			default:
				return effect satisfies never;
		}
	}
}
