/**
 * The outbox of a conversation: side effects for D1 and the knowledge base, as rows written with their cause and delivered at
 * least once (invariant 7). A delivery is attempted at once, and again by the alarm until it succeeds or is given up on.
 * Which effects a change has is decided in effects.ts, and who receives each in receivers.ts.
 */
import * as v from "valibot";
import { type Backoff, retryDelayMs } from "../../durable/backoff.ts";
import {
	drain,
	type FailedAttempt,
	type OutboxLimits,
	type OutboxPort,
	type OwedEffect,
} from "../../durable/outbox.ts";
import { withTimeout } from "../../durable/timeout.ts";
import { log } from "../../http/log.ts";
import { OwnError } from "../../http/own-error.ts";
import { isMethodMissing } from "../../http/rpc.ts";
import { HandoffReason } from "../../protocol/conversation/entry.ts";
import { UNDO_HOLD_MS } from "../../protocol/limits.ts";
import type { GivenUpEffect } from "../../protocol/outbox.ts";
import type { Store } from "../storage/store.ts";

export const Effect = v.variant("type", [
	/** The visitor left an e-mail address: find or create its contact, and tie this conversation to it. */
	v.object({ type: v.literal("email"), email: v.string(), at: v.number() }),
	/** A known contact started a conversation. */
	v.object({ type: v.literal("started"), contactId: v.string(), at: v.number() }),
	/** A turn of the AI ended: the articles its answer used, or the question left unanswered. `seq` is its entry's. */
	v.object({
		type: v.literal("turn"),
		seq: v.number(),
		at: v.number(),
		used: v.array(v.string()),
		unanswered: v.nullable(
			v.object({ question: v.string(), reason: HandoffReason, confidence: v.nullable(v.number()) }),
		),
	}),
	/** The visitor was blocked: the knowledge base deletes what it knows of this conversation's questions. */
	v.object({ type: v.literal("forget"), at: v.number() }),
	/** A note was deleted: its files and its place in the search go. `text`: the words by which the search finds it. */
	v.object({
		type: v.literal("note_deleted"),
		note: v.number(),
		text: v.string(),
		files: v.array(v.string()),
		seq: v.number(),
		at: v.number(),
	}),
	/** Our replies after `after` up to `upTo` go to the visitor by e-mail. `seq` is that of the entry that says so. */
	v.object({
		type: v.literal("mail"),
		to: v.string(),
		after: v.number(),
		upTo: v.number(),
		seq: v.number(),
		at: v.number(),
	}),
	/** The visitor asked for the conversation so far by e-mail. */
	v.object({ type: v.literal("transcript"), to: v.string(), at: v.number() }),
	/** The visitor answered from this address, which is theirs by that. */
	v.object({ type: v.literal("proved"), email: v.string(), at: v.number() }),
	/** A conversation that a teammate handled was closed: the visitor's question and the teammate's answer. */
	v.object({ type: v.literal("solved"), seq: v.number(), at: v.number(), question: v.string(), answer: v.string() }),
]);
export type Effect = v.InferOutput<typeof Effect>;

/**
 * When a new effect is due for the alarm. It is normally delivered at once; this covers a crash before that. The Inbox's
 * update has the same delay (projection.ts), so one alarm serves both.
 */
const GRACE_MS = 30_000;
const BATCH = 20;
const BACKOFF: Backoff = { firstMs: 5_000, longestMs: 3_600_000 };

const LIMITS = {
	concurrency: 4,
	/** Longer than D1 or the knowledge base takes to answer or to fail. */
	timeoutMs: 15_000,
	backoff: BACKOFF,
	/** Doubling from five seconds to an hour, this is about a day. */
	maxAttempts: 32,
} satisfies Omit<OutboxLimits, "owner">;

/** Parses a row's body. Null: a later release wrote it, before a roll-back to this one; the row is kept for that release. */
export function readEffect(body: string): Effect | null {
	const parsed = v.safeParse(Effect, JSON.parse(body));
	return parsed.success ? parsed.output : null;
}

/** The outbox's rows. */
export class EffectRows {
	readonly #sql: SqlStorage;
	/** Cached: read with every change of a conversation, changed by few. Undefined: not read since waking or the last write. */
	#dueAt: number | null | undefined;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** `cause`: the `seq` of an event that may be undone. Until that is unlikely, the effect waits; null: it doesn't. */
	add(effect: Effect, now: number, cause: number | null = null): void {
		this.#dueAt = undefined;
		const dueAt = now + (cause === null ? GRACE_MS : UNDO_HOLD_MS);
		this.#sql.exec("INSERT INTO effect (body, due_at, cause) VALUES (?, ?, ?)", JSON.stringify(effect), dueAt, cause);
	}

	/** The event was undone: its effects are owed no more. */
	drop(cause: number): void {
		this.#dueAt = undefined;
		this.#sql.exec("DELETE FROM effect WHERE cause = ?", cause);
	}

	/** Rows without an attempt that wait for nothing, and those due by `now`; at most `BATCH`. `body` is for `readEffect`. */
	due(now: number): OwedEffect<string>[] {
		return this.#sql
			.exec<OwedEffect<string>>(
				"SELECT id, attempts, body FROM effect WHERE due_at <= ? OR (attempts = 0 AND cause IS NULL) ORDER BY id LIMIT ?",
				now,
				BATCH,
			)
			.toArray();
	}

	delivered(id: number): void {
		this.#dueAt = undefined;
		this.#sql.exec("DELETE FROM effect WHERE id = ?", id);
	}

	/** Records a failed attempt. A null `dueAt` parks the row for good. */
	failed(id: number, { attempts, dueAt }: Pick<FailedAttempt, "attempts" | "dueAt">): void {
		this.#dueAt = undefined;
		this.#sql.exec("UPDATE effect SET attempts = ?, due_at = ? WHERE id = ?", attempts, dueAt, id);
	}

	dueAt(): number | null {
		if (this.#dueAt === undefined)
			this.#dueAt = this.#sql.exec<{ due: number | null }>("SELECT min(due_at) AS due FROM effect").one().due;
		return this.#dueAt;
	}
}

/** Performs effects (receivers.ts). `key` is the idempotency key, the same at every attempt. */
export type EffectReceiver = {
	perform(effect: Effect, key: string): Promise<void>;
	/** Lists for the team what is given up on; may be called twice. */
	giveUp(effect: GivenUpEffect): Promise<void>;
};

/** The row's body was written by a later release. */
class UnreadableEffect extends OwnError {}

export class Deliveries {
	readonly #rows: EffectRows;
	readonly #store: Store;
	readonly #receiver: EffectReceiver;
	/** The rows in delivery, so that every command and alarm meanwhile doesn't deliver them once more. */
	readonly #underWay = new Map<number, Promise<void>>();

	constructor(rows: EffectRows, store: Store, receiver: EffectReceiver) {
		this.#rows = rows;
		this.#store = store;
		this.#receiver = receiver;
	}

	/** Delivers the rows that are due, and waits for deliveries already running. Never rejects. */
	async deliverDue(now: number): Promise<void> {
		const due = this.#store.record ? this.#rows.due(now) : [];
		if (due.length === 0) return;
		const fresh = due.filter(({ id }) => !this.#underWay.has(id));
		if (fresh.length > 0) {
			const own = this.#deliver(fresh, now).finally(() => {
				for (const { id } of fresh) this.#underWay.delete(id);
			});
			for (const { id } of fresh) this.#underWay.set(id, own);
		}
		await Promise.all(this.#underWay.values());
	}

	async #deliver(due: OwedEffect<string>[], now: number): Promise<void> {
		const { place, started } = this.#store;
		const { record } = started;
		const owner = `${record.workspaceId}/${record.conversationId}`;
		const { failed } = await drain(this.#port(due, owner, place), { ...LIMITS, owner }, now);
		// Where all were delivered, the record isn't written: an alarm that finds nothing due costs less than writing a row.
		if (failed > 0) this.#store.saveRecord(Date.now());
	}

	#port(due: OwedEffect<string>[], owner: string, place: Store["place"]): OutboxPort<string> {
		const effects = new Map(due.map(({ id, body }) => [id, readEffect(body)]));
		return {
			batch: () => due,
			deliver: async (body, key) => {
				const effect = readEffect(body);
				if (!effect) throw new UnreadableEffect("This release can't read it.");
				await this.#receiver.perform(effect, key);
			},
			delivered: (id) => this.#rows.delivered(id),
			failed: async (id, { attempts, dueAt, error }) => {
				const effect = effects.get(id);
				const about = { ...place, effect: id, kind: effect?.type, attempt: attempts, error };
				const isOver = dueAt === null && (!effect || (await this.#list(effect, `${owner}/${id}`, attempts)));
				const againAt = dueAt ?? Date.now() + retryDelayMs(attempts, BACKOFF);
				this.#rows.failed(id, { attempts, dueAt: isOver ? null : againAt });
				if (isOver) log("effect_given_up", about);
				else if (attempts === 1) log("effect_failed", about);
			},
			isTransient: (error) => error instanceof UnreadableEffect || isMethodMissing(error),
		};
	}

	/** False where the list can't be reached: then the effect is not given up yet, and both are tried again. */
	async #list({ type, at: since }: Effect, id: string, attempts: number): Promise<boolean> {
		const conversation = this.#store.started.record.conversationId;
		const listing = this.#receiver.giveUp({ id, type, conversation, since, attempts });
		return withTimeout(LIMITS.timeoutMs, listing, "The list doesn't answer.").then(
			() => true,
			() => false,
		);
	}
}
