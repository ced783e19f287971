/** Who is offered which conversation: by hand nothing, else one after another or to whoever has least, longest wait first. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { choose, type Taker, type Waiter } from "../../../src/inbox/routing/choose.ts";

const taker = (id: string, load = 0, offeredAt: number | null = null): Taker => ({ id, load, offeredAt });
const waiter = (id: string, since: number, passed: string[] = []): Waiter => ({ id, since, passed });
const pairs = (offers: ReturnType<typeof choose>) =>
	offers.map(({ conversation, member }) => `${conversation}>${member}`);

const round = { mode: "round_robin", limit: 10 } as const;
const least = { mode: "least_busy", limit: 10 } as const;

test("by hand nobody is offered anything", () => {
	expect(choose([taker("ines")], [waiter("a", 1)], { mode: "by_hand", limit: 10 })).toEqual([]);
});

describe("in turn", () => {
	test("whoever was offered one longest ago is next, and who never was is first", () => {
		const team = [taker("ines", 0, 50), taker("marco", 5, 20), taker("noor")];
		const queue = [waiter("d", 4), waiter("a", 1), waiter("c", 3), waiter("b", 2)];
		expect(pairs(choose(team, queue, round))).toEqual(["a>noor", "b>marco", "c>ines", "d>noor"]);
	});
});

describe("to the least busy", () => {
	test("whoever has fewest is next, and among equals whose turn it is", () => {
		const team = [taker("ines", 2, 10), taker("marco", 0, 90), taker("noor", 1, 20)];
		const queue = [waiter("a", 1), waiter("b", 2), waiter("c", 3)];
		expect(pairs(choose(team, queue, least))).toEqual(["a>marco", "b>noor", "c>marco"]);
	});
});

test("who let it pass isn't offered it again, and holds up nobody behind", () => {
	const queue = [waiter("a", 1, ["ines"]), waiter("b", 2)];
	expect(pairs(choose([taker("ines")], queue, round))).toEqual(["b>ines"]);
	expect(pairs(choose([taker("ines"), taker("marco")], queue, round))).toEqual(["a>marco", "b>ines"]);
});

const ids = ["ines", "marco", "noor", "tom"] as const;
const teams = fc.uniqueArray(
	fc.record({
		id: fc.constantFrom(...ids),
		load: fc.integer({ min: 0, max: 6 }),
		offeredAt: fc.option(fc.integer({ min: 1, max: 9 })),
	}),
	{ selector: ({ id }) => id },
);
const queues = fc.uniqueArray(
	fc.record({
		id: fc.string({ minLength: 1, maxLength: 3 }),
		since: fc.integer({ min: 0, max: 20 }),
		passed: fc.subarray([...ids]),
	}),
	{ selector: ({ id }) => id, maxLength: 30 },
);
const rules = fc.record({
	mode: fc.constantFrom("round_robin" as const, "least_busy" as const),
	limit: fc.integer({ min: 1, max: 6 }),
});

describe("whatever the team and the queue", () => {
	test("nobody gets more than the limit, twice the same, or what they let pass; each gets it who is in", () => {
		fc.assert(
			fc.property(teams, queues, rules, (team, queue, how) => {
				const offers = choose(team, queue, how);
				expect(new Set(offers.map(({ conversation }) => conversation)).size).toBe(offers.length);
				for (const { id, load } of team) {
					const got = offers.filter(({ member }) => member === id).length;
					expect(got === 0 || load + got <= how.limit).toBe(true);
				}
				for (const { conversation, member } of offers) {
					expect(team.some(({ id }) => id === member)).toBe(true);
					expect(queue.find(({ id }) => id === conversation)?.passed).not.toContain(member);
				}
			}),
		);
	});

	test("nobody who could be served waits while one who waits less is served", () => {
		fc.assert(
			fc.property(teams, queues, rules, (team, queue, how) => {
				const offers = choose(team, queue, how);
				const order = new Map(offers.map(({ conversation }, index) => [conversation, index]));
				const sorted = queue.toSorted((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
				const served = sorted.flatMap(({ id }) => order.get(id) ?? []);
				expect(served).toEqual(served.toSorted((a, b) => a - b));
				for (const [at, left] of sorted.entries()) {
					if (order.has(left.id)) continue;
					// Everybody who may be asked was full by then.
					const before = sorted.slice(0, at).map(({ id }) => id);
					for (const { id, load } of team) {
						const got = offers.filter((one) => one.member === id && before.includes(one.conversation)).length;
						expect(left.passed.includes(id) || load + got >= how.limit).toBe(true);
					}
				}
			}),
		);
	});

	test("in turn, no two members' numbers of offers differ by more than one where both could have had them", () => {
		fc.assert(
			fc.property(teams, queues, (team, queue) => {
				const open = queue.map((one) => ({ ...one, passed: [] }));
				const offers = choose(team, open, { mode: "round_robin", limit: 100 });
				const numbers = team.map(({ id }) => offers.filter(({ member }) => member === id).length);
				if (numbers.length > 0) expect(Math.max(...numbers) - Math.min(...numbers)).toBeLessThanOrEqual(1);
			}),
		);
	});
});
