/** The changes of many conversations in their object's SQLite: one row a change, and one a conversation of it. */
import * as v from "valibot";
import type { Migration } from "../durable/migrations.ts";
import { MemberActor } from "../protocol/actor.ts";
import type { BulkJob } from "../protocol/bulk/job.ts";
import { BulkChange } from "../protocol/bulk/request.ts";

export const migrations: readonly Migration[] = [
	{
		id: "0001_baseline",
		adds: true,
		sql: `
			-- actor, change: JSON. undoes: the change that this one takes back; its own change is that one's.
			CREATE TABLE job (
				no INTEGER PRIMARY KEY,
				id TEXT NOT NULL UNIQUE,
				member TEXT NOT NULL,
				actor TEXT NOT NULL,
				change TEXT NOT NULL,
				undoes TEXT,
				state TEXT NOT NULL,
				at INTEGER NOT NULL
			);

			-- result: "done", "failed" or "skipped"; null: it is still to come. undo: the seq that undoes it; null: nothing does.
			-- seq: of an undoing, the one to undo.
			CREATE TABLE part (
				job INTEGER NOT NULL,
				no INTEGER NOT NULL,
				conversation TEXT NOT NULL,
				seq INTEGER,
				result TEXT,
				undo INTEGER,
				PRIMARY KEY (job, no)
			) WITHOUT ROWID;
		`,
	},
];

/** Changes are kept for as long as somebody may look at how they ended, in ms. */
const KEPT_MS = 3_600_000;

export type Part = { no: number; conversation: string; seq: number | null };
export type PartResult = { result: "done" | "failed" | "skipped"; undo: number | null };
export type Job = { no: number; id: string; actor: MemberActor; change: BulkChange; undoes: string | null };

type Row = { no: number; id: string; actor: string; change: string; undoes: string | null; state: string };

const Actor = v.pipe(v.string(), v.parseJson(), MemberActor);
const Change = v.pipe(v.string(), v.parseJson(), BulkChange);

export class BulkStore {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	add(job: Omit<Job, "no">, parts: readonly Omit<Part, "no">[], now: number): void {
		this.#sql.exec(
			"DELETE FROM part WHERE job IN (SELECT no FROM job WHERE at < ? AND state <> 'running')",
			now - KEPT_MS,
		);
		this.#sql.exec("DELETE FROM job WHERE at < ? AND state <> 'running'", now - KEPT_MS);
		const { id, actor, change, undoes } = job;
		const { no } = this.#sql
			.exec<{ no: number }>(
				"INSERT INTO job (id, member, actor, change, undoes, state, at) VALUES (?, ?, ?, ?, ?, 'running', ?) RETURNING no",
				id,
				actor.id,
				JSON.stringify(actor),
				JSON.stringify(change),
				undoes,
				now,
			)
			.one();
		for (const [at, { conversation, seq }] of parts.entries())
			this.#sql.exec("INSERT INTO part (job, no, conversation, seq) VALUES (?, ?, ?, ?)", no, at, conversation, seq);
	}

	/** The oldest change that isn't finished. */
	running(): Job | null {
		return this.#jobs("SELECT * FROM job WHERE state = 'running' ORDER BY no LIMIT 1")[0] ?? null;
	}

	runningOf(member: string): number {
		return this.#sql
			.exec<{ n: number }>("SELECT count(*) AS n FROM job WHERE state = 'running' AND member = ?", member)
			.one().n;
	}

	/** A member's own change. */
	ofMember(id: string, member: string): Job | null {
		return this.#jobs("SELECT * FROM job WHERE id = ? AND member = ?", id, member)[0] ?? null;
	}

	next({ no }: Job, most: number): Part[] {
		return this.#sql
			.exec<Part>(
				"SELECT no, conversation, seq FROM part WHERE job = ? AND result IS NULL ORDER BY no LIMIT ?",
				no,
				most,
			)
			.toArray();
	}

	ended({ no: job }: Job, { no }: Part, { result, undo }: PartResult): void {
		this.#sql.exec("UPDATE part SET result = ?, undo = ? WHERE job = ? AND no = ?", result, undo, job, no);
	}

	/** What of a change can be undone, the latest first. */
	undoable({ no }: Job): Omit<Part, "no">[] {
		return this.#sql
			.exec<Omit<Part, "no">>(
				"SELECT conversation, undo AS seq FROM part WHERE job = ? AND undo IS NOT NULL ORDER BY no DESC",
				no,
			)
			.toArray();
	}

	/** What is undone once is undone. */
	forgetUndo({ no }: Job): void {
		this.#sql.exec("UPDATE part SET undo = NULL WHERE job = ?", no);
	}

	isRunning({ no }: Job): boolean {
		return this.#sql.exec("SELECT 1 FROM job WHERE no = ? AND state = 'running'", no).toArray().length > 0;
	}

	end({ no }: Job, state: "done" | "cancelled"): void {
		this.#sql.exec("UPDATE job SET state = ? WHERE no = ? AND state = 'running'", state, no);
	}

	/** What is left of a change fails: whoever asked for it may not do it any more. */
	failRest({ no }: Job): void {
		this.#sql.exec("UPDATE part SET result = 'failed' WHERE job = ? AND result IS NULL", no);
	}

	/** How far a change is, as dashboards show it. */
	view({ no, id, change, undoes }: Job): BulkJob {
		const { state } = this.#sql.exec<{ state: string }>("SELECT state FROM job WHERE no = ?", no).one();
		const counts = this.#sql
			.exec<{ total: number; done: number; failed: number; skipped: number; undo: number }>(
				`SELECT count(*) AS total, coalesce(sum(result = 'done'), 0) AS done, coalesce(sum(result = 'failed'), 0) AS failed,
					coalesce(sum(result = 'skipped'), 0) AS skipped, count(undo) AS undo FROM part WHERE job = ?`,
				no,
			)
			.one();
		const { undo, ...numbers } = counts;
		const known = state === "running" || state === "cancelled" ? state : "done";
		return { id, what: undoes === null ? change.type : "undo", state: known, ...numbers, canUndo: undo > 0 };
	}

	#jobs(query: string, ...bindings: string[]): Job[] {
		return this.#sql
			.exec<Row>(query, ...bindings)
			.toArray()
			.map(({ actor, change, ...row }) => ({ ...row, actor: v.parse(Actor, actor), change: v.parse(Change, change) }));
	}
}
