/**
 * The receivers of a conversation's side effects: D1, the knowledge base, the identify workflow. Each is idempotent by the
 * effect's own ids (conversation, entry, contact), so none needs the outbox's idempotency key.
 */
import { inbox, knowledge, outbox } from "../../durable/objects.ts";
import { confirmClaim, countConversations } from "../../contact/actions.ts";
import { OwnError } from "../../http/own-error.ts";
import type { GivenUpEffect } from "../../protocol/outbox.ts";
import { type ActionContext, SYSTEM } from "../actions/context.ts";
import { eraseFiles } from "../actions/files.ts";
import { sendOwedMail } from "../mail/send.ts";
import type { Effect, EffectReceiver } from "./deliveries.ts";
import { identifyVisitor } from "./identify.ts";
import type { InboxSync } from "./inbox-sync.ts";

/** A refusal is a failure like any other: it is tried again, and given up on loudly. */
async function done(answer: Promise<{ ok: true } | { ok: false; reason: string }>): Promise<void> {
	const result = await answer;
	if (!result.ok) throw new OwnError(`The receiver refused it: ${result.reason}.`);
}

export class Receivers implements EffectReceiver {
	readonly #env: Env;
	readonly #context: ActionContext;
	readonly #inboxSync: InboxSync;

	constructor(env: Env, context: ActionContext, inboxSync: InboxSync) {
		this.#env = env;
		this.#context = context;
		this.#inboxSync = inboxSync;
	}

	async giveUp(effect: GivenUpEffect): Promise<void> {
		await outbox(this.#env, this.#context.store.started.record.workspaceId).listGivenUp(effect);
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
				const begun = { contactId, conversations: [{ id: conversationId, startedAt: at }] };
				return done(countConversations({ env: this.#env, workspaceId }, SYSTEM, begun));
			}
			case "turn": {
				const { seq, at, used } = effect;
				const unanswered = blocked ? null : effect.unanswered;
				const turn = { conversation: conversationId, seq, at, used, unanswered };
				return done(knowledge(this.#env, workspaceId).act(SYSTEM, "report_turn", turn));
			}
			case "forget":
				return done(knowledge(this.#env, workspaceId).act(SYSTEM, "forget_conversation", { id: conversationId }));
			case "note_deleted": {
				const { note, text, files, seq } = effect;
				const erased = await eraseFiles(this.#context, SYSTEM, { files });
				if (!erased.ok) throw new OwnError(`The note's files stay: ${erased.reason}.`);
				await this.#inboxSync.project();
				// What comes to the list after this must not bring the words back.
				if (this.#context.store.started.record.projectedSeq < seq) throw new OwnError("The list lags behind.");
				return inbox(this.#env, workspaceId).forgetText(conversationId, { seq: note, text });
			}
			case "mail":
			case "transcript":
				return sendOwedMail(this.#env, this.#context, effect);
			case "proved": {
				const { email } = effect;
				const proved = await confirmClaim({ env: this.#env, workspaceId }, SYSTEM, { conversationId, email });
				// "conflict": it is theirs already, or they say something else by now.
				return proved.ok || proved.reason === "conflict" ? undefined : done(Promise.resolve(proved));
			}
			case "solved": {
				if (blocked) return;
				const { seq, at, question, answer } = effect;
				const solved = { conversation: conversationId, seq, at, question, answer };
				return done(knowledge(this.#env, workspaceId).act(SYSTEM, "report_solved", solved));
			}
			default:
				return effect satisfies never;
		}
	}
}
