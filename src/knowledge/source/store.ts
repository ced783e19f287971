/**
 * The sources (files and sites) in the object's SQLite: the state of each one's reading, its counts and its failures. They are
 * read by tasks/file.ts and tasks/crawl.ts; tasks.ts decides when.
 */
import * as v from "valibot";
import { type Source, sourceStates } from "../../protocol/knowledge/source.ts";
import { forgetOmissions } from "./omissions.ts";
import { MAX_SOURCES } from "./list.ts";

/** Of one reading; a site of ten thousand broken pages is told by its first ones. */
const MAX_FAILURES = 200;
const MAX_WHAT_LENGTH = 500;

export type SourceKind = Source["kind"];
export type ReadingState = Source["state"];
export type ReadingCounts = Partial<Source["counts"]>;
export type FailedItem = { what: string; reason: string };

/** The columns of a source that the tasks work with. */
const Work = v.object({
	id: v.string(),
	kind: v.picklist(["uploaded", "crawled"]),
	name: v.string(),
	state: v.picklist(sourceStates),
	run: v.number(),
	claims: v.number(),
	upload: v.nullable(v.string()),
});
export type Work = v.InferOutput<typeof Work>;

const WORK_COLUMNS = "id, kind, name, state, run, claims, upload";

export function workOf(sql: SqlStorage, id: string): Work | null {
	const [row] = sql.exec(`SELECT ${WORK_COLUMNS} FROM source WHERE id = ?`, id).toArray();
	return row ? v.parse(Work, row) : null;
}

export function sourceByName(sql: SqlStorage, kind: SourceKind, name: string): Work | null {
	const [row] = sql.exec(`SELECT ${WORK_COLUMNS} FROM source WHERE kind = ? AND name = ?`, kind, name).toArray();
	return row ? v.parse(Work, row) : null;
}

/** The source of this kind, in one of these states, whose work is due first; null where none is due. */
export function nextWork(sql: SqlStorage, kind: SourceKind, states: ReadingState[], now: number): Work | null {
	const [row] = sql
		.exec(
			`SELECT ${WORK_COLUMNS} FROM source WHERE due_at <= ? AND kind = ? AND state IN (${states.map(() => "?").join()})
			 ORDER BY due_at LIMIT 1`,
			now,
			kind,
			...states,
		)
		.toArray();
	return row ? v.parse(Work, row) : null;
}

/** When the first source of this kind (null: of either) and these states is due. */
export function nextDue(sql: SqlStorage, kind: SourceKind | null, states: ReadingState[]): number | null {
	return sql
		.exec<{ at: number | null }>(
			`SELECT min(due_at) AS at FROM source
			 WHERE due_at IS NOT NULL AND (?1 IS NULL OR kind = ?1) AND state IN (${states.map((_, at) => `?${at + 2}`).join()})`,
			kind,
			...states,
		)
		.one().at;
}

/** False where the limit of sources is reached. */
export function addSource(sql: SqlStorage, id: string, kind: SourceKind, name: string, now: number): boolean {
	const { count } = sql.exec<{ count: number }>("SELECT count(*) AS count FROM source").one();
	if (count >= MAX_SOURCES) return false;
	sql.exec(
		"INSERT INTO source (id, kind, name, created_at, state) VALUES (?, ?, ?, ?, 'waiting')",
		id,
		kind,
		name,
		now,
	);
	return true;
}

/** Begins a reading, at the next alarm, with all counts at 0. */
export function beginReading(sql: SqlStorage, id: string, now: number): void {
	sql.exec(
		`UPDATE source SET state = 'waiting', run = run + 1, reason = NULL, began_at = ?, due_at = ?, next_at = NULL,
		 claims = 0, found = 0, fetched = 0, changed = 0, unchanged = 0, failed = 0, removed = 0 WHERE id = ?`,
		now,
		now,
		id,
	);
	sql.exec("DELETE FROM source_failure WHERE source = ?", id);
	forgetOmissions(sql, id);
}

/** Claims the next piece of a reading; returns how often it was claimed. Written before the piece runs: one that kills the object is known by its claims. */
export function claimPiece(sql: SqlStorage, { id, claims }: Work): number {
	sql.exec("UPDATE source SET state = 'running', claims = ? WHERE id = ?", claims + 1, id);
	return claims + 1;
}

/** Ends a piece; the next one is due at `at`. */
export function continueReading(
	sql: SqlStorage,
	id: string,
	at: number,
	counts: ReadingCounts = {},
	failures: FailedItem[] = [],
): void {
	sql.exec("UPDATE source SET claims = 0, due_at = ? WHERE id = ?", at, id);
	recordProgress(sql, id, counts, failures);
}

export function recordProgress(sql: SqlStorage, id: string, counts: ReadingCounts, failures: FailedItem[]): void {
	const { found = 0, fetched = 0, changed = 0, unchanged = 0, failed = 0, removed = 0 } = counts;
	sql.exec(
		`UPDATE source SET found = found + ?, fetched = fetched + ?, changed = changed + ?, unchanged = unchanged + ?,
		 failed = failed + ?, removed = removed + ? WHERE id = ?`,
		found,
		fetched,
		changed,
		unchanged,
		failed,
		removed,
		id,
	);
	if (failures.length === 0) return;
	const known = sql
		.exec<{ count: number }>("SELECT count(*) AS count FROM source_failure WHERE source = ?", id)
		.one().count;
	for (const { what, reason } of failures.slice(0, Math.max(0, MAX_FAILURES - known)))
		sql.exec(
			"INSERT INTO source_failure (source, what, reason) VALUES (?, ?, ?)",
			id,
			what.slice(0, MAX_WHAT_LENGTH),
			reason,
		);
}

type End = {
	state: "done" | "failed" | "stopped";
	reason?: string | null;
	/** Whether the documents now match the source. */
	read: boolean;
	/** When its schedule begins the next reading. */
	nextAt?: number | null;
};

export function endReading(sql: SqlStorage, id: string, { state, reason = null, read, nextAt = null }: End): void {
	sql.exec(
		`UPDATE source SET state = ?, reason = ?, due_at = NULL, next_at = ?, claims = 0,
		 read_at = iif(?, ?, read_at) WHERE id = ?`,
		state,
		reason,
		nextAt,
		Number(read),
		Date.now(),
		id,
	);
	if (state === "failed")
		sql.exec("INSERT OR REPLACE INTO failed_reading (source, run) SELECT id, run FROM source WHERE id = ?", id);
}
