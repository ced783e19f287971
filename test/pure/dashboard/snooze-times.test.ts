/** Until when a conversation can be snoozed, in zones whose clocks change. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { snoozeTimes, timeOf, typedAs } from "../../../dashboard/thread/snooze/times.ts";

const BERLIN = "Europe/Berlin";
const at = (text: string): number => Date.parse(text);
const offered = (now: string, timezone: string) =>
	snoozeTimes(at(now), timezone).map(({ name, until }) => [name, new Date(until).toISOString()]);

describe("what is offered", () => {
	test("is three hours from now, and the mornings of tomorrow and of Monday where the member is", () => {
		expect(offered("2026-12-02T20:30:00Z", BERLIN)).toEqual([
			["In three hours", "2026-12-02T23:30:00.000Z"],
			["Tomorrow morning", "2026-12-03T08:00:00.000Z"],
			["Monday morning", "2026-12-07T08:00:00.000Z"],
		]);
	});

	test("counts days by the member's clock", () => {
		// Already the third in Auckland, still the second in Los Angeles.
		expect(offered("2026-12-02T20:30:00Z", "Pacific/Auckland")[1]?.[1]).toBe("2026-12-03T20:00:00.000Z");
		expect(offered("2026-12-03T02:00:00Z", "America/Los_Angeles")[1]?.[1]).toBe("2026-12-03T17:00:00.000Z");
	});

	test("is a Monday that is still to come: on a Monday the next, on a Sunday tomorrow, once", () => {
		expect(offered("2026-12-07T07:00:00Z", BERLIN)[2]).toEqual(["Monday morning", "2026-12-14T08:00:00.000Z"]);
		expect(offered("2026-12-06T07:00:00Z", BERLIN).map(([name]) => name)).toEqual([
			"In three hours",
			"Tomorrow morning",
		]);
	});

	test("is nine o'clock also where the clocks change in between", () => {
		expect(offered("2026-03-28T20:00:00Z", BERLIN)[1]?.[1]).toBe("2026-03-29T07:00:00.000Z");
		expect(offered("2026-10-24T20:00:00Z", BERLIN)[1]?.[1]).toBe("2026-10-25T08:00:00.000Z");
	});
});

describe("a date and time of one's own", () => {
	test.for([
		["2026-12-01T09:00", BERLIN, "2026-12-01T08:00:00.000Z"],
		["2026-07-01T09:00", BERLIN, "2026-07-01T07:00:00.000Z"],
		["2026-12-01T09:00", "Asia/Kathmandu", "2026-12-01T03:15:00.000Z"],
		["2026-12-01T00:00", "America/New_York", "2026-12-01T05:00:00.000Z"],
		// Skipped in spring: as much later. Shown twice in autumn: the first of the two.
		["2026-03-29T02:30", BERLIN, "2026-03-29T01:30:00.000Z"],
		["2026-10-25T02:30", BERLIN, "2026-10-25T00:30:00.000Z"],
		["2026-10-25T03:00", BERLIN, "2026-10-25T02:00:00.000Z"],
	] as const)("%s in %s is %s", ([typed, timezone, wanted]) => {
		const time = timeOf(typed, timezone);
		expect(time === null ? null : new Date(time).toISOString()).toBe(wanted);
	});

	test("that is none is null", () => {
		for (const typed of ["", "tomorrow", "2026-12-01", "2026-13-01T09:00", "2026-12-01T25:00"])
			expect(timeOf(typed, BERLIN)).toBeNull();
	});

	test("is shown in the box as it was typed, in any zone, but for what no clock shows", () => {
		const zones = fc.constantFrom("Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "UTC");
		const minutes = fc.integer({ min: at("2024-01-01") / 60_000, max: at("2030-01-01") / 60_000 });
		fc.assert(
			fc.property(zones, minutes, (timezone, minute) => {
				const typed = typedAs(minute * 60_000, timezone);
				const time = timeOf(typed, timezone);
				expect(time).not.toBeNull();
				expect(typedAs(time ?? 0, timezone)).toBe(typed);
				// The first of two times that look the same.
				expect(time).toBeLessThanOrEqual(minute * 60_000);
			}),
		);
	});
});
