/** Contrast as WCAG computes it, and the shades that are read. */
import * as v from "valibot";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ColourSettings, contrast, isReadable, readable } from "../../../src/protocol/settings/colour.ts";

const colours = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

describe("contrast", () => {
	test.each([
		["#000000", "#ffffff", 21],
		["#ffffff", "#ffffff", 1],
		// The two greys on either side of WCAG's bound.
		["#767676", "#ffffff", 4.54],
		["#777777", "#ffffff", 4.48],
	])("of %s and %s is %d", (one, other, ratio) => {
		expect(contrast(one, other)).toBeCloseTo(ratio, 2);
		expect(contrast(other, one)).toBeCloseTo(ratio, 2);
	});

	test("a readable shade is read on its ground, whatever the colour, and is the colour where that is read", () => {
		fc.assert(
			fc.property(colours, fc.constantFrom("#ffffff", "#17171a", "#22222c"), (colour, ground) => {
				const shade = readable(colour, ground);
				expect(contrast(shade, ground)).toBeGreaterThanOrEqual(4.5);
				if (contrast(colour, ground) >= 4.5) expect(shade).toBe(colour);
			}),
		);
	});
});

test("a workspace's colour is one that white letters are read on", () => {
	const taken = (colour: string) => v.safeParse(ColourSettings, { colour }).success;
	expect(taken("#ffee00")).toBe(false);
	expect(taken("red")).toBe(false);
	expect(taken("#4f46e5;}")).toBe(false);
	expect(v.parse(ColourSettings, { colour: " #0A3D2C " })).toEqual({ colour: "#0a3d2c" });
	expect(isReadable(v.parse(ColourSettings, {}).colour)).toBe(true);
});
