/** The task that removes a source with its documents, some at a time: ten thousand articles at once would block searches. */
import { remove } from "../../article/store.ts";
import { nextDue, nextWork } from "../store.ts";
import type { Task } from "../../tasks.ts";

const AT_ONCE = 25;
const PAGES_AT_ONCE = 2_000;

export const removalTask = (storage: DurableObjectStorage): Task => ({
	name: "removals",
	due: (sql) => nextDue(sql, null, ["removing"]),
	run: async () => {
		const { sql } = storage;
		const work =
			nextWork(sql, "uploaded", ["removing"], Date.now()) ?? nextWork(sql, "crawled", ["removing"], Date.now());
		if (work) storage.transactionSync(() => removeSome(sql, work.id));
	},
});

function removeSome(sql: SqlStorage, source: string): void {
	for (const kind of ["article", "question"] as const) {
		const rows = sql.exec<{ id: string }>(`SELECT id FROM ${kind} WHERE source = ? LIMIT ${AT_ONCE}`, source).toArray();
		for (const { id } of rows) remove(sql, kind, id);
		if (rows.length > 0) return;
	}
	const pages = sql
		.exec(
			`DELETE FROM crawl_page WHERE id IN (SELECT id FROM crawl_page WHERE source = ? LIMIT ${PAGES_AT_ONCE}) RETURNING id`,
			source,
		)
		.toArray().length;
	if (pages === PAGES_AT_ONCE) return;
	sql.exec("DELETE FROM crawl WHERE source = ?", source);
	sql.exec("DELETE FROM source_failure WHERE source = ?", source);
	sql.exec("DELETE FROM source WHERE id = ?", source);
}
