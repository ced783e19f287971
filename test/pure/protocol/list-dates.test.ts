/** The dates of a filter: where days begin in a time zone, and what is no date. */
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { boundsOf, FilterDate, FilterZone } from "../../../src/protocol/list/dates.ts";

const at = (text: string): number => Date.parse(text);

describe("a filter's date", () => {
	test("names days that begin at midnight in its zone", () => {
		const now = at("2026-11-30T22:30:00Z");
		const from = (date: string, zone?: string) => boundsOf({ date, ...(zone !== undefined && { zone }) }, now)?.from;
		expect(from("today")).toBe(at("2026-11-30T00:00:00Z"));
		expect(from("today", "Europe/Berlin")).toBe(at("2026-11-29T23:00:00Z"));
		expect(from("today", "Asia/Tokyo")).toBe(at("2026-11-30T15:00:00Z"));
		expect(from("7d", "UTC")).toBe(at("2026-11-24T00:00:00Z"));
		expect(from("30d", "UTC")).toBe(at("2026-11-01T00:00:00Z"));
	});

	test("keeps to midnight where the clock was changed in between", () => {
		// Berlin's clock went back on 25 October 2026 at 03:00.
		expect(boundsOf({ date: "2026-10-25..2026-10-25", zone: "Europe/Berlin" }, 0)).toEqual({
			from: at("2026-10-24T22:00:00Z"),
			to: at("2026-10-25T23:00:00Z"),
		});
		// Auckland's went back on 5 April 2026, between its own midnight and that of UTC.
		expect(boundsOf({ date: "2026-04-05..2026-04-05", zone: "Pacific/Auckland" }, 0)).toEqual({
			from: at("2026-04-04T11:00:00Z"),
			to: at("2026-04-05T12:00:00Z"),
		});
		expect(boundsOf({ date: "30d", zone: "Europe/Berlin" }, at("2026-11-10T12:00:00Z"))?.from).toBe(
			at("2026-10-11T22:00:00Z"),
		);
	});

	test("may be open at one end", () => {
		expect(boundsOf({ date: "..2026-11-01" }, 0)).toEqual({ from: 0, to: at("2026-11-02T00:00:00Z") });
		expect(boundsOf({ date: "2026-11-01.." }, 0)?.from).toBe(at("2026-11-01T00:00:00Z"));
		expect(boundsOf({}, 0)).toBeNull();
	});

	test.each(["", "..", "2026-02-30..", "yesterday", "2026-1-1..", "2026-13-01..2026-13-02"])("isn't %j", (date) => {
		expect(v.is(FilterDate, date)).toBe(false);
	});

	test("has a zone that exists", () => {
		expect(v.is(FilterZone, "Europe/Berlin")).toBe(true);
		expect(v.is(FilterZone, "Nowhere/Atlantis")).toBe(false);
	});
});
