/**
 * The outbox: what a conversation owes to D1 and the knowledge base, written with its cause and delivered at least once
 * (invariant 7). The receivers are idempotent. Delivery happens at once and again by the alarm until it works or is given up on, loudly.
 */
import * as v from "valibot";
import { type Backoff, retryDelayMs } from "../../durable/backoff.ts";
import { HandoffReason } from "../../protocol/conversation/entry.ts";

export const Effect = v.variant("type", [
	/** The visitor left an address: make or find the contact and tie this conversation to it. */
	v.object({ type: v.literal("email"), email: v.string(), at: v.number() }),
	/** A known contact started a conversation. */
	v.object({ type: v.literal("started"), contactId: v.string(), at: v.number() }),
	/** A turn of the AI has settled: what its answer used, or the question it left. `seq` is its entry's. */
	v.object({
		type: v.literal("turn"),
		seq: v.number(),
		at: v.number(),
		used: v.array(v.string()),
		unanswered: v.nullable(
			v.object({ question: v.string(), reason: HandoffReason, confidence: v.nullable(v.number()) }),
		),
	}),
	/** Its visitor is blocked: nothing they asked is worth an article. */
	v.object({ type: v.literal("forget"), at: v.number() }),
	/** A conversation that a person had is closed: what was asked, and what they answered. */
	v.object({ type: v.literal("solved"), seq: v.number(), at: v.number(), question: v.string(), answer: v.string() }),
]);
export type Effect = v.InferOutput<typeof Effect>;

/** Delivered at once as a rule; should that be lost, the alarm that covers the list's line comes by then anyway. */
const GRACE_MS = 30_000;
const BACKOFF: Backoff = { firstMs: 5_000, longestMs: 3_600_000 };
/** Doubling from five seconds to an hour, this is about a day. */
const MAX_ATTEMPTS = 32;

/** Null for what it can't read: one that a newer release wrote, before this one was deployed again. It keeps until that is back. */
export function readEffect(body: string): Effect | null {
	const parsed = v.safeParse(Effect, JSON.parse(body));
	return parsed.success ? parsed.output : null;
}

export class Effects {
	readonly #sql: SqlStorage;
	/** Asked with every change of a conversation, changed by few. Undefined: not read since waking or the last write. */
	#dueAt: number | null | undefined;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	add(effect: Effect, now: number): void {
		this.#dueAt = undefined;
		this.#sql.exec("INSERT INTO effect (body, due_at) VALUES (?, ?)", JSON.stringify(effect), now + GRACE_MS);
	}

	/** What hasn't been tried yet, and what is to be tried again by now; `body` is for `readEffect`. */
	due(now: number): { id: number; attempts: number; body: string }[] {
		return this.#sql
			.exec<{ id: number; attempts: number; body: string }>(
				"SELECT id, attempts, body FROM effect WHERE due_at <= ? OR attempts = 0 ORDER BY id LIMIT 20",
				now,
			)
			.toArray();
	}

	delivered(id: number): void {
		this.#dueAt = undefined;
		this.#sql.exec("DELETE FROM effect WHERE id = ?", id);
	}

	/**
	 * Puts it off, or parks it for good; true when it was parked. `kept`: it can't be delivered by this release, or not
	 * before a deploy is over, which is no failure of its own: it is tried for as long as it takes.
	 */
	failed(id: number, attempts: number, now: number, kept = false): boolean {
		const parked = attempts + 1 >= MAX_ATTEMPTS && !kept;
		this.#dueAt = undefined;
		this.#sql.exec(
			"UPDATE effect SET attempts = ?, due_at = ? WHERE id = ?",
			attempts + 1,
			parked ? null : now + retryDelayMs(attempts + 1, BACKOFF),
			id,
		);
		return parked;
	}

	dueAt(): number | null {
		if (this.#dueAt === undefined)
			this.#dueAt = this.#sql.exec<{ due: number | null }>("SELECT min(due_at) AS due FROM effect").one().due;
		return this.#dueAt;
	}
}
