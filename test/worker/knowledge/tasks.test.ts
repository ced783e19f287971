/** The knowledge base's alarm, which runs every kind of background task. */
import { runInDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { type Task, Tasks } from "../../../src/knowledge/tasks.ts";
import { emptyLibrary } from "../setup/library.ts";

/** A task whose pieces are due at these times. */
function kind(name: string, dues: number[], log: string[], fails = false): Task {
	return {
		name,
		due: () => dues[0] ?? null,
		run: async () => {
			log.push(name);
			if (fails) throw new Error("a mistake of ours");
			dues.shift();
		},
	};
}

test("what is due first comes first, one that fails holds up nobody, and the alarm is set for the next", async () => {
	await runInDurableObject(emptyLibrary(), async (_, { storage }) => {
		const log: string[] = [];
		const later = Date.now() + 3_600_000;
		const tasks = new Tasks(storage, [
			kind("broken", [1], log, true),
			kind("files", [3, 5, later], log),
			kind("vectors", [2, 4], log),
		]);
		await tasks.run();
		expect(log).toEqual(["broken", "vectors", "files", "vectors", "files"]);
		// The failed task backs off before it is tried again.
		const alarm = (await storage.getAlarm()) ?? 0;
		expect(alarm).toBeGreaterThan(Date.now() + 20_000);
		expect(alarm).toBeLessThan(Date.now() + 40_000);
		await storage.deleteAlarm();
	});
});

test("one alarm does a bounded number of pieces and asks for another; with nothing to do there is none", async () => {
	await runInDurableObject(emptyLibrary(), async (_, { storage }) => {
		const log: string[] = [];
		const dues = Array.from({ length: 50 }, (_each, nth) => nth + 1);
		const tasks = new Tasks(storage, [kind("pages", dues, log)]);
		await tasks.run();
		expect([log.length, await storage.getAlarm()]).toEqual([20, expect.any(Number)]);
		await tasks.run();
		await storage.deleteAlarm();
		await tasks.run();
		expect([log.length, await storage.getAlarm()]).toEqual([50, null]);
	});
});

test("the alarm is brought forward and never put off", async () => {
	await runInDurableObject(emptyLibrary(), async (_, { storage }) => {
		const dues = [Date.now() + 60_000];
		const tasks = new Tasks(storage, [kind("pages", dues, [])]);
		tasks.arm();
		dues[0] = Date.now() + 90_000;
		tasks.arm();
		expect((await storage.getAlarm()) ?? 0).toBeLessThan(Date.now() + 61_000);
		dues[0] = Date.now() + 30_000;
		tasks.arm();
		expect((await storage.getAlarm()) ?? 0).toBeLessThan(Date.now() + 31_000);
		await storage.deleteAlarm();
	});
});

test("an alarm that the platform lost is set anew with the next look", async () => {
	await runInDurableObject(emptyLibrary(), async (_, { storage }) => {
		const tasks = new Tasks(storage, [kind("pages", [Date.now() + 60_000], [])]);
		tasks.arm();
		await storage.deleteAlarm();
		const later = Date.now() + 120_000;
		const clock = vi.spyOn(Date, "now").mockImplementation(() => later);
		tasks.arm();
		clock.mockRestore();
		expect(await storage.getAlarm()).not.toBeNull();
		await storage.deleteAlarm();
	});
});
