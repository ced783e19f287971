/**
 * What the storm may break inside the Worker, and for how long nothing but a word from it mends: D1 and the Inbox.
 * "down" fails before anything is done; "deaf" does it and fails then, as when only the answer is lost.
 */
export type Mode = "up" | "down" | "deaf";

const modes: readonly Mode[] = ["up", "down", "deaf"];
export const modeOf = (text: string | null): Mode => modes.find((mode) => mode === text) ?? "up";

/** Of this isolate: on one machine all objects share it, and a kill forgets it. */
export const faults: { d1: Mode; inbox: Mode } = { d1: "up", inbox: "up" };

type Part = keyof typeof faults;

/** Throws where the part is down. */
export function reach(part: Part): void {
	if (faults[part] === "down") throw new Error(`chaos: ${part} is down`);
}

/** Hands on the answer, or throws where the part is deaf. */
export function answered<T>(part: Part, answer: T): T {
	if (faults[part] === "deaf") throw new Error(`chaos: the answer of ${part} is lost`);
	return answer;
}

async function query<T>(run: () => Promise<T>): Promise<T> {
	reach("d1");
	return answered("d1", await run());
}

const RUNNING = new Set<PropertyKey>(["all", "first", "raw", "run"]);

/** The same database, whose statements and batches run under its mode. What isn't run is passed on as it is. */
export function breakable(db: D1Database): D1Database {
	const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>();
	const statement = (original: D1PreparedStatement): D1PreparedStatement => {
		const wrapped = new Proxy(original, {
			get(target, key) {
				const value: unknown = Reflect.get(target, key);
				if (key === "bind") return (...values: unknown[]) => statement(target.bind(...values));
				if (typeof value !== "function") return value;
				return RUNNING.has(key)
					? (...args: unknown[]) => query(async () => Reflect.apply(value, target, args))
					: value.bind(target);
			},
		});
		originals.set(wrapped, original);
		return wrapped;
	};
	return new Proxy(db, {
		get(target, key) {
			if (key === "prepare") return (sql: string) => statement(target.prepare(sql));
			if (key === "batch")
				return (all: D1PreparedStatement[]) =>
					query(() => target.batch(all.map((each) => originals.get(each) ?? each)));
			const value: unknown = Reflect.get(target, key);
			return typeof value === "function" ? value.bind(target) : value;
		},
	});
}
