/**
 * The ledger of a workspace's uploads: a Durable Object that counts what is sent in files (quota.ts), and has each conversation
 * delete what no message names a day later. It writes one row for each file, and deletes it with the day. It keeps no bytes and
 * doesn't know which files messages name: conversations do.
 */
import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { type Backoff, retryDelayMs } from "../durable/backoff.ts";
import { migrate, type Migration } from "../durable/migrations.ts";
import { conversation } from "../durable/objects.ts";
import { log } from "../http/log.ts";
import { OwnError } from "../http/own-error.ts";
import { DAY_MS, type FileLimits } from "../protocol/settings/budgets.ts";
import { type QuotaRefusal, type Upload, Used } from "./quota.ts";

const migrations: readonly Migration[] = [
	{
		id: "0001_baseline",
		adds: true,
		sql: `
			-- A file that was let in. no is the rowid, and orders them by time.
			CREATE TABLE upload (no INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL);
		`,
	},
];

const StoredUpload = v.object({
	conversationId: v.string(),
	fileId: v.string(),
	size: v.number(),
	visitorId: v.nullable(v.string()),
	addressHash: v.nullable(v.string()),
	hasSaid: v.boolean(),
});

/** Rows that one alarm sees to; the next one follows at once. */
const BATCH = 200;
/** The shortest time between two alarms, so that a workspace's files of one morning are seen to together. */
const TOGETHER_MS = 600_000;
const BACKOFF: Backoff = { firstMs: 60_000, longestMs: 3_600_000 };

type Counted = { no: number; at: number; upload: Upload };

const keyOf = ({ conversationId, fileId }: Upload): string => `${conversationId} ${fileId}`;

export class Uploads extends DurableObject<Env> {
	/** The rows, oldest first. Read once after waking: a workspace's limit bounds them. */
	readonly #rows: Counted[];
	/** The place in `#rows` from which they count; those before it are over a day old and wait for the alarm. */
	#countedFrom = 0;
	readonly #used = new Used();
	readonly #counted = new Set<string>();
	#failures = 0;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		migrate(ctx.storage, migrations);
		this.#rows = ctx.storage.sql
			.exec<{ no: number; at: number; body: string }>("SELECT no, at, body FROM upload ORDER BY no")
			.toArray()
			.flatMap(({ no, at, body }) => {
				const parsed = v.safeParse(StoredUpload, JSON.parse(body));
				return parsed.success ? [{ no, at, upload: parsed.output }] : [];
			});
		for (const { upload } of this.#rows) this.#count(upload);
	}

	/**
	 * Counts a file that is about to be received. Null: it may be sent; else the limit that it would exceed. A file that is tried
	 * again counts once.
	 */
	async take(upload: Upload, limits: FileLimits): Promise<QuotaRefusal | null> {
		const now = Date.now();
		this.#uncountOld(now);
		if (this.#counted.has(keyOf(upload))) return null;
		const refusal = this.#used.refusal(upload, limits);
		if (refusal) return refusal;
		const no = (this.#rows.at(-1)?.no ?? 0) + 1;
		this.ctx.storage.sql.exec("INSERT INTO upload (no, at, body) VALUES (?, ?, ?)", no, now, JSON.stringify(upload));
		this.#rows.push({ no, at: now, upload });
		this.#count(upload);
		await this.#arm(now);
		return null;
	}

	/** Has conversations delete what nothing names after a day, and forgets those files. */
	override async alarm(): Promise<void> {
		const now = Date.now();
		this.#uncountOld(now);
		const due = this.#rows.slice(0, Math.min(BATCH, this.#countedFrom));
		const byConversation = Map.groupBy(due, ({ upload }) => upload.conversationId);
		const workspace = this.ctx.id.name ?? "";
		const settled = await Promise.allSettled(
			[...byConversation].map(async ([id, rows]) => {
				const files = rows.map(({ upload }) => upload.fileId);
				const done = await conversation(this.env, workspace, id).act({ kind: "system" }, "drop_unnamed_files", {
					files,
				});
				if (!done.ok) throw new OwnError(`The conversation refused it: ${done.reason}.`);
				return rows;
			}),
		);
		for (const result of settled) if (result.status === "fulfilled") for (const row of result.value) this.#forget(row);
		const failed = settled.find((result) => result.status === "rejected");
		this.#failures = failed ? this.#failures + 1 : 0;
		if (failed && this.#failures === 1) log("files_not_deleted", { workspace, error: failed.reason });
		await this.#arm(now);
	}

	#count(upload: Upload): void {
		this.#used.add(upload);
		this.#counted.add(keyOf(upload));
	}

	#uncountOld(now: number): void {
		for (let row = this.#rows[this.#countedFrom]; row && row.at <= now - DAY_MS; row = this.#rows[this.#countedFrom]) {
			this.#used.remove(row.upload);
			this.#counted.delete(keyOf(row.upload));
			this.#countedFrom++;
		}
	}

	/** Forgets a row that no longer counts. */
	#forget(row: Counted): void {
		this.ctx.storage.sql.exec("DELETE FROM upload WHERE no = ?", row.no);
		this.#rows.splice(this.#rows.indexOf(row), 1);
		this.#countedFrom--;
	}

	/** Sets the alarm for when the oldest file is a day old; after a failure, for a while later. */
	async #arm(now: number): Promise<void> {
		const [oldest] = this.#rows;
		if (!oldest) return;
		const { storage } = this.ctx;
		const again = this.#failures > 0 ? now + retryDelayMs(this.#failures, BACKOFF) : now;
		const due = Math.max(oldest.at + DAY_MS + TOGETHER_MS, again);
		const set = await storage.getAlarm();
		if (set === null || set < now || set > due) await storage.setAlarm(due);
	}
}
