/**
 * The outbox of one workspace: a Durable Object that delivers the effects of changes in D1. The rows are in D1, written in the
 * batch of their cause; the object stores its alarm, the time of the last `look` call, and the effects that conversations gave
 * up on. It may be killed between any two steps and may then deliver twice: a row is deleted after its delivery, and every
 * receiver is idempotent.
 */
import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { refoldContacts } from "../contact/actions.ts";
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

/**
 * The limits of deliveries: with a back-off that doubles from five seconds to an hour, 32 attempts are about a day. One
 * delivery may call hundreds of conversations.
 */
const LIMITS: Omit<OutboxLimits, "owner"> = {
	concurrency: 4,
	timeoutMs: 30_000,
	backoff: { firstMs: 5_000, longestMs: 3_600_000 },
	maxAttempts: 32,
};

/** Back-off of reading and writing rows while D1 fails. There is no last attempt. */
const D1_BACKOFF: Backoff = { firstMs: 5_000, longestMs: 300_000 };

/** The shortest time between two alarms. */
const SOONEST_MS = 5_000;

/**
 * When the object reads the rows after a `look` call, which announces a write: soon, in case the caller died right after
 * writing, and once more when no write that began by then can still be running (D1 ends a query after 30 seconds:
 * https://developers.cloudflare.com/d1/platform/limits/).
 */
const LOOKS_MS = [SOONEST_MS, 60_000];

/** The longest time between two alarms while there are undelivered rows, however long their back-off. */
const LOOK_AGAIN_MS = 3_600_000;

/** When the next alarm is set for while one runs, in case it is killed. Longer than one delivery takes. */
const CRASH_MS = 45_000;

/** The storage key of the last `look` call's time, in ms since 1970. */
const LOOKED_AT = "lookedAt";

/** The storage key of how far the contacts' names are folded as `FOLDING` does: a row's number, or the version when all are. */
const FOLDED_TO = "foldedTo";
/** The version of language/text/fold.ts's `foldNames`. */
const FOLDING = "folding/1";

/** The prefix of the keys of effects that conversations gave up on. The time follows, so that they are listed oldest first. */
const GIVEN_UP = "givenUp/";

/** Digits of a time in ms, until the year 2286. */
const TIME_DIGITS = 13;

/** The row's body was written by a later release. The row is kept until that release is deployed again. */
class UnreadableEffect extends OwnError {
	override readonly name = "UnreadableEffect";
}

export class WorkspaceOutbox extends DurableObject<Env> {
	/** Ids of the rows in delivery, so that concurrent drains don't deliver them twice. */
	readonly #underWay = new Set<number>();
	readonly #drains = new Set<Promise<void>>();
	/** How often in a row D1 has failed. */
	#failures = 0;

	/** Sets the alarm. Called before the batch that writes a row, so that a crash of the caller at any later moment is covered. */
	async look(): Promise<void> {
		const { storage } = this.ctx;
		const now = Date.now();
		// Written before the await: a concurrent call that sets the alarm reads it.
		storage.kv.put(LOOKED_AT, now);
		const alarm = await storage.getAlarm();
		// An overdue alarm was lost. One that fires sooner is enough, because it sets the next.
		const soon = now + SOONEST_MS;
		if (alarm === null || alarm <= now || alarm > soon) await storage.setAlarm(soon);
	}

	/** Delivers the rows that are due, and waits for deliveries already running. Rejects when D1 fails; the alarm tries again. */
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

	/** Called where names are searched: sets the alarm if some are still as an earlier release folded them. */
	async refold(): Promise<void> {
		if (this.ctx.storage.kv.get(FOLDED_TO) !== FOLDING) await this.look();
	}

	/** Folds some names anew. True: there may be more. */
	async #refoldSome(): Promise<boolean> {
		const { kv } = this.ctx.storage;
		const known = kv.get(FOLDED_TO);
		if (known === FOLDING) return false;
		const after = v.parse(v.fallback(v.number(), 0), known);
		const context = { env: this.env, workspaceId: this.#workspaceId };
		const done = await refoldContacts(context, { kind: "system" }, { after });
		if (!done.ok) return false;
		kv.put(FOLDED_TO, done.value ?? FOLDING);
		return done.value !== null;
	}

	override async alarm(): Promise<void> {
		await this.ctx.storage.setAlarm(Date.now() + CRASH_MS);
		// A rejection would leave the retries to the platform, which gives up after six.
		await this.#drainAndArm().catch(() => undefined);
	}

	/** The effects that were given up on, of the workspace and of its conversations, oldest first. */
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

	/** Stores an effect that a conversation gave up on. Idempotent. */
	listGivenUp(effect: GivenUpEffect): void {
		const since = String(effect.since).padStart(TIME_DIGITS, "0");
		this.ctx.storage.kv.put(`${GIVEN_UP}${since}/${effect.id}`, effect);
	}

	/** The object's name: stubs are made by name only (durable/objects.ts). */
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
			const more = await this.#refoldSome();
			const due = more ? Date.now() : await nextDueAt(this.#db, this.#workspaceId);
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

	/** Sets the alarm for the next row (`due`) or the next look, whichever is sooner; deletes it where there is neither. */
	async #arm(due: number | null): Promise<void> {
		const { storage } = this.ctx;
		const now = Date.now();
		// A row that is due already is being delivered, or the action that wrote it is about to call `drain`.
		const row = due === null ? null : Math.min(Math.max(due, now + SOONEST_MS), now + LOOK_AGAIN_MS);
		const look = nextLook(v.parse(v.optional(v.number(), 0), storage.kv.get(LOOKED_AT)), now);
		const times = [row, look].filter((time) => time !== null);
		if (times.length === 0) await storage.deleteAlarm();
		else await storage.setAlarm(Math.min(...times));
	}
}

/** The next time to read the rows after the `look` call at `lookedAt`; null when both are past. */
function nextLook(lookedAt: number, now: number): number | null {
	return LOOKS_MS.map((after) => lookedAt + after).find((at) => at > now) ?? null;
}
