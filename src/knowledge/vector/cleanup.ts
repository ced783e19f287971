/**
 * What an index elsewhere may hold and shouldn't: vectors of passages that are gone, or that were sent and not noted here.
 * An outbox: a row stays until the index has taken the removal, so that neither a kill nor an index that is down leaves any.
 */
import type { Task } from "../tasks.ts";
import type { VectorIndex } from "./vectorize.ts";

const AT_ONCE = 100;

/** About to be sent. Whatever becomes of that, they are either kept here or removed there. */
export function markOrphans(sql: SqlStorage, ids: number[]): void {
	for (const id of ids) sql.exec("INSERT OR IGNORE INTO orphan_vector (passage) VALUES (?)", id);
}

/** Sent and noted, also where an older vector of the same number was to be removed: it was written over. */
export function clearOrphan(sql: SqlStorage, id: number): void {
	sql.exec("DELETE FROM orphan_vector WHERE passage = ?", id);
}

/** One alarm runs all tasks, one after the other: no vector is sent while one of its number is being removed. */
export const cleanupTask = ({ sql }: DurableObjectStorage, index: VectorIndex | null): Task => ({
	name: "stray vectors",
	due: () => (index !== null && next(sql, 1).length > 0 ? Date.now() : null),
	run: async () => {
		const ids = next(sql, AT_ONCE);
		await index?.remove(ids);
		sql.exec("DELETE FROM orphan_vector WHERE passage IN (SELECT value FROM json_each(?))", JSON.stringify(ids));
	},
});

const next = (sql: SqlStorage, limit: number): number[] =>
	sql
		.exec<{ passage: number }>("SELECT passage FROM orphan_vector ORDER BY passage LIMIT ?", limit)
		.toArray()
		.map(({ passage }) => passage);
