/** The count of a day's model calls: by workspace, visitor and address, exact across midnight, memory loss and changed settings. */
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { migrate } from "../../../src/durable/migrations.ts";
import { ModelCalls } from "../../../src/inbox/limits/model-calls.ts";
import { migrations } from "../../../src/inbox/schema.ts";
import type { Spender } from "../../../src/model/call-budget.ts";
import { CallLimits, type CallUsage, DAY_MS, dayOf } from "../../../src/protocol/settings/budgets.ts";
import { memoryStorage } from "../../eval/memory-sql.ts";

const MIDNIGHT = 20_800 * DAY_MS;
const NOON = MIDNIGHT + DAY_MS / 2;

const ana: Spender = { visitorId: "v_ana", addressHash: "office" };
const teammate: Spender = { visitorId: null, addressHash: null };

function counter(limits: Partial<CallLimits> = {}) {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const told: CallUsage[] = [];
	const make = () => new ModelCalls(storage.sql, (usage) => told.push(usage));
	let calls = make();
	const all = { ...v.parse(CallLimits, {}), ...limits };
	return {
		told,
		take: (who: Spender = ana, now = NOON) => calls.take(who, all, now),
		/** So many calls; the number that is granted. */
		many: (number: number, who: (index: number) => Spender = () => ana, now = NOON) =>
			Array.from({ length: number }, (_, index) => calls.take(who(index), all, now)).filter((each) => "day" in each)
				.length,
		giveBack: (who: Spender, day: number) => calls.giveBack(who, day),
		usage: (now = NOON) => calls.usage(now),
		raise: (more: Partial<CallLimits>) => void Object.assign(all, more),
		forget: () => void (calls = make()),
		rows: () => storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM model_call").one().n,
	};
}

describe("the limits of a day", () => {
	test("of a visitor hold whatever address they come from", () => {
		const { many, take } = counter();
		expect(many(300, (index) => ({ visitorId: "v_ana", addressHash: `address ${index}` }))).toBe(200);
		expect(take()).toEqual({ refused: "visitor" });
		expect(take({ visitorId: "v_ben", addressHash: "office" })).toEqual({ day: 20_800 });
	});

	test("of an address hold for thousands of visitor ids", () => {
		const { many, take } = counter();
		expect(many(5_000, (index) => ({ visitorId: `v_${index}`, addressHash: "office" }))).toBe(4_000);
		expect(take({ visitorId: "v_new", addressHash: "office" })).toEqual({ refused: "address" });
		expect(take({ visitorId: "v_new", addressHash: "home" })).toEqual({ day: 20_800 });
	});

	test("of the workspace hold for everybody, teammates too", () => {
		const { many, take } = counter({ workspaceCallsADay: 50 });
		expect(many(100, (index) => ({ visitorId: `v_${index}`, addressHash: `address ${index}` }))).toBe(50);
		expect(take()).toEqual({ refused: "workspace" });
		expect(take(teammate)).toEqual({ refused: "workspace" });
	});

	test("of a visitor and an address are not a teammate's", () => {
		const { many } = counter({ visitorCallsADay: 0, addressCallsADay: 0 });
		expect(many(30, () => teammate)).toBe(30);
	});

	test("of 0 allow none", () => {
		expect(counter({ workspaceCallsADay: 0 }).take(teammate)).toEqual({ refused: "workspace" });
		expect(counter({ visitorCallsADay: 0 }).take()).toEqual({ refused: "visitor" });
	});

	test("count on where the object has lost its memory", () => {
		const { many, forget, usage } = counter({ visitorCallsADay: 10 });
		many(9);
		forget();
		expect(many(5)).toBe(1);
		expect(usage()).toEqual({ day: 20_800, calls: 10 });
	});

	test("begin anew at midnight UTC, and not before", () => {
		const { many } = counter({ visitorCallsADay: 10 });
		expect(many(20, undefined, MIDNIGHT)).toBe(10);
		expect(many(20, undefined, MIDNIGHT + DAY_MS - 1)).toBe(0);
		expect(many(20, undefined, MIDNIGHT + DAY_MS)).toBe(10);
	});

	test("are not spent twice by a clock that is set back over midnight", () => {
		const { many } = counter({ visitorCallsADay: 10 });
		many(6, undefined, MIDNIGHT - 1);
		expect(many(7, undefined, MIDNIGHT)).toBe(7);
		expect(many(20, undefined, MIDNIGHT - 1)).toBe(3);
		expect(many(20, undefined, MIDNIGHT)).toBe(0);
	});
});

describe("a call that was granted and not made", () => {
	test("is given back, to everybody it counted for", () => {
		const { many, take, giveBack, usage } = counter({
			visitorCallsADay: 1,
			addressCallsADay: 1,
			workspaceCallsADay: 1,
		});
		expect(many(1)).toBe(1);
		giveBack(ana, dayOf(NOON));
		expect(usage().calls).toBe(0);
		expect(take()).toEqual({ day: 20_800 });
	});

	test("counts for the day on which it was granted, and for no later one", () => {
		const { many, giveBack, usage } = counter();
		many(1, undefined, MIDNIGHT - 1);
		many(3, undefined, MIDNIGHT);
		giveBack(ana, dayOf(MIDNIGHT - 1));
		expect(usage(MIDNIGHT).calls).toBe(3);
	});

	test("given back again and again makes no room that wasn't there", () => {
		const { many, giveBack } = counter({ visitorCallsADay: 2 });
		many(2);
		for (let times = 0; times < 9; times++) giveBack(ana, dayOf(NOON));
		expect(many(9)).toBe(2);
	});
});

describe("the use of the day", () => {
	test("is told with every hundredth of the budget, and when it is used up", () => {
		const { many, told } = counter({ workspaceCallsADay: 1_000, visitorCallsADay: 10_000 });
		many(1_500);
		expect(told).toHaveLength(101);
		expect(told.at(-1)).toEqual({ day: 20_800, calls: 1_000 });
	});

	test("is told once more after the memory is lost, and where the limit was raised", () => {
		const { take, many, told, forget, raise } = counter({ workspaceCallsADay: 10 });
		many(12);
		forget();
		take();
		expect(told.slice(-2)).toEqual([
			{ day: 20_800, calls: 10 },
			{ day: 20_800, calls: 10 },
		]);
		raise({ workspaceCallsADay: 100 });
		expect(take()).toEqual({ day: 20_800 });
		expect(told.at(-1)).toEqual({ day: 20_800, calls: 11 });
	});

	test("is nothing in the morning", () => {
		const { many, usage } = counter();
		many(7);
		expect(usage(NOON + DAY_MS)).toEqual({ day: 20_801, calls: 0 });
	});
});

test("rows of earlier days go by themselves", () => {
	const { many, rows } = counter();
	many(500, (index) => ({ visitorId: `v_${index}`, addressHash: `address ${index}` }));
	expect(rows()).toBe(1_001);
	many(60, undefined, NOON + DAY_MS);
	expect(rows()).toBe(3);
});
