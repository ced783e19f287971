/**
 * A Durable Object's SQL storage over Node's SQLite in memory, as far as the Knowledge object's modules use it. With it, the
 * evaluation runs the modules of production, with their index, outside a Worker.
 */
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from "node:sqlite";

type Row = Record<string, SqlStorageValue>;

const toInput = (value: unknown): SQLInputValue => {
	if (value instanceof ArrayBuffer) return new Uint8Array(value);
	if (typeof value === "boolean") return value ? 1 : 0;
	if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint")
		return value;
	if (value instanceof Uint8Array) return value;
	throw new TypeError(`SQLite takes no ${typeof value}.`);
};

const toOutput = (value: SQLOutputValue): SqlStorageValue => {
	if (typeof value === "bigint") return Number(value);
	// Copied, because SQLite's bytes may be part of a larger buffer.
	return value instanceof Uint8Array ? new Uint8Array(value).buffer : value;
};

/** Never constructed; the platform's type requires it. */
class Statement implements SqlStorageStatement {
	toString(): string {
		return "statement";
	}
}

/** A cursor over rows that are all in memory: a set is small, and the modules read every cursor to its end. */
class Cursor<T extends Row> implements SqlStorageCursor<T> {
	readonly columnNames: string[];
	readonly rowsRead = 0;
	readonly rowsWritten = 0;
	readonly #rows: T[];
	#at = 0;

	constructor(columnNames: string[] = [], rows: T[] = []) {
		this.columnNames = columnNames;
		this.#rows = rows;
	}

	next(): IteratorResult<T, undefined> {
		const value = this.#rows[this.#at++];
		return value === undefined ? { done: true, value: undefined } : { done: false, value };
	}

	toArray(): T[] {
		const rest = this.#rows.slice(this.#at);
		this.#at = this.#rows.length;
		return rest;
	}

	one(): T {
		const [row, ...more] = this.toArray();
		if (row === undefined || more.length > 0) throw new Error("Expected exactly one row.");
		return row;
	}

	raw<U extends SqlStorageValue[]>(): IterableIterator<U> {
		throw new Error("Rows without names are not read here.");
	}

	*[Symbol.iterator](): IterableIterator<T> {
		yield* this.toArray();
	}
}

/** Always true: the type of a row is what the caller of `exec<T>` says, unchecked, as on the platform. */
const isRow = <T extends Row>(_row: Row): _row is T => true;

class MemorySql implements SqlStorage {
	readonly Cursor = Cursor;
	readonly Statement = Statement;
	readonly #database = new DatabaseSync(":memory:");
	readonly #prepared = new Map<string, ReturnType<DatabaseSync["prepare"]>>();

	get databaseSize(): number {
		const pragma = (name: string) => Number(Object.values(this.#database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
		return pragma("page_count") * pragma("page_size");
	}

	exec<T extends Row>(query: string, ...bindings: unknown[]): Cursor<T> {
		// A script of several statements: the schema.
		if (bindings.length === 0 && /;\s*\S/.test(query)) {
			this.#database.exec(query);
			return new Cursor<T>([], []);
		}
		const statement = this.#prepared.get(query) ?? this.#database.prepare(query);
		this.#prepared.set(query, statement);
		const rows = statement
			.all(...bindings.map(toInput))
			.map((row): Row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toOutput(value)])));
		return new Cursor<T>(rows[0] ? Object.keys(rows[0]) : [], rows.filter(isRow<T>));
	}
}

/** New, empty storage in memory. */
export function memoryStorage(): Pick<DurableObjectStorage, "sql" | "transactionSync"> {
	const sql = new MemorySql();
	return {
		sql,
		transactionSync<T>(closure: () => T): T {
			sql.exec("BEGIN");
			try {
				const result = closure();
				sql.exec("COMMIT");
				return result;
			} catch (error) {
				sql.exec("ROLLBACK");
				throw error;
			}
		},
	};
}
