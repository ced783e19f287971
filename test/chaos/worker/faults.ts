/**
 * The faults that the storm can set inside the Worker: in D1, in the Inbox, and after a step of a block's delivery. A fault lasts
 * until the storm unsets it. "down": a call fails before it does anything. "deaf": it does its work and then fails, as when only
 * the answer is lost.
 */
export type Mode = "up" | "down" | "deaf";

const modes: readonly Mode[] = ["up", "down", "deaf"];
export const modeOf = (text: string | null): Mode => modes.find((mode) => mode === text) ?? "up";

/** The faults set now. In the isolate's memory, which all objects share on one machine; a kill resets it. */
export const faults: { d1: Mode; inbox: Mode; cut: Step | null } = { d1: "up", inbox: "up", cut: null };

type Part = "d1" | "inbox";

/**
 * The steps of setting or lifting a block, after any of which the storm can cut it off: the outbox's alarm is set; the batch is
 * written; `drain` is called; one conversation is updated; all are, and the row is about to be deleted.
 */
const steps = ["look", "batch", "drain", "told", "delivered"] as const;
type Step = (typeof steps)[number];
export const stepOf = (text: string | null): Step | null => steps.find((step) => step === text) ?? null;

/** Throws if the storm cuts after this step. `die` aborts the object too. */
export function cutAfter(step: Step, die?: (reason: string) => void): void {
	if (faults.cut !== step) return;
	const reason = `chaos: the end after "${step}"`;
	die?.(reason);
	throw new Error(reason);
}

/** Throws if the part is down. */
export function reach(part: Part): void {
	if (faults[part] === "down") throw new Error(`chaos: ${part} is down`);
}

/** Returns the answer, or throws if the part is deaf. */
export function answered<T>(part: Part, answer: T): T {
	if (faults[part] === "deaf") throw new Error(`chaos: the answer of ${part} is lost`);
	return answer;
}

/** Callbacks before and after a statement, with its SQL. */
type Hooks = { before?(sql: string): void; after?(sql: string): void };

async function query<T>(sqls: string[], { before, after }: Hooks, run: () => Promise<T>): Promise<T> {
	reach("d1");
	for (const sql of sqls) before?.(sql);
	const answer = answered("d1", await run());
	for (const sql of sqls) after?.(sql);
	return answer;
}

const RUNNING = new Set<PropertyKey>(["all", "first", "raw", "run"]);

/** A database whose statements and batches fail as the mode of D1 says. */
export function breakable(db: D1Database, hooks: Hooks = {}): D1Database {
	const originals = new WeakMap<D1PreparedStatement, { original: D1PreparedStatement; sql: string }>();
	const statement = (original: D1PreparedStatement, sql: string): D1PreparedStatement => {
		const wrapped = new Proxy(original, {
			get(target, key) {
				const value: unknown = Reflect.get(target, key);
				if (key === "bind") return (...values: unknown[]) => statement(target.bind(...values), sql);
				if (typeof value !== "function") return value;
				return RUNNING.has(key)
					? (...args: unknown[]) => query([sql], hooks, async () => Reflect.apply(value, target, args))
					: value.bind(target);
			},
		});
		originals.set(wrapped, { original, sql });
		return wrapped;
	};
	return new Proxy(db, {
		get(target, key) {
			if (key === "prepare") return (sql: string) => statement(target.prepare(sql), sql);
			if (key === "batch")
				return (all: D1PreparedStatement[]) => {
					const sqls = all.map((each) => originals.get(each)?.sql ?? "");
					return query(sqls, hooks, () => target.batch(all.map((each) => originals.get(each)?.original ?? each)));
				};
			const value: unknown = Reflect.get(target, key);
			return typeof value === "function" ? value.bind(target) : value;
		},
	});
}
