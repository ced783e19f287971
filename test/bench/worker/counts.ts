/**
 * Meters of what the platform bills, by object: rows read and written (as cursors report them, which are the billed ones),
 * alarms set and fired, calls, socket messages. The counts are kept in the isolate's memory, which on one machine the Worker
 * and all its objects share. Used by the bench's Worker only.
 */

export type Counts = {
	/** How often the object was constructed. More than once for one socket: it had hibernated. */
	constructed: number;
	/** Fetches and RPC calls. */
	calls: number;
	socketMessages: number;
	alarms: number;
	rowsRead: number;
	/** Rows written by SQL, and one for each alarm that was set. */
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

/** The counts of a workspace's objects, and of the Worker's requests for it. */
export function countsIn(workspace: string): Record<string, Counts> {
	for (const settle of open) settle();
	return Object.fromEntries([...all].filter(([name]) => name.includes(workspace)));
}

/**
 * Counts what an object's storage does from now on. A cursor's figures grow while it is read, so they are taken after the
 * synchronous stretch that created it.
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
 * A D1 database that counts rows. `raw()` returns no figures, so a query that reads is run a second time for them. A query
 * that writes is run once, by `all()`: the columns it returns are of one table, so their names differ.
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
