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
	test.each(["send", "choose", "end"])("of a visitor's %s is fifteen at once", (type) => {
		expect(passing(new RateLimiter(), "v:ana", type)).toBe(15);
	});

	test("of a visitor's addresses is five at once, then one every half minute, and their messages go on", () => {
		const gate = new RateLimiter();
		expect(passing(gate, "v:ana", "email")).toBe(5);
		expect(gate.delayFor("v:ana", "email", NOW)).toBe(30_000);
		expect(gate.delayFor("v:ana", "send", NOW)).toBe(0);
		expect(passing(gate, "v:ana", "email", NOW + 30_000)).toBe(1);
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
	/** Sends so many frames a second for so long; says when, in ms, the sender was found to be abusive. */
	function flood(gate: RateLimiter, type: string, perSecond: number, seconds: number): number | null {
		for (let frame = 0; frame < perSecond * seconds; frame++) {
			const at = (frame * 1_000) / perSecond;
			gate.delayFor("v:ana", type, NOW + at);
			if (gate.isAbusive("v:ana")) return at;
		}
		return null;
	}

	test("is abusive past two hundred refusals at once, and nobody else is", () => {
		const gate = new RateLimiter();
		passing(gate, "v:ana", "send");
		for (let refusal = 1; refusal < 200; refusal++) gate.delayFor("v:ana", "send", NOW);
		expect(gate.isAbusive("v:ana")).toBe(false);
		gate.delayFor("v:ana", "send", NOW);
		expect(gate.isAbusive("v:ana")).toBe(true);
		expect(gate.isAbusive("v:rui")).toBe(false);
	});

	test.each([
		["4,000 typing signs in 8 seconds", "typing", 500, 8],
		["480 messages in 6 seconds", "send", 80, 6],
		["300 unreadable frames at once", "unreadable", 300_000, 0.001],
		["ten messages a second, for a minute", "send", 10, 60],
		["five read marks a second over what passes, for two minutes", "read", 15, 120],
	])("at a network's pace is found out: %s", (_, type, perSecond, seconds) => {
		expect(flood(new RateLimiter(), type, perSecond, seconds)).not.toBeNull();
	});

	test.each([
		["a message every two seconds", "send", 0.5],
		["somebody who types without a pause", "typing", 0.4],
		["ten signals a second", "read", 10],
		["a message and a half a second, most of them refused", "send", 1.5],
	])("isn't %s, for an hour", (_, type, perSecond) => {
		expect(flood(new RateLimiter(), type, perSecond, 3_600)).toBeNull();
	});

	test("is forgiven with time", () => {
		const gate = new RateLimiter();
		expect(flood(gate, "send", 1_000, 1)).not.toBeNull();
		expect(gate.delayFor("v:ana", "send", NOW + 60_000)).toBe(0);
		expect(gate.isAbusive("v:ana")).toBe(false);
	});
});
