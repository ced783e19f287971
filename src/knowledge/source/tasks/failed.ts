/** The task that has the team told of sources that can't be read: a row for each, written with the end of its reading. */
import type { Task } from "../../tasks.ts";

type Failed = { id: string; name: string; run: number };

/** `tell` is called at least once for each failed reading, and rejects where it can't be. */
export function failedTask({ sql }: DurableObjectStorage, tell: (failed: Failed) => Promise<void>): Task {
	return {
		name: "failed sources",
		due: () => (sql.exec("SELECT 1 FROM failed_reading LIMIT 1").toArray().length > 0 ? 0 : null),
		run: async () => {
			const [failed] = sql
				.exec<{ id: string; run: number; name: string | null }>(
					`SELECT failed_reading.source AS id, failed_reading.run, source.name FROM failed_reading
					LEFT JOIN source ON source.id = failed_reading.source LIMIT 1`,
				)
				.toArray();
			if (!failed) return;
			const { id, run, name } = failed;
			// Removed meanwhile, it fails nobody.
			if (name !== null) await tell({ id, name, run });
			sql.exec("DELETE FROM failed_reading WHERE source = ? AND run <= ?", id, run);
		},
	};
}
