/** Whether what an answer names stands in what its writer was given, and how ends of addresses are cut. */
import { describe, expect, test } from "vitest";
import { areGiven, withoutEnding } from "../../../src/answer/guard/given.ts";

describe("what is found in a text is given", () => {
	test("where each is one of what was given, or a part of it", () => {
		expect(areGiven([], [], "")).toBe(true);
		expect(areGiven(["a.example"], ["a.example"], "at a.example")).toBe(true);
		expect(areGiven(["a.example", "b.ex"], ["a.example"], "at a.example and b.example")).toBe(true);
	});

	test("but not where one is nowhere", () => {
		expect(areGiven(["a.example", "c.example"], ["a.example"], "at a.example and b.example")).toBe(false);
		expect(areGiven(["a"], [], "")).toBe(false);
	});

	test("however many there are, if they are given whole; of parts, as many as a writer names", () => {
		const all = Array.from({ length: 500 }, (_, at) => `${at}@shop.example`);
		expect(areGiven([...all, ...all], all, all.join(" "))).toBe(true);
		const parts = all.map((one) => one.slice(0, -3));
		expect(areGiven([...parts.slice(0, 20), ...parts.slice(0, 20)], all, all.join(" "))).toBe(true);
		expect(areGiven(parts.slice(0, 21), all, all.join(" "))).toBe(false);
	});
});

test("only marks at the end are cut off", () => {
	expect(withoutEnding("a.b.?!", ".?!")).toBe("a.b");
	expect(withoutEnding("..a", ".")).toBe("..a");
	expect(withoutEnding("...", ".")).toBe("");
	expect(withoutEnding("", ".")).toBe("");
});
