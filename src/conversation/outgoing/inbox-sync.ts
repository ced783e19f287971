/**
 * What leaves a conversation: its line in the list, told by version, and its effects elsewhere. Tried at once and again by
 * the alarm until it works (invariant 7). All receivers are idempotent, so telling twice is harmless.
 */
import { conversation, inbox, knowledge } from "../../durable/objects.ts";
import { blockFor } from "../../contact/blocks.ts";
import { conversationStarted, leaveEmail } from "../../contact/contacts.ts";
import { database } from "../../db/database.ts";
import { type Backoff, retryDelayMs } from "../../durable/backoff.ts";
import { log } from "../../http/log.ts";
import { OwnError } from "../../http/own-error.ts";
import { isMethodMissing } from "../../http/rpc.ts";
import type { Teammate } from "../../protocol/conversation/entry.ts";
import type { Availability } from "../../protocol/conversation/frames.ts";
import { type Effect, type Effects, readEffect } from "./deliveries.ts";
import type { Store } from "../storage/store.ts";
import { metricsOf, listItemOf } from "./list-item.ts";
import type { ConversationRecord } from "../storage/record.ts";

/**
 * A conversation tells the list this often at most, and what happens in between goes together. The list may lag behind a
 * thread, which has its own socket; the Inbox, which hears of every conversation, is spared the rest. Messages alone are
 * gathered as long as the Inbox asks (inbox/pace.ts); who has the conversation, or that it is over, never waits longer.
 * The wait is short and within an event, so it keeps nothing from hibernating; the alarm covers its loss.
 */
const TELL_EVERY_MS = 250;

/** What isn't urgent waits for what comes right after it: a visitor's next line, or the answer to it. */
const TOGETHER_MS = 100;

/** What the Inbox asks for holds this long: who was silent since then knows nothing of how busy it is, and tells at once. */
const ASKED_FOR_MS = 10_000;

/** What the team acts by. */
const urgentPart = ({ state }: ConversationRecord): string =>
	JSON.stringify([
		state.status === "closed",
		state.handler,
		state.archived,
		state.assignee?.id ?? null,
		state.contactId,
		state.name,
	]);

/** However often the list could not be told, it is tried again within a minute: every change is an attempt, and may fail. */
const BACKOFF: Backoff = { firstMs: 5_000, longestMs: 60_000 };

/** An Inbox that has not answered by then is not waited for: the next telling starts anew. */
const TELLING_LIMIT_MS = 20_000;

/** Messages told in one call; a longer backlog goes in several. */
const SAID_AT_ONCE = 50;

/** What the Inbox says of people when it is told. */
type People = Pick<Availability, "online" | "usualReplyMs">;

/** The telling under way, and since when it waits for the Inbox's answer. */
type Telling = { askedAt: number | null };

export class InboxSync {
	readonly #env: Env;
	readonly #ledger: Store;
	readonly #effects: Effects;
	readonly #block: (standing: { until: number | null; by: Teammate }) => void;
	#telling: Telling | null = null;
	#failures = 0;
	#toldAt = 0;
	#toldUrgent: string;
	#gatherMs = 0;
	#rest: AbortController | null = null;

	constructor(
		env: Env,
		ledger: Store,
		effects: Effects,
		block: (standing: { until: number | null; by: Teammate }) => void,
	) {
		this.#env = env;
		this.#ledger = ledger;
		this.#effects = effects;
		this.#block = block;
		// What was told before a sleep is not news after it; what was not is the alarm's.
		this.#toldUrgent = ledger.record ? urgentPart(ledger.record) : "";
	}

	/** The list is being told, and will be of the latest change too: at once where that is urgent. */
	underWay(): boolean {
		const { record } = this.#ledger;
		if (this.#rest && record && urgentPart(record) !== this.#toldUrgent) this.#rest.abort();
		const askedAt = this.#telling?.askedAt ?? null;
		return this.#telling !== null && (askedAt === null || Date.now() - askedAt < TELLING_LIMIT_MS);
	}

	/** Brings the list up to date; answers whether people are there, when it could. Never rejects. */
	async project(): Promise<People | null> {
		let availability: People | null = null;
		if (this.underWay()) return null;
		const telling: Telling = { askedAt: null };
		this.#telling = telling;
		try {
			while (this.#telling === telling) {
				const record = this.#ledger.record;
				if (!record || record.projectedVersion >= record.version) return availability;
				if (!(await this.#rested(record))) continue;
				this.#toldAt = Date.now();
				this.#toldUrgent = urgentPart(record);
				const row = listItemOf(record);
				const said = this.#ledger.untold(SAID_AT_ONCE);
				const complete = said.length < SAID_AT_ONCE;
				const told = {
					version: complete ? row.version : record.projectedVersion,
					seq: complete ? record.state.seq : (said.at(-1)?.seq ?? record.projectedSeq),
				};
				// Changes that come during an await here are told by the next round, together.
				const list = inbox(this.#env, record.workspaceId);
				telling.askedAt = Date.now();
				const { gatherMs, ...people } = await list.receive(row, said, metricsOf(record), record.modelHealth);
				telling.askedAt = null;
				availability = people;
				this.#gatherMs = gatherMs;
				this.#failures = 0;
				this.#ledger.projected(told);
			}
			return availability;
		} catch (error) {
			if (this.#telling !== telling) return null;
			if (this.#failures++ === 0) log("inbox_update_failed", { ...this.#ledger.place, error });
			this.#ledger.projectionDueAt = Date.now() + retryDelayMs(this.#failures, BACKOFF);
			this.#ledger.save(Date.now());
			return null;
		} finally {
			if (this.#telling === telling) this.#telling = null;
		}
	}

	/** Waits until the list should be told again. False when it was called upon to hurry, and should be told sooner. */
	async #rested(record: ConversationRecord): Promise<boolean> {
		const now = Date.now();
		const urgent = urgentPart(record) !== this.#toldUrgent;
		const gatherMs = urgent ? 0 : Math.max(TOGETHER_MS, now - this.#toldAt < ASKED_FOR_MS ? this.#gatherMs : 0);
		const pause = Math.max(this.#toldAt + TELL_EVERY_MS - now, gatherMs);
		if (pause <= 0) return true;
		const rest = new AbortController();
		this.#rest = rest;
		try {
			// Never longer than either: a clock may have been set back.
			await scheduler.wait(Math.min(pause, Math.max(TELL_EVERY_MS, gatherMs)), { signal: rest.signal });
			return true;
		} catch (error) {
			if (rest.signal.aborted) return false;
			throw error;
		} finally {
			this.#rest = null;
		}
	}

	/** Delivers the effects that are due. Never rejects. */
	async deliver(now: number): Promise<void> {
		const record = this.#ledger.record;
		const due = record ? this.#effects.due(now) : [];
		if (!record || due.length === 0) return;
		let failed = false;
		for (const { id, attempts, body } of due) {
			const effect = readEffect(body);
			try {
				if (effect === null) throw new OwnError("This release can't read it.");
				await this.#perform(effect, record);
				this.#effects.delivered(id);
			} catch (error) {
				failed = true;
				const kept = effect === null || isMethodMissing(error);
				const parked = this.#effects.failed(id, attempts, Date.now(), kept);
				const about = { ...this.#ledger.place, effect: id, kind: effect?.type, attempt: attempts + 1, error };
				if (parked) log("effect_given_up", about);
				else if (attempts === 0) log("effect_failed", about);
			}
		}
		// Where all went out, the alarm that is set comes too early for nothing, which costs less than a row.
		if (failed) this.#ledger.save(Date.now());
	}

	async #perform(effect: Effect, record: ConversationRecord): Promise<void> {
		const { workspaceId, conversationId, state } = record;
		// Told late, it would undo what "forget" has done.
		const blocked = state.blockedUntil !== undefined;
		switch (effect.type) {
			case "email":
				return this.#identify(effect.email, effect.at, record);
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

	/** Makes or finds the contact with this address, here and in the visitor's other conversations. */
	async #identify(email: string, at: number, record: ConversationRecord): Promise<void> {
		const { workspaceId, conversationId, visitorId, startedAt, state } = record;
		// They have corrected it since: told late, this one would come back in its place.
		if (state.leftEmail !== email) return;
		const db = database(this.#env);
		const contact = await leaveEmail(db, { workspaceId, visitorId, conversationId, startedAt, email, at });
		this.#ledger.apply({ type: "identify", contact }, Date.now());
		const theirs = await inbox(this.#env, workspaceId).byVisitors([visitorId]);
		const others = theirs.filter(({ id, contactId }) => id !== conversationId && contactId !== contact.id);
		await Promise.all(others.map(({ id }) => conversation(this.#env, workspaceId, id).identify({ contact })));
		// The address may be that of somebody who is blocked.
		const standing = await blockFor(db, { workspaceId, visitorId, addressHash: null });
		if (standing) this.#block({ until: standing.until, by: { id: standing.memberId, name: standing.name } });
		await this.project();
	}
}
