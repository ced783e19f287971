/** Who is told of what, and by which way: for any team, presence, preferences and time. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	decide,
	MAIL_AFTER_MS,
	mayDisturb,
	type NotificationEvent,
	type Recipient,
} from "../../../src/notification/decide.ts";
import { isQuiet } from "../../../src/notification/quiet.ts";
import { Role } from "../../../src/protocol/actor.ts";
import { lowered, Preferences, quietDefaults, waysOf, Way, What } from "../../../src/protocol/notification/table.ts";
import { openNow } from "../../../src/workspace/hours.ts";
import * as v from "valibot";

const ids = ["mb_a", "mb_b", "mb_c", "mb_d"];
const zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC", "Nowhere/Atall"];
const clock = fc
	.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
	.map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);
const span = fc.record({ from: clock, to: clock });
const ways = fc.subarray([...Way.options]);
const table = fc.record(Object.fromEntries(What.options.map((what) => [what, ways])) as Record<What, typeof ways>);
const preferences = fc.record({
	table: fc.constantFrom(...What.options).chain((what) => ways.map((row) => ({ [what]: row }))),
	quiet: fc.option(span, { nil: null }),
	whenOut: fc.boolean(),
});
const recipient = (id: string): fc.Arbitrary<Recipient> =>
	fc.record({
		id: fc.constant(id),
		role: fc.constantFrom(...Role.options),
		timezone: fc.constantFrom(...zones),
		preferences,
		presence: fc.record({
			open: fc.boolean(),
			focused: fc.boolean(),
			seeing: fc.subarray(["c_1", "c_2"]),
		}),
	});
const team = fc.tuple(...ids.map(recipient));
const event: fc.Arbitrary<NotificationEvent> = fc.record({
	what: fc.constantFrom(...What.options),
	conversationId: fc.constantFrom("c_1", "c_2", null),
	by: fc.constantFrom(...ids, null),
	to: fc.constantFrom(...ids, null),
});
const anyHours = fc.option(
	fc.record({
		timezone: fc.constantFrom(...zones),
		days: fc.array(fc.option(span, { nil: null }), { minLength: 7, maxLength: 7 }),
	}),
	{ nil: null },
);
const rules = fc.record({ hours: anyHours, defaults: table });
/** From 2026 to 2027, so that the clocks change within. */
const time = fc.integer({ min: 1_767_225_600_000, max: 1_798_761_600_000 });
const already = fc.subarray(ids).map((told) => new Set(told));

const whoIs = (members: readonly Recipient[], memberId: string): Recipient => {
	const found = members.find(({ id }) => id === memberId);
	if (!found) throw new Error("Somebody is told who isn't on the team.");
	return found;
};

const holds = (check: (of: Parameters<typeof decide>) => void): void =>
	fc.assert(
		fc.property(event, team, rules, time, already, (...of) => {
			check(of);
		}),
		{ numRuns: 400 },
	);

describe("whoever is told", () => {
	test("didn't do it themselves, wasn't told before, and hasn't it on the screen", () => {
		holds((of) => {
			const [{ by, conversationId }, members, , , told] = of;
			for (const { memberId } of decide(...of)) {
				expect(memberId).not.toBe(by);
				expect(told?.has(memberId)).toBe(false);
				const { presence } = whoIs(members, memberId);
				if (conversationId !== null) expect(presence.seeing).not.toContain(conversationId);
			}
		});
	});

	test("is told once, only by ways of their table, and by what they have open", () => {
		holds((of) => {
			const [{ what }, members, { defaults }] = of;
			const told = decide(...of);
			expect(new Set(told.map(({ memberId }) => memberId)).size).toBe(told.length);
			for (const { memberId, ways: by, mailAt } of told) {
				const { preferences: own, presence } = whoIs(members, memberId);
				const wanted = waysOf(own.table, defaults, what);
				for (const way of by) expect(wanted).toContain(way);
				if (mailAt !== null) expect(wanted).toContain("mail");
				expect(by.length > 0 || mailAt !== null).toBe(true);
				if (!presence.open) expect(by.filter((way) => way !== "push")).toEqual([]);
				if (presence.focused) expect(by.filter((way) => way === "push" || way === "browser")).toEqual([]);
			}
		});
	});

	test("is disturbed neither in quiet hours nor while the team is out, and gets no mail then", () => {
		holds((of) => {
			const [, members, { hours: open }, now] = of;
			for (const { memberId, ways: by, mailAt } of decide(...of)) {
				const { preferences: own, timezone } = whoIs(members, memberId);
				const isOut = (at: number) => isQuiet(own.quiet, timezone, at) || (!own.whenOut && !openNow(open, at).open);
				if (isOut(now)) expect(by.filter((way) => way !== "badge")).toEqual([]);
				if (mailAt !== null) {
					expect(mailAt).toBeGreaterThanOrEqual(now + MAIL_AFTER_MS);
					expect(isOut(mailAt)).toBe(false);
				}
			}
		});
	});

	test("may do something about it", () => {
		holds((of) => {
			const [{ what, to }, members] = of;
			for (const { memberId } of decide(...of)) {
				const { role } = whoIs(members, memberId);
				if (what === "waiting" || (what === "woke" && to === null)) expect(role).not.toBe("viewer");
				else if (what === "ai_trouble" || what === "source_failed" || what === "channel_failed")
					expect(["owner", "admin"]).toContain(role);
				else if (what === "bounced" && to === null) expect(["owner", "admin"]).toContain(role);
				else expect(memberId).toBe(to);
			}
		});
	});

	test("is never told by more after a way is taken out of the table", () => {
		fc.assert(
			fc.property(event, team, rules, time, fc.constantFrom(...Way.options), (what, members, how, now, taken) => {
				const without = members.map((one) => ({
					...one,
					preferences: {
						...one.preferences,
						table: {
							...one.preferences.table,
							[what.what]: waysOf(one.preferences.table, how.defaults, what.what).filter((way) => way !== taken),
						},
					},
				}));
				const before = new Map(decide(what, members, how, now).map((told) => [told.memberId, told]));
				for (const { memberId, ways: by, mailAt } of decide(what, without, how, now)) {
					expect(by).not.toContain(taken);
					for (const way of by) expect(before.get(memberId)?.ways).toContain(way);
					if (mailAt !== null) expect(before.get(memberId)?.mailAt).toBe(mailAt);
				}
			}),
		);
	});
});

const member = (id: string, change: Partial<Recipient> = {}): Recipient => ({
	id,
	role: "agent",
	timezone: "Europe/Berlin",
	preferences: { table: {}, quiet: null, whenOut: false },
	presence: { open: false, focused: false, seeing: [] },
	...change,
});
const open = { open: true, focused: true, seeing: [] };
const waits: NotificationEvent = { what: "waiting", conversationId: "c_1", by: null, to: null };
const always = { hours: null, defaults: quietDefaults };
/** A Monday, 12:00 in Berlin. */
const noon = Date.UTC(2026, 10, 30, 11);

describe("somebody waits", () => {
	test("who has a dashboard open is told, and the others once nobody reacted", () => {
		const members = [member("a", { presence: open }), member("b"), member("c")];
		const first = decide(waits, members, always, noon);
		expect(first.map(({ memberId }) => memberId)).toEqual(["a"]);
		const next = decide(waits, members, always, noon, new Set(["a"]));
		expect(next.map(({ memberId }) => memberId)).toEqual(["b", "c"]);
	});

	test("with no dashboard open, everybody who may answer is told, by push and later by mail", () => {
		const told = decide(waits, [member("a"), member("b", { role: "viewer" })], always, noon);
		expect(told).toEqual([{ memberId: "a", ways: ["push"], mailAt: noon + MAIL_AFTER_MS }]);
	});

	test("if everybody is out, nobody is woken but who chose so", () => {
		const hours = {
			timezone: "Europe/Berlin",
			days: [{ from: "13:00", to: "17:00" }, null, null, null, null, null, null],
		};
		const eager = { table: {}, quiet: null, whenOut: true };
		const told = decide(waits, [member("a"), member("b", { preferences: eager })], { ...always, hours }, noon);
		expect(told).toEqual([
			{ memberId: "a", ways: [], mailAt: noon + 70 * 60_000 },
			{ memberId: "b", ways: ["push"], mailAt: noon + MAIL_AFTER_MS },
		]);
	});
});

describe("quiet hours", () => {
	const night = { from: "22:00", to: "07:00" };

	test.each([
		["Europe/Berlin", Date.UTC(2026, 10, 30, 21), true],
		["Europe/Berlin", Date.UTC(2026, 10, 30, 6), false],
		["America/New_York", Date.UTC(2026, 10, 30, 21), false],
		["America/New_York", Date.UTC(2026, 10, 30, 3), true],
	])("in %s are the member's own", (timezone, at, quiet) => {
		expect(isQuiet(night, timezone, at)).toBe(quiet);
		expect(
			mayDisturb(member("a", { timezone, preferences: { table: {}, quiet: night, whenOut: false } }), always, at),
		).toBe(!quiet);
	});

	test("from a time to the same time are the whole day", () => {
		expect(isQuiet({ from: "00:00", to: "00:00" }, "UTC", noon)).toBe(true);
	});
});

describe("the table", () => {
	test("of a workspace lowers the defaults and raises none", () => {
		fc.assert(
			fc.property(table, fc.constantFrom(...What.options), (defaults, what) => {
				for (const way of lowered(defaults)[what]) {
					expect(quietDefaults[what]).toContain(way);
					expect(defaults[what]).toContain(way);
				}
			}),
		);
	});

	test("of a member stands above the workspace's, row by row", () => {
		const none = { ...quietDefaults, mine: [], waiting: [] };
		expect(waysOf({ mine: ["sound"] }, none, "mine")).toEqual(["sound"]);
		expect(waysOf({ mine: ["sound"] }, none, "waiting")).toEqual([]);
	});

	test("of a later release is read without what isn't known", () => {
		const later = { table: { mine: ["sound", "hologram"], telepathy: ["sound"], waiting: "all" }, quiet: 3 };
		expect(v.parse(Preferences, later)).toEqual({ table: { mine: ["sound"] }, quiet: null, whenOut: false });
	});
});
