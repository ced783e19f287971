/**
 * Schema migrations for a Durable Object's SQLite: an append-only list, applied in one transaction when the object
 * wakes. A released migration is never edited; a change of the schema is a new one at the end.
 * The platform refuses `PRAGMA user_version`, so a table lists the applied migrations.
 *
 * Going back to an earlier release works as long as the later migrations only added to the schema. The table therefore
 * also stores each migration's `adds`: the earlier release has the later migration from nowhere else.
 */
import { OwnError } from "../http/own-error.ts";

/**
 * One migration. `adds`: earlier code can go on reading and writing as if the migration weren't there. That is true of a new
 * table or index, and of a new column that may be null or has a default. It is false where a migration drops or renames
 * something, recomputes data that earlier code also writes, or adds a rule (a unique index, a trigger).
 */
export type Migration = { id: string; sql: string; adds: boolean };

/** Whether this object has ever been migrated, and so may have stored something. The check itself stores nothing. */
export const hasSchema = ({ sql }: DurableObjectStorage): boolean =>
	sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'applied_migration'").toArray().length > 0;

/**
 * Applies the migrations that storage lacks. Throws where a migration was
 * edited or reordered after it was applied, and where storage has one that this code doesn't know and that does more than
 * add: an earlier release on later data.
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
			// Without this check, statements would fail later, one at a time, on a schema that isn't the code's.
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

/** A statement without comments and white space, which may be edited after a release. */
const plain = (sql: string): string => sql.replace(/--.*$/gm, "").replace(/\s+/g, " ").trim();
