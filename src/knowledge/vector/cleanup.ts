/**
 * Removes orphans from the external vector index: vectors of passages that are gone, or that were sent and not recorded here.
 * It is an outbox: a row stays until the index has confirmed the removal, so that neither a kill nor an outage leaves any.
 */
import type { Task } from "../tasks.ts";
import type { VectorIndex } from "./vectorize.ts";

const AT_ONCE = 100;

/** Call before vectors are sent: until `clearOrphan`, they count as orphans and would be removed. */
export function markOrphans(sql: SqlStorage, ids: number[]): void {
	for (const id of ids) sql.exec("INSERT OR IGNORE INTO orphan_vector (passage) VALUES (?)", id);
}

/** Call once a vector is sent and recorded. It has replaced an older one under the same id, so nothing is left to remove. */
export function clearOrphan(sql: SqlStorage, id: number): void {
	sql.exec("DELETE FROM orphan_vector WHERE passage = ?", id);
}

/** All tasks run one after another, so no vector is sent while one of the same id is being removed. */
export const cleanupTask = ({ sql }: DurableObjectStorage, index: VectorIndex | null): Task => ({
	name: "orphan vectors",
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
