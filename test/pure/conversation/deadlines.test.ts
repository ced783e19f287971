/** The deadlines of a conversation: when the alarm is set for, and what it runs when it fires. */
import { describe, expect, test } from "vitest";
import {
	type DeadlineFacts,
	deadlines,
	type DeadlineWork,
	nextDeadline,
	runDue,
} from "../../../src/conversation/deadlines.ts";
import { newState, type State } from "../../../src/conversation/state.ts";

const NOW = 1_000_000;

const facts = (state: Partial<State> = {}, more: Partial<DeadlineFacts> = {}): DeadlineFacts => ({
	state: { ...newState(), ...state },
	turnDueAt: null,
	effectDueAt: null,
	projectionDueAt: null,
	...more,
});

/** For each deadline, the facts in which only it is to come. */
const only: Record<string, (at: number) => DeadlineFacts> = {
	block_end: (at) => facts({ blockedUntil: at }),
	no_show: (at) => facts({ noShowAt: at }),
	route_lapse: (at) => facts({ routing: { until: at, passed: [] } }),
	idle_close: (at) => facts({ closeAt: at }),
	snooze_end: (at) => facts({ snooze: { until: at }, closeAt: at - 1 }),
	mail: (at) => facts({ email: "a@shop.example", repliedSeq: 2, repliedAt: at - 180_000 }),
	turn_limit: (at) => facts({}, { turnDueAt: at }),
	deliveries: (at) => facts({}, { effectDueAt: at }),
	inbox: (at) => facts({}, { projectionDueAt: at }),
};

function work() {
	const done: string[] = [];
	const note = (name: string) => () => void done.push(name);
	const noteLater = (name: string) => async () => void done.push(name);
	const all: DeadlineWork = {
		endBlock: note("endBlock"),
		noShow: note("noShow"),
		lapseRoute: note("lapseRoute"),
		closeIdle: note("closeIdle"),
		endSnooze: note("endSnooze"),
		mail: noteLater("mail"),
		retryTurn: note("retryTurn"),
		runTurn: note("runTurn"),
		deliver: noteLater("deliver"),
		updateInbox: noteLater("updateInbox"),
	};
	return { all, done };
}

/** The work that every alarm runs, due or not. */
const ALWAYS = ["runTurn", "deliver", "updateInbox"];

describe("the next alarm", () => {
	test("is null where there is no deadline, and for a block without an end", () => {
		expect(nextDeadline(facts())).toBeNull();
		expect(nextDeadline(facts({ blockedUntil: null }))).toBeNull();
		expect(nextDeadline(facts({ snooze: { until: null }, closeAt: NOW }))).toBeNull();
	});

	test.each(Object.keys(only))("is set for %s", (name) => {
		expect(nextDeadline(only[name]?.(NOW + 5) ?? facts())).toBe(NOW + 5);
	});

	test("is the nearest of all", () => {
		const all = facts(
			{ blockedUntil: NOW + 9, noShowAt: NOW + 8, closeAt: NOW + 7 },
			{ turnDueAt: NOW + 6, effectDueAt: NOW + 4, projectionDueAt: NOW + 5 },
		);
		expect(nextDeadline(all)).toBe(NOW + 4);
	});
});

describe("an alarm", () => {
	test.each([
		["block_end", "endBlock"],
		["no_show", "noShow"],
		["route_lapse", "lapseRoute"],
		["idle_close", "closeIdle"],
		["snooze_end", "endSnooze"],
		["mail", "mail"],
		["turn_limit", "retryTurn"],
	])("meets %s when it is due, and not before", (name, wanted) => {
		for (const [at, met] of [
			[NOW - 1, true],
			[NOW, true],
			[NOW + 1, false],
		] as const) {
			const { all, done } = work();
			runDue(all, () => only[name]?.(at) ?? facts(), NOW);
			expect(done).toEqual(met ? [wanted, ...ALWAYS] : ALWAYS);
		}
	});

	test("attempts deliveries and updates due or not, and returns their promises", async () => {
		const { all, done } = work();
		const underWay = runDue(all, () => facts(), NOW);
		expect(done).toEqual(ALWAYS);
		expect(underWay).toHaveLength(2);
		await Promise.all(underWay);
	});

	test("reads the facts again before each deadline, for running one may move another", () => {
		const { all, done } = work();
		let state: Partial<State> = { blockedUntil: NOW, noShowAt: NOW };
		const unblock = () => {
			all.endBlock();
			state = { noShowAt: NOW + 300_000 };
		};
		runDue({ ...all, endBlock: unblock }, () => facts(state), NOW);
		expect(done).toEqual(["endBlock", ...ALWAYS]);
	});

	test("has a unique name for each deadline", () => {
		const names = deadlines.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(names.filter((name) => name !== "turn")).toEqual(Object.keys(only));
	});
});
