/** The rate limiter: bursts and rates, separately for each person and kind of frame. */
import { describe, expect, test } from "vitest";
import { RateLimiter } from "../../../src/conversation/rate-limit.ts";

const NOW = 1_700_000_000_000;

/** The number of frames that pass at one moment. */
function passing(gate: RateLimiter, person: string, type: string, now = NOW): number {
	let count = 0;
	while (gate.delayFor(person, type, now) === 0) count++;
	return count;
}

describe("a flood", () => {
	test.each(["send", "choose", "email", "end"])("of a visitor's %s is fifteen at once", (type) => {
		expect(passing(new RateLimiter(), "v:ana", type)).toBe(15);
	});

	test.each(["send", "note"])("of a member's %s is sixty at once", (type) => {
		expect(passing(new RateLimiter(), "m:ines", type)).toBe(60);
	});

	test.each(["v:ana", "m:ines"])("of what %s signals is sixty at once", (person) => {
		expect(passing(new RateLimiter(), person, "typing")).toBe(60);
	});

	test("of one person or kind takes nothing from the others", () => {
		const gate = new RateLimiter();
		passing(gate, "v:ana", "send");
		expect(gate.delayFor("v:ana", "typing", NOW)).toBe(0);
		expect(gate.delayFor("v:rui", "send", NOW)).toBe(0);
	});

	test("lets through one more every two seconds, and says how long that is", () => {
		const gate = new RateLimiter();
		passing(gate, "v:ana", "send");
		expect(gate.delayFor("v:ana", "send", NOW)).toBe(2_000);
		expect(gate.delayFor("v:ana", "send", NOW + 500)).toBe(1_500);
		expect(gate.delayFor("v:ana", "send", NOW + 2_000)).toBe(0);
		expect(gate.delayFor("v:ana", "send", NOW + 2_000)).toBe(2_000);
	});

	test("is faster for a member, and fastest for signals", () => {
		const gate = new RateLimiter();
		passing(gate, "m:ines", "send");
		passing(gate, "m:ines", "typing");
		expect(gate.delayFor("m:ines", "send", NOW)).toBe(200);
		expect(gate.delayFor("m:ines", "typing", NOW)).toBe(100);
	});

	test("is over after a while, and no pause however long allows more than a burst", () => {
		const gate = new RateLimiter();
		passing(gate, "v:ana", "send");
		expect(passing(gate, "v:ana", "send", NOW + 3_600_000)).toBe(15);
	});

	test("is not caused by a clock that was set back", () => {
		const gate = new RateLimiter();
		expect(gate.delayFor("v:ana", "send", NOW)).toBe(0);
		expect(passing(gate, "v:ana", "send", NOW - 86_400_000)).toBe(14);
	});
});

describe("a person who keeps sending after refusals", () => {
	const refuse = (gate: RateLimiter, times: number) => {
		passing(gate, "v:ana", "send");
		for (let time = 1; time < times; time++) gate.delayFor("v:ana", "send", NOW);
	};

	test("is abusive after more than two hundred refusals in a row", () => {
		const gate = new RateLimiter();
		expect(gate.isAbusive("v:ana")).toBe(false);
		refuse(gate, 200);
		expect(gate.isAbusive("v:ana")).toBe(false);
		gate.delayFor("v:ana", "send", NOW);
		expect(gate.isAbusive("v:ana")).toBe(true);
		expect(gate.isAbusive("v:rui")).toBe(false);
	});

	test("is no longer abusive after the first frame that passes", () => {
		const gate = new RateLimiter();
		refuse(gate, 201);
		expect(gate.delayFor("v:ana", "send", NOW + 2_000)).toBe(0);
		expect(gate.isAbusive("v:ana")).toBe(false);
	});
});
