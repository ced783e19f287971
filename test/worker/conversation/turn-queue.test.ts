/** The row of the AI's turn: owed, claimed, settled once, voided by what comes later. */
import { runInDurableObject } from "cloudflare:test";
import { expect } from "vitest";
import { PAUSE_MS } from "../../../src/conversation/turn/pause.ts";
import { TURN_LIMIT_MS, TurnQueue } from "../../../src/conversation/turn/queue.ts";
import { untilMessage } from "../setup/talk.ts";
import { test as stage } from "../setup/stage.ts";

const NOW = 1_700_000_000_000;

/** The row of a conversation whose own turn is over. */
const test = stage.extend("withTurns", async ({ start, stubOf }) => {
	const { id, line } = await start();
	await untilMessage(line, "ai");
	return <T>(look: (turns: TurnQueue, sql: SqlStorage) => T): Promise<T> =>
		runInDurableObject(stubOf(id), (_, { storage: { sql } }) => look(new TurnQueue(sql), sql));
});

test("a turn is claimed once and settled once", ({ withTurns }) =>
	withTurns((turns) => {
		expect(turns.claim(NOW)).toBe(null);
		turns.queue(NOW);
		const turn = turns.claim(NOW);
		expect(turn?.attempts).toBe(1);
		expect(turns.claim(NOW)).toBe(null);
		expect(turns.settle(turn?.id ?? 0)).toBe(true);
		expect(turns.settle(turn?.id ?? 0)).toBe(false);
		expect(turns.dueAt()).toBe(null);
	}));

test("a turn that was cancelled can't be settled, running or not", ({ withTurns }) =>
	withTurns((turns) => {
		turns.queue(NOW);
		const turn = turns.claim(NOW);
		turns.cancel();
		expect(turns.dueAt()).toBe(null);
		expect(turns.settle(turn?.id ?? 0)).toBe(false);
		turns.queue(NOW);
		turns.cancel();
		expect(turns.claim(NOW)).toBe(null);
	}));

test("a newer question voids the run of the older one", ({ withTurns }) =>
	withTurns((turns) => {
		turns.queue(NOW);
		const older = turns.claim(NOW);
		turns.queue(NOW + 1);
		expect(turns.dueAt()).toBe(NOW + 1 + TURN_LIMIT_MS);
		const newer = turns.claim(NOW + 2);
		expect(newer?.attempts).toBe(1);
		expect(turns.settle(older?.id ?? 0)).toBe(false);
		expect(turns.settle(newer?.id ?? 0)).toBe(true);
	}));

test("a turn that waits for more messages begins when its time comes, or when the pause is over", ({ withTurns }) =>
	withTurns((turns, sql) => {
		turns.queueAfterPause(NOW);
		expect(turns.dueAt()).toBe(NOW + PAUSE_MS.most);
		expect(turns.claim(NOW + PAUSE_MS.most - 1)).toBe(null);
		// A second piece voids the first one's turn and waits no longer than it.
		turns.queueAfterPause(NOW + 5_000);
		expect(turns.dueAt()).toBe(NOW + PAUSE_MS.most);
		// The time outlives the object's memory.
		const awake = new TurnQueue(sql);
		expect(awake.claim(NOW + PAUSE_MS.most - 1)).toBe(null);
		const turn = awake.claim(NOW + PAUSE_MS.most);
		expect(turn?.attempts).toBe(1);
		expect(awake.dueAt()).toBe(NOW + PAUSE_MS.most + TURN_LIMIT_MS);
		// A message that comes while the AI writes has a pause of its own.
		awake.queueAfterPause(NOW + 20_000);
		expect(awake.dueAt()).toBe(NOW + 20_000 + PAUSE_MS.most);
		expect(awake.claim(NOW + 20_300, true)?.attempts).toBe(1);
		awake.queue(NOW + 21_000);
		expect(awake.claim(NOW + 21_000)?.attempts).toBe(1);
	}));

test("a run whose object died is owed again, twice at most", ({ withTurns }) =>
	withTurns((turns, sql) => {
		turns.queue(NOW);
		expect(turns.exhausted()).toBe(false);
		for (const attempts of [1, 2]) {
			expect(turns.claim(NOW)?.attempts).toBe(attempts);
			const awake = new TurnQueue(sql);
			awake.requeue();
			expect(awake.dueAt()).toBe(NOW + TURN_LIMIT_MS);
			expect(awake.exhausted()).toBe(attempts === 2);
		}
	}));
