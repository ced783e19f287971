/**
 * What leaves a conversation: its line in the list, told by version, and its effects on D1. Tried at once and again by
 * the alarm until it works (invariant 7). Both receivers are idempotent, so telling twice is harmless.
 */
import { conversationStarted, leaveEmail } from "../contact/contacts.ts";
import { database } from "../db/database.ts";
import { inbox } from "../inbox/stub.ts";
import type { InboxAvailability } from "../inbox/stub.ts";
import { type Effect, type Effects, retryDelay } from "./effects.ts";
import type { Ledger } from "./ledger.ts";
import { rowOf } from "./projection.ts";
import type { Record } from "./record.ts";

export class Outbox {
	readonly #env: Env;
	readonly #ledger: Ledger;
	readonly #effects: Effects;
	#projecting = false;
	#failures = 0;

	constructor(env: Env, ledger: Ledger, effects: Effects) {
		this.#env = env;
		this.#ledger = ledger;
		this.#effects = effects;
	}

	/** Brings the list up to date; answers whether people are there, when it could. Never rejects. */
	async project(): Promise<InboxAvailability | null> {
		let availability: InboxAvailability | null = null;
		if (this.#projecting) return null;
		this.#projecting = true;
		try {
			for (;;) {
				const record = this.#ledger.record;
				if (!record || record.projectedVersion >= record.version) return availability;
				const row = rowOf(record);
				// Changes that come during this await are told by the next round, together.
				availability = await inbox(this.#env, record.workspaceId).apply(row);
				this.#failures = 0;
				this.#ledger.projected(row.version, Date.now());
			}
		} catch (error) {
			if (this.#failures++ === 0) console.error("The list could not be told; the alarm will try again", error);
			this.#ledger.projectionDueAt = Date.now() + retryDelay(this.#failures);
			this.#ledger.save(Date.now());
			return null;
		} finally {
			this.#projecting = false;
		}
	}

	/** Delivers the effects that are due. Never rejects. */
	async deliver(now: number): Promise<void> {
		const record = this.#ledger.record;
		if (!record) return;
		for (const { id, attempts, effect } of this.#effects.due(now)) {
			try {
				await this.#perform(effect, record);
				this.#effects.delivered(id);
			} catch (error) {
				const parked = this.#effects.failed(id, attempts, Date.now());
				if (parked || attempts === 0)
					console.error(`Effect ${effect.type} ${parked ? "given up on" : "failed; it is tried again"}`, error);
			}
		}
		this.#ledger.save(Date.now());
	}

	async #perform(effect: Effect, record: Record): Promise<void> {
		const { workspaceId, conversationId, visitorId, startedAt } = record;
		switch (effect.type) {
			case "email": {
				const { email, at } = effect;
				const contact = await leaveEmail(database(this.#env), {
					workspaceId,
					visitorId,
					conversationId,
					startedAt,
					email,
					at,
				});
				this.#ledger.apply({ type: "identify", contact }, Date.now());
				return void this.project();
			}
			case "started":
				return conversationStarted(database(this.#env), {
					workspaceId,
					contactId: effect.contactId,
					conversationId,
					at: effect.at,
				});
			default:
				return effect satisfies never;
		}
	}
}
