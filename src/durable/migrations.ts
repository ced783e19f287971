/**
 * Schema migrations for a Durable Object's SQLite: an append-only list, applied in one transaction when the object
 * wakes. A statement once released is never edited; a change is a new one at the end.
 * `PRAGMA user_version` is refused by the platform, so what was applied is kept in a table.
 *
 * Going back works: code opens storage that later releases have migrated, as long as those migrations only added. What a
 * migration says of itself is therefore stored with it: the older code has nothing else to go by.
 */
import { OwnError } from "../http/own-error.ts";

/**
 * `adds`: code that doesn't know of it can go on reading and writing as if it weren't there. That is so for a new table or
 * index, and for a new column that may be null or has a default; not for what is dropped, renamed, filled anew from what
 * older code also writes, or held to a new rule (a unique index, a trigger).
 */
export type Migration = { id: string; sql: string; adds: boolean };

/** Has this object ever stored anything? Asking leaves nothing behind. */
export const hasSchema = ({ sql }: DurableObjectStorage): boolean =>
	sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'applied_migration'").toArray().length > 0;

/**
 * Brings storage up to date. Throws when storage has a migration that this code doesn't know and that does more than add:
 * an older deploy on newer data.
 */
export function migrate(
	storage: Pick<DurableObjectStorage, "sql" | "transactionSync">,
	migrations: readonly Migration[],
): void {
	storage.transactionSync(() => {
		const { sql } = storage;
		sql.exec(
			`CREATE TABLE IF NOT EXISTS applied_migration (
				position INTEGER PRIMARY KEY, id TEXT NOT NULL, sql TEXT NOT NULL, adds INTEGER NOT NULL
			)`,
		);
		const applied = sql
			.exec<{ id: string; sql: string; adds: number }>("SELECT id, sql, adds FROM applied_migration ORDER BY position")
			.toArray();
		applied.forEach(({ id, sql: then, adds }, position) => {
			const known = migrations[position];
			if (known === undefined) {
				if (adds === 1) return;
				throw new OwnError(
					`Storage has migration ${id}, which does more than add, and this code does not know it. Deploy a release that does.`,
				);
			}
			if (known.id !== id)
				throw new OwnError(`Storage has migration ${id} at ${position}, where this code has ${known.id}.`);
			// Running on would fail later and quietly, one statement at a time.
			if (plain(known.sql) !== then)
				throw new OwnError(`Migration ${id} was changed after it was applied. Add a new one instead.`);
		});
		migrations.slice(applied.length).forEach(({ id, sql: statements, adds }, offset) => {
			sql.exec(statements);
			sql.exec(
				"INSERT INTO applied_migration (position, id, sql, adds) VALUES (?, ?, ?, ?)",
				applied.length + offset,
				id,
				plain(statements),
				adds ? 1 : 0,
			);
		});
	});
}

/** Without comments and layout, which may change. */
const plain = (sql: string): string => sql.replace(/--.*$/gm, "").replace(/\s+/g, " ").trim();
