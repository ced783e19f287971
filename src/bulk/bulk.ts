/**
 * Changes of many conversations at once: a Durable Object a workspace, which goes through them in the background, so that a change
 * goes on when the dashboard that began it is closed. It is no part of the Inbox, which may not wait for hundreds of
 * conversations. Each conversation's own actions decide what may be done to it.
 */
import { DurableObject } from "cloudflare:workers";
import { database } from "../db/database.ts";
import { newId } from "../db/id.ts";
import { migrate } from "../durable/migrations.ts";
import { inbox } from "../durable/objects.ts";
import { log } from "../http/log.ts";
import { OwnError } from "../http/own-error.ts";
import { actorMay } from "../auth/actor.ts";
import type { MemberActor } from "../protocol/actor.ts";
import type { BulkJob } from "../protocol/bulk/job.ts";
import { type BulkRequest, MAX_AT_ONCE } from "../protocol/bulk/request.ts";
import type { Result } from "../protocol/result.ts";
import { memberById } from "../workspace/members.ts";
import { changePart } from "./part.ts";
import { BulkStore, type Job, migrations, type Part, type PartResult } from "./store.ts";

/** Conversations that are changed before progress is told and the change may be cancelled. */
const STEP = 24;
/** Of those, at the same time. */
const AT_ONCE = 8;
/** One alarm works for so long, in ms; the next one follows at once. */
const ALARM_MS = 20_000;
/** When the next alarm is set for while one runs, in case it is killed, in ms. */
const CRASH_MS = 60_000;
/** A member's changes that run at the same time. More are a script. */
const MAX_RUNNING = 5;

type Refusal = "forbidden" | "not_found" | "flood";
const refused = <Reason extends Refusal>(reason: Reason) => ({ ok: false, reason }) as const;

export class Bulk extends DurableObject<Env> {
	readonly #store: BulkStore;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		migrate(ctx.storage, migrations);
		this.#store = new BulkStore(ctx.storage.sql);
	}

	/** Begins a change. "not_found": the list has no such conversation. */
	async start(actor: MemberActor, { change, of }: BulkRequest): Promise<Result<BulkJob, Refusal>> {
		if (!actorMay(actor, change.type === "block" ? "block" : "converse")) return refused("forbidden");
		if (this.#store.runningOf(actor.id) >= MAX_RUNNING) return refused("flood");
		const ids = "ids" in of ? of.ids : await inbox(this.env, this.#workspaceId).idsOf(of.filter, of.text, MAX_AT_ONCE);
		if (ids.length === 0) return refused("not_found");
		const parts = [...new Set(ids)].map((conversation) => ({ conversation, seq: null }));
		return this.#begin({ id: newId("bk"), actor, change, undoes: null }, parts);
	}

	/** Takes one of the member's own changes back, as far as it has come and nobody has changed it since. */
	async undo(actor: MemberActor, id: string): Promise<Result<BulkJob, Refusal>> {
		const job = this.#store.ofMember(id, actor.id);
		if (!job || job.undoes !== null) return refused("not_found");
		if (!actorMay(actor, job.change.type === "block" ? "block" : "converse")) return refused("forbidden");
		this.#store.end(job, "cancelled");
		const parts = this.#store.undoable(job);
		if (parts.length === 0) return refused("not_found");
		this.#store.forgetUndo(job);
		return this.#begin({ id: newId("bk"), actor, change: job.change, undoes: job.id }, parts);
	}

	/** Ends one of the member's own changes. What is changed by now stays so. */
	cancel(actor: MemberActor, id: string): Result<BulkJob, "not_found"> {
		const job = this.#store.ofMember(id, actor.id);
		if (!job) return refused("not_found");
		this.#store.end(job, "cancelled");
		return { ok: true, value: this.#store.view(job) };
	}

	async #begin(job: Omit<Job, "no">, parts: Omit<Part, "no">[]): Promise<Result<BulkJob, never>> {
		this.ctx.storage.transactionSync(() => this.#store.add(job, parts, Date.now()));
		await this.ctx.storage.setAlarm(Date.now());
		const added = this.#store.ofMember(job.id, job.actor.id);
		if (!added) throw new OwnError("A change that was stored is there.");
		return { ok: true, value: this.#store.view(added) };
	}

	override async alarm(): Promise<void> {
		await this.ctx.storage.setAlarm(Date.now() + CRASH_MS);
		const until = Date.now() + ALARM_MS;
		for (let job = this.#store.running(); job; job = this.#store.running()) {
			if (Date.now() > until) return this.ctx.storage.setAlarm(Date.now());
			await this.#step(job);
		}
		await this.ctx.storage.deleteAlarm();
		// A change that was stored while the alarm was deleted has set another.
		if (this.#store.running()) await this.ctx.storage.setAlarm(Date.now());
	}

	async #step(job: Job): Promise<void> {
		const parts = this.#store.next(job, STEP);
		const member = parts.length === 0 ? null : await memberById(database(this.env), this.#workspaceId, job.actor.id);
		// Whoever has lost their role meanwhile changes nothing more (invariant 14).
		if (parts.length > 0 && !member) this.#store.failRest(job);
		const now = member ? { ...job, actor: { ...job.actor, role: member.role } } : job;
		const queue = member ? [...parts] : [];
		const work = async () => {
			for (let part = queue.shift(); part && this.#store.isRunning(job); part = queue.shift())
				this.#store.ended(job, part, await this.#changed(now, part));
		};
		await Promise.all(Array.from({ length: AT_ONCE }, work));
		if (this.#store.next(job, 1).length === 0) this.#store.end(job, "done");
		await this.#tell(job);
	}

	async #changed(job: Job, part: Part): Promise<PartResult> {
		const place = { env: this.env, workspaceId: this.#workspaceId };
		return changePart(place, job, part).catch((error: unknown): PartResult => {
			log("bulk_failed", { workspace: this.#workspaceId, conversation: part.conversation, error });
			return { result: "failed", undo: null };
		});
	}

	/** Shows the member's dashboards how far it is. One that is lost is made up by the next. */
	async #tell(job: Job): Promise<void> {
		await inbox(this.env, this.#workspaceId)
			.tellBulk(job.actor.id, this.#store.view(job))
			.catch((error: unknown) => log("bulk_not_told", { workspace: this.#workspaceId, error }));
	}

	/** The object's name: stubs are made by name only (durable/objects.ts). */
	get #workspaceId(): string {
		const { name } = this.ctx.id;
		if (name === undefined) throw new OwnError("Changes of many are reached by their workspace's name.");
		return name;
	}
}
