/**
 * Schema migrations for a Durable Object's SQLite: an append-only list, applied in one transaction when the object
 * wakes. A statement once released is never edited; a change is a new one at the end.
 * `PRAGMA user_version` is refused by the platform, so what was applied is kept in a table.
 */
import { OwnError } from "../http/own-error.ts";

export type Migration = { id: string; sql: string };

/** Has this object ever stored anything? Asking leaves nothing behind. */
export const hasSchema = ({ sql }: DurableObjectStorage): boolean =>
	sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'applied_migration'").toArray().length > 0;

/**
 * Brings storage up to date, or up to the first `count` migrations, for tests of upgrades. Throws when storage knows one
 * that this code doesn't: an older deploy on newer data.
 */
export function migrate(
	storage: Pick<DurableObjectStorage, "sql" | "transactionSync">,
	migrations: readonly Migration[],
	count: number = migrations.length,
): void {
	storage.transactionSync(() => {
		const { sql } = storage;
		sql.exec(
			"CREATE TABLE IF NOT EXISTS applied_migration (position INTEGER PRIMARY KEY, id TEXT NOT NULL, sql TEXT NOT NULL)",
		);
		const applied = sql
			.exec<{ id: string; sql: string }>("SELECT id, sql FROM applied_migration ORDER BY position")
			.toArray();
		applied.forEach(({ id, sql: then }, position) => {
			const known = migrations[position];
			if (known?.id !== id) throw new OwnError(`Storage has migration ${id} at ${position}; this code does not.`);
			// Running on would fail later and quietly, one statement at a time.
			if (plain(known.sql) !== then)
				throw new OwnError(`Migration ${id} was changed after it was applied. Add a new one instead.`);
		});
		migrations.slice(applied.length, count).forEach(({ id, sql: statements }, offset) => {
			sql.exec(statements);
			const position = applied.length + offset;
			sql.exec("INSERT INTO applied_migration (position, id, sql) VALUES (?, ?, ?)", position, id, plain(statements));
		});
	});
}

/** Without comments and layout, which may change. */
const plain = (sql: string): string => sql.replace(/--.*$/gm, "").replace(/\s+/g, " ").trim();
