/** The outbox's drain algorithm, over rows in memory. */
import { describe, expect, test, vi } from "vitest";
import { drain, type FailedAttempt, type OutboxLimits, type OutboxPort } from "../../../src/durable/outbox.ts";

const limits: OutboxLimits = {
	owner: "ws_1/c_1",
	concurrency: 2,
	timeoutMs: 50,
	backoff: { firstMs: 1_000, longestMs: 8_000 },
	maxAttempts: 4,
};
const NOW = 1_000_000;

/** A port with rows that are due, and a record of the calls made for them. */
function outbox(rows: { id: number; attempts?: number; body: string }[], deliver: OutboxPort<string>["deliver"]) {
	const kept = { keys: [] as string[], delivered: [] as number[], failed: new Map<number, FailedAttempt>() };
	const port: OutboxPort<string> = {
		batch: () => rows.map(({ id, attempts = 0, body }) => ({ id, attempts, body })),
		deliver: (body, key) => {
			kept.keys.push(key);
			return deliver(body, key);
		},
		delivered: (id) => void kept.delivered.push(id),
		failed: (id, attempt) => void kept.failed.set(id, attempt),
		isTransient: (error) => error instanceof TypeError,
	};
	return { port, kept };
}

const run = (port: OutboxPort<string>) => drain(port, limits, NOW, () => NOW);

describe("the outbox", () => {
	test("delivers what is due under a key of its own, and nothing twice", async () => {
		const { port, kept } = outbox(
			[
				{ id: 1, body: "a" },
				{ id: 2, body: "b" },
				{ id: 3, body: "c" },
			],
			async () => {},
		);
		expect(await run(port)).toEqual({ delivered: 3, failed: 0 });
		expect(kept.keys).toEqual(["ws_1/c_1/1", "ws_1/c_1/2", "ws_1/c_1/3"]);
		expect(kept.delivered).toEqual([1, 2, 3]);
	});

	test("a failed delivery delays no other, and is due again later each time", async () => {
		const { port, kept } = outbox(
			[
				{ id: 1, body: "bad" },
				{ id: 2, attempts: 2, body: "bad" },
				{ id: 3, body: "ok" },
			],
			async (body) => {
				if (body === "bad") throw new Error("no");
			},
		);
		expect(await run(port)).toEqual({ delivered: 1, failed: 2 });
		expect(kept.delivered).toEqual([3]);
		expect(kept.failed.get(1)).toMatchObject({ attempts: 1, dueAt: NOW + 1_000 });
		expect(kept.failed.get(2)).toMatchObject({ attempts: 3, dueAt: NOW + 4_000 });
	});

	test("gives up after the last attempt", async () => {
		const { port, kept } = outbox([{ id: 1, attempts: 3, body: "bad" }], () => Promise.reject(new Error("no")));
		await run(port);
		expect(kept.failed.get(1)).toMatchObject({ attempts: 4, dueAt: null });
	});

	test("never gives up on an effect because of a transient failure", async () => {
		const { port, kept } = outbox([{ id: 1, attempts: 900, body: "bad" }], () => Promise.reject(new TypeError("gone")));
		await run(port);
		expect(kept.failed.get(1)).toMatchObject({ attempts: 901, dueAt: NOW + 8_000 });
	});

	test("doesn't wait for a receiver that never answers", async () => {
		const { port, kept } = outbox(
			[
				{ id: 1, body: "silent" },
				{ id: 2, body: "ok" },
				{ id: 3, body: "ok" },
			],
			(body) => (body === "silent" ? new Promise(() => {}) : Promise.resolve()),
		);
		expect(await run(port)).toEqual({ delivered: 2, failed: 1 });
		expect(kept.failed.get(1)?.error).toMatchObject({ name: "TimeoutError" });
	});

	test("keeps to its limit of concurrent deliveries", async () => {
		let under = 0;
		const most = vi.fn<(count: number) => void>();
		const rows = Array.from({ length: 7 }, (_, id) => ({ id, body: "x" }));
		const { port } = outbox(rows, async () => {
			most(++under);
			await Promise.resolve();
			under--;
		});
		await run(port);
		expect(Math.max(...most.mock.calls.map(([count]) => count))).toBe(2);
	});

	test("delivers nothing where nothing is due", async () => {
		const { port, kept } = outbox([], () => Promise.reject(new Error("never called")));
		expect(await run(port)).toEqual({ delivered: 0, failed: 0 });
		expect(kept.keys).toEqual([]);
	});
});
