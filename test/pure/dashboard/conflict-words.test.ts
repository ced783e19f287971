/** What the later of two teammates reads. */
import { describe, expect, test } from "vitest";
import { anywayWords, happenedWords } from "../../../dashboard/thread/conflict/words.ts";
import type { EventBody } from "../../../src/protocol/conversation/entry.ts";

const NOW = Date.UTC(2026, 10, 30, 15, 0);
const bea = { id: "mb_bea", name: "Bea" };
const omar = { id: "mb_omar", name: "Omar" };
const ines = { id: "mb_ines", name: "Ines" };
const iso = (at: number) => new Date(at).toISOString();
const reader = {
	me: ines.id,
	now: NOW,
	time: (at: number) => iso(at).slice(11, 16),
	dayAndTime: (at: number) => iso(at).slice(0, 16).replace("T", " "),
};
const words = (event: EventBody, msAgo = 5_000) =>
	happenedWords({ kind: "event", seq: 9, at: NOW - msAgo, event }, reader);

describe("says who did what", () => {
	test.each<[string, EventBody]>([
		["Bea assigned this to Omar a moment ago.", { type: "assigned", member: omar, by: bea }],
		["Bea assigned this to you a moment ago.", { type: "assigned", member: ines, by: bea }],
		["Bea assigned this to nobody a moment ago.", { type: "assigned", member: null, by: bea }],
		["Bea took this a moment ago.", { type: "assigned", member: bea, by: bea }],
		["Bea took this over a moment ago.", { type: "taken_over", member: bea }],
		["Bea handed this back to the AI a moment ago.", { type: "handed_back", member: bea }],
		["Bea closed this a moment ago.", { type: "closed", by: "member", member: bea }],
		["A teammate closed this a moment ago.", { type: "closed", by: "member" }],
		["Bea reopened this a moment ago.", { type: "reopened", by: "member", member: bea }],
		["Bea woke this a moment ago.", { type: "woke", by: "member", member: bea }],
		["Bea took back the closing a moment ago.", { type: "undone", what: "closed", undone: 8, by: bea }],
		["Somebody changed this a moment ago.", { type: "unknown" }],
	])("%s", (text, event) => expect(words(event)).toBe(text));

	test("and until when it is snoozed", () => {
		const until = Date.UTC(2026, 11, 1, 9, 0);
		expect(words({ type: "snoozed", until, by: bea })).toBe("Bea snoozed this a moment ago, until 2026-12-01 09:00.");
		expect(words({ type: "snoozed", until: null, by: bea })).toBe(
			"Bea snoozed this a moment ago, until the visitor writes.",
		);
	});
});

test("says when", () => {
	const closed: EventBody = { type: "closed", by: "member", member: bea };
	expect(words(closed, 58 * 60_000)).toBe("Bea closed this at 14:02.");
	expect(words(closed, 60_000)).toBe("Bea closed this at 14:59.");
	expect(words(closed, 24 * 3_600_000)).toBe("Bea closed this on 2026-11-29 15:00.");
});

test("names the button by the action", () => {
	expect(anywayWords({ type: "close" })).toBe("Close anyway");
	expect(anywayWords({ type: "take_over" })).toBe("Take over anyway");
	expect(anywayWords({ type: "undo", seq: 1 })).toBe("Do it anyway");
});
