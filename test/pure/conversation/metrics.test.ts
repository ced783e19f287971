/** The metrics of an episode, and when a new episode begins. */
import { describe, expect, test } from "vitest";
import { nextMetrics, noMetrics } from "../../../src/conversation/outgoing/metrics.ts";
import type { Entry, EventBody } from "../../../src/protocol/conversation/entry.ts";

const DAY = 86_400_000;
const AT = 20_000 * DAY;

const event = (of: EventBody, at = AT): Entry => ({ kind: "event", seq: 1, at, event: of });
const answer: Entry = {
	kind: "message",
	seq: 1,
	at: AT,
	id: "ai:1",
	author: { kind: "ai" },
	text: "…",
	writer: "embedded",
};
const reply: Entry = {
	kind: "message",
	seq: 1,
	at: AT,
	id: "m",
	author: { kind: "member", id: "mb_1", name: "Ines" },
	text: "…",
};
const note: Entry = {
	kind: "note",
	seq: 1,
	at: AT,
	id: "n",
	author: { kind: "member", id: "mb_1", name: "Ines" },
	text: "…",
};
const closed = event({ type: "closed", by: "idle" });
const reopened = (after: number) => event({ type: "reopened", by: "visitor" }, AT + after);
const of = (...entries: Entry[]) => nextMetrics(noMetrics(), entries);

test("a new conversation has counted nothing", () => {
	expect(noMetrics()).toMatchObject({ answered: false, spoke: false, spoiled: false, closedAt: null, ending: null });
});

test("a teammate's reply makes the episode not resolved, a note doesn't", () => {
	expect(of(answer, reply, closed).ending).toEqual({ at: AT, resolved: false });
	expect(of(answer, note, closed).ending).toEqual({ at: AT, resolved: true });
});

test("a return within a day belongs to the same episode, which wasn't resolved", () => {
	const back = of(answer, closed, reopened(DAY - 1), answer, closed);
	expect(back).toMatchObject({ episode: noMetrics().episode, ending: { at: AT, resolved: false } });
});

test("a return a day later begins a new episode", () => {
	const again = of(answer, reply, closed, reopened(DAY));
	expect(again).toMatchObject({
		episode: noMetrics().episode + 1,
		answered: false,
		spoke: false,
		spoiled: false,
		closedAt: null,
		ending: null,
	});
	expect(nextMetrics(again, [closed]).ending).toBe(null);
	expect(nextMetrics(again, [answer, closed]).ending).toEqual({ at: AT, resolved: true });
});

test("a reopening without a close before begins a new episode too", () => {
	expect(of(answer, reopened(1))).toMatchObject({ episode: noMetrics().episode + 1, spoiled: false });
});

test("entries that don't count change nothing", () => {
	const before = of(answer);
	expect(nextMetrics(before, [note, event({ type: "nobody_in" })])).toEqual(before);
});

describe("what a teammate did", () => {
	const by = { id: "mb_1", name: "Ines" };
	const done = (...entries: Entry[]) => of(...entries).members["mb_1"];
	const handedOff = (at: number) => event({ type: "handed_off", reason: "asked_for_person" }, at);

	test("is counted: replies without notes, and what they took over and closed", () => {
		const taken = event({ type: "taken_over", member: by });
		const shut = event({ type: "closed", by: "member", member: by });
		expect(done(taken, reply, note, reply, shut)).toEqual({ replies: 2, taken: 1, closed: 1, waits: 0, waitMs: 0 });
		const undone = event({ type: "undone", what: "closed", undone: 1, by });
		expect(done(taken, reply, shut, undone)).toMatchObject({ closed: 0 });
		expect(of(answer, closed, reopened(1)).members).toEqual({});
	});

	test("has the wait that their first reply ended, from the hand-over on", () => {
		expect(done(handedOff(AT - 7_000), handedOff(AT - 4_000), reply, reply)).toMatchObject({ waits: 1, waitMs: 7_000 });
		expect(done(handedOff(AT - 7_000), event({ type: "handed_back", member: by }), reply)).toMatchObject({ waits: 0 });
		expect(done(handedOff(AT - 7_000), closed, reopened(DAY), reply)).toMatchObject({ waits: 0, waitMs: 0 });
		// A clock that was set back.
		expect(done(handedOff(AT + 7_000), reply)).toMatchObject({ waits: 1, waitMs: 0 });
	});
});
