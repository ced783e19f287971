/** Holidays: nobody is in on them, in the workspace's time zone, and what ran past midnight into one goes on. */
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { Hours } from "../../../src/protocol/workspace.ts";
import { openNow } from "../../../src/workspace/hours.ts";

const day = { from: "09:00", to: "18:00" };
const open = (hours: Hours, iso: string) => openNow(hours, Date.parse(iso)).open;
const berlin = (holidays: string[], days: Hours["days"] = Array.from({ length: 7 }, () => day)): Hours => ({
	timezone: "Europe/Berlin",
	days,
	holidays,
});

describe("a holiday", () => {
	test("is one date, or one of every year", () => {
		const hours = berlin(["2026-12-24", "12-25"]);
		for (const [iso, isOpen] of [
			["2026-12-23T12:00:00Z", true],
			["2026-12-24T12:00:00Z", false],
			["2027-12-24T12:00:00Z", true],
			["2026-12-25T12:00:00Z", false],
			["2031-12-25T12:00:00Z", false],
		] as const)
			expect([iso, open(hours, iso)]).toEqual([iso, isOpen]);
		expect(open(berlin([]), "2026-12-24T12:00:00Z")).toBe(true);
		// What was stored before there were holidays has none.
		expect(open({ timezone: "Europe/Berlin", days: hours.days }, "2026-12-24T12:00:00Z")).toBe(true);
	});

	test("is a day of the workspace's time zone", () => {
		const hours = { ...berlin(["2026-12-24"]), timezone: "Pacific/Auckland" };
		expect(open(hours, "2026-12-23T22:00:00Z")).toBe(false);
		expect(open(hours, "2026-12-24T22:00:00Z")).toBe(true);
	});

	test("doesn't end a night's hours that began the day before, and begins none", () => {
		const night = Array.from({ length: 7 }, () => ({ from: "20:00", to: "04:00" }));
		const hours = berlin(["2026-12-24"], night);
		expect(open(hours, "2026-12-24T01:00:00Z")).toBe(true);
		expect(open(hours, "2026-12-24T21:00:00Z")).toBe(false);
		expect(open(hours, "2026-12-25T01:00:00Z")).toBe(false);
	});

	test("is written as a date", () => {
		for (const text of ["2026-12-24", "12-25", "02-29"]) expect(v.is(Hours, berlin([text]))).toBe(true);
		for (const text of ["", "24.12.2026", "2026-13-01", "12-32", "26-12-24", "2026-12-24 "])
			expect(v.is(Hours, berlin([text]))).toBe(false);
	});
});
