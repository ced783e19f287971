/**
 * The outbox of one workspace: a Durable Object that delivers what changes in D1 owe elsewhere. The rows are D1's, written
 * in the batch of their cause; the object keeps its alarm, when it was last told to look, and a list of what conversations
 * gave up on. It may be killed between any two steps and may deliver twice: what is owed is deleted after it was delivered,
 * and every receiver is idempotent.
 */
import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { type Database, database } from "../db/database.ts";
import { dueEffects, givenUpEffects, LISTED, nextDueAt, postponeEffect, removeEffect } from "../db/outbox.ts";
import { type Backoff, retryDelayMs } from "../durable/backoff.ts";
import { drain, type OutboxLimits, type OutboxPort } from "../durable/outbox.ts";
import { log } from "../http/log.ts";
import { OwnError } from "../http/own-error.ts";
import { isMethodMissing } from "../http/rpc.ts";
import { GivenUpEffect } from "../protocol/outbox.ts";
import { deliver, readWorkspaceEffect } from "./effects.ts";

/** Rows read at a time. */
const BATCH = 20;

/** Doubling from five seconds to an hour, 32 attempts are about a day. One delivery may call hundreds of conversations. */
const LIMITS: Omit<OutboxLimits, "owner"> = {
	concurrency: 4,
	timeoutMs: 30_000,
	backoff: { firstMs: 5_000, longestMs: 3_600_000 },
	maxAttempts: 32,
};

/** Of reading and writing the rows, when D1 fails. It is tried for as long as it takes. */
const D1_BACKOFF: Backoff = { firstMs: 5_000, longestMs: 300_000 };

/** No two alarms follow each other faster. ms. */
const SOONEST_MS = 5_000;

/**
 * After it was told to look, the object looks twice: soon, should whoever told it have died right after writing the row,
 * and once more when no write that began then can still be under way (D1 ends a query after 30 seconds:
 * https://developers.cloudflare.com/d1/platform/limits/). ms.
 */
const LOOKS_MS = [SOONEST_MS, 60_000];

/** While rows are owed, however long their back-off, the object looks this often. ms. */
const LOOK_AGAIN_MS = 3_600_000;

/** The alarm that stands while an alarm is at work, should it be killed. Longer than one delivery. ms. */
const CRASH_MS = 45_000;

/** Key of when the object was last told to look, in ms since 1970. */
const LOOKED_AT = "lookedAt";

/** Keys of what conversations gave up on begin so, and go on with since when, so that they are listed in that order. */
const GIVEN_UP = "givenUp/";

/** Digits of a time in ms, until the year 2286. */
const TIME_DIGITS = 13;

/** Of a later release. It is kept until that is deployed again. */
class UnreadableEffect extends OwnError {
	override readonly name = "UnreadableEffect";
}

export class WorkspaceOutbox extends DurableObject<Env> {
	/** Rows whose delivery is under way, so that drains at the same time share the work. */
	readonly #underWay = new Set<number>();
	readonly #drains = new Set<Promise<void>>();
	/** Of D1, in a row. */
	#failures = 0;

	/** Called before a batch that owes something: covers a crash of the caller at any moment after. */
	async look(): Promise<void> {
		const { storage } = this.ctx;
		const now = Date.now();
		// First, for whoever sets the alarm while this waits goes by it.
		storage.kv.put(LOOKED_AT, now);
		const alarm = await storage.getAlarm();
		// One that is overdue was lost; one that comes sooner serves as well, and sets the next.
		const soon = now + SOONEST_MS;
		if (alarm === null || alarm <= now || alarm > soon) await storage.setAlarm(soon);
	}

	/** Delivers what is due, and waits for what is being delivered already. Rejects where D1 fails; the alarm tries again. */
	async drain(): Promise<void> {
		const others = [...this.#drains];
		const own = this.#drainAndArm();
		this.#drains.add(own);
		try {
			await own;
			await Promise.allSettled(others);
		} finally {
			this.#drains.delete(own);
		}
	}

	override async alarm(): Promise<void> {
		await this.ctx.storage.setAlarm(Date.now() + CRASH_MS);
		// A rejection here would leave the next try to the platform, which gives up after six.
		await this.#drainAndArm().catch(() => undefined);
	}

	/** What was tried for about a day and is not tried any more, the workspace's own and its conversations', oldest first. */
	async givenUp(): Promise<GivenUpEffect[]> {
		const own = await givenUpEffects(this.#db, this.#workspaceId);
		const listed = this.ctx.storage.kv.list({ prefix: GIVEN_UP, limit: LISTED });
		return [
			...own.map(({ id, ...effect }) => ({ ...effect, id: `${this.#owner}/${id}`, conversation: null })),
			...Array.from(listed, ([, effect]) => v.parse(GivenUpEffect, effect)),
		]
			.toSorted((a, b) => a.since - b.since)
			.slice(0, LISTED);
	}

	/** Lists what a conversation gives up on. The same effect is listed once, however often this is called. */
	listGivenUp(effect: GivenUpEffect): void {
		const since = String(effect.since).padStart(TIME_DIGITS, "0");
		this.ctx.storage.kv.put(`${GIVEN_UP}${since}/${effect.id}`, effect);
	}

	/** The object's name: whoever has a stub of it got it by that (durable/objects.ts). */
	get #workspaceId(): string {
		const { name } = this.ctx.id;
		if (name === undefined) throw new OwnError("An outbox is reached by its workspace's name.");
		return name;
	}

	get #db(): Database {
		return database(this.env);
	}

	get #owner(): string {
		return `outbox/${this.#workspaceId}`;
	}

	async #drainAndArm(): Promise<void> {
		try {
			await this.#deliverDue();
			const due = await nextDueAt(this.#db, this.#workspaceId);
			this.#failures = 0;
			await this.#arm(due);
		} catch (error) {
			this.#failures++;
			log("outbox_unavailable", { workspace: this.#workspaceId, attempt: this.#failures, error });
			await this.#arm(Date.now() + retryDelayMs(this.#failures, D1_BACKOFF));
			throw error;
		}
	}

	async #deliverDue(): Promise<void> {
		const limits = { owner: this.#owner, ...LIMITS };
		for (;;) {
			const taken: number[] = [];
			try {
				const { delivered, failed } = await drain(this.#port(taken), limits, Date.now());
				if (delivered + failed < BATCH) return;
			} finally {
				for (const id of taken) this.#underWay.delete(id);
			}
		}
	}

	#port(taken: number[]): OutboxPort<string> {
		const [db, workspaceId] = [this.#db, this.#workspaceId];
		return {
			batch: async (now) => {
				const due = (await dueEffects(db, workspaceId, now, BATCH)).filter(({ id }) => !this.#underWay.has(id));
				for (const { id } of due) {
					taken.push(id);
					this.#underWay.add(id);
				}
				return due;
			},
			deliver: async (body) => {
				const effect = readWorkspaceEffect(body);
				if (effect === null) throw new UnreadableEffect("This release can't read it.");
				await deliver(this.env, workspaceId, effect);
			},
			delivered: async (id) => void (await removeEffect(db, workspaceId, id)),
			failed: async (id, attempt) => {
				const { attempts, dueAt, error } = attempt;
				const about = { workspace: workspaceId, effect: id, attempt: attempts, error };
				if (dueAt === null) log("effect_given_up", about);
				else if (attempts === 1) log("effect_failed", about);
				await postponeEffect(db, workspaceId, id, attempt);
			},
			isTransient: (error) => error instanceof UnreadableEffect || isMethodMissing(error),
		};
	}

	/** Sets the alarm for what comes first, or none where nothing is owed. `due` is the next row's time. */
	async #arm(due: number | null): Promise<void> {
		const { storage } = this.ctx;
		const now = Date.now();
		// What is due already is being delivered, or its cause is about to call.
		const row = due === null ? null : Math.min(Math.max(due, now + SOONEST_MS), now + LOOK_AGAIN_MS);
		const look = nextLook(v.parse(v.optional(v.number(), 0), storage.kv.get(LOOKED_AT)), now);
		const times = [row, look].filter((time) => time !== null);
		if (times.length === 0) await storage.deleteAlarm();
		else await storage.setAlarm(Math.min(...times));
	}
}

/** The first look after `lookedAt` that is still to come; null when all have been. */
function nextLook(lookedAt: number, now: number): number | null {
	return LOOKS_MS.map((after) => lookedAt + after).find((at) => at > now) ?? null;
}
