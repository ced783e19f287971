/**
 * What the platform would bill, counted object by object: rows as SQLite reports them (the cursor's own figures, which
 * are the billed ones), alarms set and fired, calls, socket messages. Kept in the isolate, which on one machine is the
 * same for the Worker and all its objects. Only the bench's counting Worker uses it.
 */

export type Counts = {
	/** Times the object was built: more than one for one socket means that it had left memory. */
	constructed: number;
	/** Fetches and RPC calls. */
	calls: number;
	socketMessages: number;
	alarms: number;
	rowsRead: number;
	/** Those of SQL, and one for each alarm set. */
	rowsWritten: number;
	d1RowsRead: number;
	d1RowsWritten: number;
};

const all = new Map<string, Counts>();
const open = new Set<() => void>();

export function countsOf(name: string): Counts {
	const known = all.get(name);
	if (known) return known;
	const fresh = {
		constructed: 0,
		calls: 0,
		socketMessages: 0,
		alarms: 0,
		rowsRead: 0,
		rowsWritten: 0,
		d1RowsRead: 0,
		d1RowsWritten: 0,
	};
	all.set(name, fresh);
	return fresh;
}

/** Of a workspace's objects, and of the Worker in its name. */
export function countsIn(workspace: string): Record<string, Counts> {
	for (const settle of open) settle();
	return Object.fromEntries([...all].filter(([name]) => name.includes(workspace)));
}

/**
 * Counts what this object's storage does from now on. A cursor's figures grow while it is read, so they are taken when
 * the synchronous stretch that made it is over.
 */
export function countStorage(storage: DurableObjectStorage, counts: Counts): void {
	const { sql } = storage;
	const exec = sql.exec.bind(sql);
	let cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
	const settle = () => {
		for (const cursor of cursors) {
			counts.rowsRead += cursor.rowsRead;
			counts.rowsWritten += cursor.rowsWritten;
		}
		cursors = [];
		open.delete(settle);
	};
	const counted = (query: string, ...bindings: unknown[]) => {
		const cursor = exec(query, ...bindings);
		if (cursors.length === 0) {
			open.add(settle);
			queueMicrotask(settle);
		}
		cursors.push(cursor);
		return cursor;
	};
	Object.defineProperty(sql, "exec", { value: counted });
	const setAlarm = storage.setAlarm.bind(storage);
	Object.defineProperty(storage, "setAlarm", {
		value: (...given: Parameters<typeof setAlarm>) => {
			counts.rowsWritten++;
			return setAlarm(...given);
		},
	});
}

const writes = (query: string): boolean => !/^\s*select/i.test(query);

/**
 * A D1 database that counts. Rows that are read raw come without figures, so a query is asked a second time for them.
 * What writes is asked once: the columns it returns are one table's, whose names differ.
 */
export function countedDatabase(db: D1Database, counts: Counts): D1Database {
	const natives = new WeakMap<object, D1PreparedStatement>();
	const add = <T extends { meta: D1Meta }>(result: T): T => {
		counts.d1RowsRead += result.meta.rows_read;
		counts.d1RowsWritten += result.meta.rows_written;
		return result;
	};
	const statement = (query: string, native: D1PreparedStatement): D1PreparedStatement => {
		const wrapped = new Proxy(native, {
			get(target, name) {
				if (name === "bind") return (...values: unknown[]) => statement(query, target.bind(...values));
				if (name === "all") return async () => add(await target.all());
				if (name === "run") return async () => add(await target.run());
				if (name === "raw")
					return async (...options: []) => {
						const { results } = add(await target.all<Record<string, unknown>>());
						return writes(query) ? results.map((row) => Object.values(row)) : target.raw(...options);
					};
				if (name === "first")
					return async (...column: [string]) => {
						add(await target.all());
						return target.first(...column);
					};
				return Reflect.get(target, name, target);
			},
		});
		natives.set(wrapped, native);
		return wrapped;
	};
	return new Proxy(db, {
		get(target, name) {
			if (name === "prepare") return (query: string) => statement(query, target.prepare(query));
			if (name === "batch")
				return async (statements: D1PreparedStatement[]) =>
					(await target.batch(statements.map((each) => natives.get(each) ?? each))).map(add);
			return Reflect.get(target, name, target);
		},
	});
}
