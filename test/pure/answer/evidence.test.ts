/** A model's verdict as evidence: what it makes of a chance, and what is worth asking it at all. */
import { expect, test } from "vitest";
import { updated, worthReading } from "../../../src/answer/evidence.ts";
import { CAREFUL_EVIDENCE } from "../../../src/model/catalogue.ts";

test("a verdict multiplies the odds", () => {
	expect(updated(0.5, 9)).toBeCloseTo(0.9);
	expect(updated(0.5, 1)).toBe(0.5);
	expect(updated(0.9, 0.1)).toBeCloseTo(0.474, 3);
	expect([updated(0, 12), updated(1, 0.1)]).toEqual([0, 1]);
});

test("what is worth reading is what the model's surest word would lift to the threshold", () => {
	for (const threshold of [0.3, 0.5, 0.85, 0.99]) {
		const least = worthReading(threshold, CAREFUL_EVIDENCE);
		expect(least).toBeLessThan(threshold);
		expect(updated(least, CAREFUL_EVIDENCE.sure)).toBeCloseTo(threshold);
	}
	expect(worthReading(0, CAREFUL_EVIDENCE)).toBe(0);
	expect(worthReading(1, CAREFUL_EVIDENCE)).toBe(1);
});

test("a model that tells less is asked less", () => {
	const middling = { ...CAREFUL_EVIDENCE, sure: 5, unsaid: 5 };
	expect(worthReading(0.85, middling)).toBeGreaterThan(worthReading(0.85, CAREFUL_EVIDENCE));
});
