/** The rate limiter of new conversations: how many may begin, in which time, from where, and when the next one may. */
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { migrate } from "../../../src/durable/migrations.ts";
import { type Start, Starts } from "../../../src/inbox/limits/starts.ts";
import { migrations } from "../../../src/inbox/schema.ts";
import { StartLimits } from "../../../src/protocol/settings/budgets.ts";
import { memoryStorage } from "../../eval/memory-sql.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = 1_795_000_000_000;

const defaults = v.parse(StartLimits, {});

function limiter(limits: Partial<StartLimits> = {}) {
	const storage = memoryStorage();
	migrate(storage, migrations);
	let starts = new Starts(storage.sql);
	let count = 0;
	/** One start; the wait in ms. */
	const begin = (now: number, over: Partial<Start> = {}): number =>
		starts.take(
			{
				conversationId: `c_${count++}`,
				addressHash: "office",
				networkHash: null,
				limits: { ...defaults, ...limits },
				...over,
			},
			now,
		);
	return {
		begin,
		/** So many at the same moment; the number that may begin. */
		many: (number: number, now: number, over: (index: number) => Partial<Start> = () => ({})): number =>
			Array.from({ length: number }, (_, index) => begin(now, over(index))).filter((wait) => wait === 0).length,
		forget: () => void (starts = new Starts(storage.sql)),
		rows: () => storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM conversation_start").one().n,
	};
}

describe("one network address", () => {
	test("begins sixty conversations in ten minutes; the next is told when, and may then", () => {
		const { begin, many } = limiter();
		expect(many(60, NOW)).toBe(60);
		expect(begin(NOW + 4 * MINUTE)).toBe(6 * MINUTE);
		expect(begin(NOW + 10 * MINUTE - 1)).toBe(1);
		expect(begin(NOW + 10 * MINUTE)).toBe(0);
	});

	test("gains nothing at the edge of ten minutes by the clock", () => {
		const { begin, many } = limiter();
		const edge = Math.ceil(NOW / (10 * MINUTE)) * 10 * MINUTE;
		expect(many(40, edge - SECOND)).toBe(40);
		expect(many(40, edge + SECOND)).toBe(20);
		expect(begin(edge + 2 * SECOND)).toBe(10 * MINUTE - 3 * SECOND);
	});

	test("begins five hundred a day, however they are spread", () => {
		const { begin, many } = limiter();
		let begun = 0;
		for (let at = NOW; at < NOW + 2 * HOUR; at += 10 * MINUTE) begun += many(60, at);
		expect(begun).toBe(500);
		expect(begin(NOW + 12 * HOUR)).toBe(12 * HOUR);
		expect(begin(NOW + DAY)).toBe(0);
	});

	test("is told the longest of its waits", () => {
		const { begin, many } = limiter({ addressStartsADay: 60 });
		many(60, NOW);
		expect(begin(NOW + MINUTE)).toBe(DAY - MINUTE);
	});

	test("takes nothing from another one, nor does who is known by no address", () => {
		const { begin, many } = limiter();
		many(61, NOW);
		expect(begin(NOW, { addressHash: "home" })).toBe(0);
		expect(many(100, NOW, () => ({ addressHash: null }))).toBe(100);
	});

	test("loses nothing by being refused", () => {
		const { begin, many } = limiter();
		many(60, NOW);
		expect(many(1_000, NOW + 9 * MINUTE)).toBe(0);
		expect(begin(NOW + 10 * MINUTE)).toBe(0);
	});

	test("counts on where the object has lost its memory", () => {
		const { begin, many, forget } = limiter();
		many(59, NOW);
		forget();
		expect(begin(NOW)).toBe(0);
		forget();
		expect(begin(NOW)).toBe(10 * MINUTE);
	});

	test("serves a hundred people in an hour, who come one after the other and some in a rush", () => {
		const { begin } = limiter();
		// A class of thirty at once, and seventy who come by over the hour.
		const visits = [...Array.from({ length: 30 }, () => 20), ...Array.from({ length: 70 }, (_, at) => (at * 60) / 70)];
		const waits = visits.toSorted((a, b) => a - b).map((minute) => begin(NOW + Math.round(minute * MINUTE)));
		expect(waits.filter((wait) => wait > 0)).toEqual([]);
	});
});

describe("a conversation that tries again", () => {
	test("is counted once, whatever became of its first attempt", () => {
		const { begin, many } = limiter();
		for (let attempt = 0; attempt < 200; attempt++) expect(begin(NOW, { conversationId: "c_again" })).toBe(0);
		expect(many(60, NOW)).toBe(59);
		expect(begin(NOW, { conversationId: "c_again" })).toBe(0);
	});
});

describe("an IPv6 /48", () => {
	const of = (index: number) => ({ addressHash: `64 ${index}`, networkHash: "48" });

	test("begins four times as much as one of its /64s, with all 65,536 of them", () => {
		const { begin, many } = limiter();
		expect(many(1_000, NOW, of)).toBe(240);
		expect(begin(NOW + MINUTE, of(5_000))).toBe(9 * MINUTE);
		expect(begin(NOW + MINUTE, { addressHash: "64 elsewhere", networkHash: "another 48" })).toBe(0);
	});

	test("in a day, too", () => {
		const { begin, many } = limiter();
		let begun = 0;
		for (let at = NOW; at < NOW + 3 * HOUR; at += 10 * MINUTE) begun += many(300, at, of);
		expect(begun).toBe(2_000);
		expect(begin(NOW + 12 * HOUR, of(9))).toBe(12 * HOUR);
	});

	test("does not give one /64 more than its own", () => {
		const { many } = limiter();
		expect(many(100, NOW, () => of(1))).toBe(60);
		expect(many(100, NOW, () => of(2))).toBe(60);
	});
});

describe("the whole workspace", () => {
	test("begins three thousand an hour, from however many addresses", () => {
		const { begin, many } = limiter();
		const of = (index: number) => ({ addressHash: `address ${index}` });
		expect(many(3_100, NOW, of)).toBe(3_000);
		expect(begin(NOW + MINUTE, of(9_999))).toBe(59 * MINUTE);
		expect(begin(NOW + HOUR, of(9_999))).toBe(0);
	});
});

describe("settings that change", () => {
	test("count at once, up and down", () => {
		const { begin, many } = limiter();
		many(60, NOW);
		const raised = { limits: { ...defaults, addressStartsIn10Minutes: 70 } };
		expect(many(20, NOW, () => raised)).toBe(10);
		const lowered = { limits: { ...defaults, addressStartsIn10Minutes: 5 } };
		expect(begin(NOW + MINUTE, lowered)).toBe(9 * MINUTE);
		expect(begin(NOW + 10 * MINUTE, lowered)).toBe(0);
	});
});

describe("the rows", () => {
	test("are of a day at most, and go by themselves", () => {
		const { many, rows } = limiter({ addressStartsIn10Minutes: 10_000, addressStartsADay: 10_000 });
		many(1_000, NOW);
		expect(rows()).toBe(1_000);
		many(200, NOW + DAY + 1);
		expect(rows()).toBe(200);
	});
});

describe("a clock that is wrong", () => {
	test("and is set back makes nobody wait longer than a window, and lets nobody begin more", () => {
		const { begin, many } = limiter();
		many(60, NOW + 30 * DAY);
		expect(begin(NOW)).toBe(10 * MINUTE);
	});
});

test("no ten minutes, hour or day ever hold more than their limit, and a wait is never a millisecond too long or too short", () => {
	const limits = { addressStartsIn10Minutes: 3, addressStartsADay: 7, workspaceStartsAnHour: 9 };
	const event = fc.record({ afterMs: fc.integer({ min: 0, max: 4 * HOUR }), address: fc.integer({ min: 0, max: 2 }) });
	fc.assert(
		fc.property(fc.array(event, { maxLength: 60 }), (events) => {
			const { begin } = limiter(limits);
			const begun: { at: number; address: number }[] = [];
			const within = (at: number, ms: number, address: number | null) =>
				begun.filter((each) => each.at > at - ms && (address === null || each.address === address)).length;
			const fits = (at: number, address: number) =>
				within(at, 10 * MINUTE, address) < 3 && within(at, DAY, address) < 7 && within(at, HOUR, null) < 9;
			let at = NOW;
			for (const { afterMs, address } of events) {
				at += afterMs;
				const wait = begin(at, { addressHash: `${address}` });
				expect(wait === 0).toBe(fits(at, address));
				if (wait === 0) begun.push({ at, address });
				else expect([fits(at + wait - 1, address), fits(at + wait, address)]).toEqual([false, true]);
			}
		}),
		{ numRuns: 60 },
	);
});
