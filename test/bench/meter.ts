/** Reads the meters of the bench's Worker (worker/counts.ts), and computes what a workspace's objects did between two readings. */
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { order, type Workspace } from "./workspace.ts";

const count = v.number();
const Counts = v.object({
	constructed: count,
	calls: count,
	socketMessages: count,
	alarms: count,
	rowsRead: count,
	rowsWritten: count,
	d1RowsRead: count,
	d1RowsWritten: count,
});
type Counts = v.InferOutput<typeof Counts>;
const Reading = v.record(v.string(), Counts);
type Reading = v.InferOutput<typeof Reading>;

/** The cost of all objects together. A socket message counts as a twentieth of a request, as on the platform's price list. */
export type Cost = {
	rowsRead: number;
	rowsWritten: number;
	d1RowsRead: number;
	d1RowsWritten: number;
	objectRequests: number;
	workerRequests: number;
	/** Events that objects handled, each billed for its duration. */
	objectEvents: number;
	/** Rows written by kind of object. */
	writtenBy: Record<string, number>;
};

/** After this time without a change, a reading is final. */
const QUIET_MS = 30;
const PATIENCE_MS = 30_000;

/** The counts of one workspace, by object, with the Worker's requests for it. Others may be measured at the same time. */
export const read = async ({ host, id }: Workspace): Promise<Reading> =>
	v.parse(Reading, await order(host, { do: "counts", workspace: id }));

/** Waits until the counts stop changing, and returns them. Throws after `PATIENCE_MS`. */
export async function settled(workspace: Workspace, quietMs = QUIET_MS): Promise<Reading> {
	const deadline = Date.now() + PATIENCE_MS;
	let before = await read(workspace);
	while (Date.now() < deadline) {
		await sleep(quietMs);
		const now = await read(workspace);
		if (JSON.stringify(now) === JSON.stringify(before)) return now;
		before = now;
	}
	throw new Error(`the workspace's objects were at work for ${PATIENCE_MS / 1_000} s after the last message`);
}

const zero = (): Cost => ({
	rowsRead: 0,
	rowsWritten: 0,
	d1RowsRead: 0,
	d1RowsWritten: 0,
	objectRequests: 0,
	workerRequests: 0,
	objectEvents: 0,
	writtenBy: {},
});

/** The cost between two readings of one workspace. */
export function between(before: Reading, after: Reading): Cost {
	const cost = zero();
	for (const [name, now] of Object.entries(after)) {
		const then = before[name];
		const grown = (field: keyof Counts) => now[field] - (then?.[field] ?? 0);
		cost.d1RowsRead += grown("d1RowsRead");
		cost.d1RowsWritten += grown("d1RowsWritten");
		const kind = name.slice(0, name.indexOf(":"));
		if (kind === "worker") {
			cost.workerRequests += grown("calls");
			continue;
		}
		cost.rowsRead += grown("rowsRead");
		cost.rowsWritten += grown("rowsWritten");
		cost.writtenBy[kind] = (cost.writtenBy[kind] ?? 0) + grown("rowsWritten");
		const whole = grown("calls") + grown("alarms");
		cost.objectRequests += whole + grown("socketMessages") / 20;
		cost.objectEvents += whole + grown("socketMessages");
	}
	return cost;
}

/** The cost divided by `n`, rounded to a hundredth. */
export function share(cost: Cost, n: number): Cost {
	const part = (value: number) => Math.round((value / n) * 100) / 100;
	return {
		rowsRead: part(cost.rowsRead),
		rowsWritten: part(cost.rowsWritten),
		d1RowsRead: part(cost.d1RowsRead),
		d1RowsWritten: part(cost.d1RowsWritten),
		objectRequests: part(cost.objectRequests),
		workerRequests: part(cost.workerRequests),
		objectEvents: part(cost.objectEvents),
		writtenBy: Object.fromEntries(Object.entries(cost.writtenBy).map(([kind, rows]) => [kind, part(rows)])),
	};
}
