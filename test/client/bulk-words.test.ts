/** How far a change of many conversations is, in words. */
import { expect, test } from "vitest";
import { doneText, runningText } from "../../dashboard/bulk/words.ts";

const job = { what: "close", state: "done", total: 840, done: 840, failed: 0, skipped: 0 } as const;

test("a change that is under way says how many of how many", () => {
	expect(runningText({ ...job, state: "running", done: 310, failed: 2 })).toBe("Closing 312 of 840");
	expect(runningText({ ...job, what: "undo", total: 3, done: 1, skipped: 1 })).toBe("Undoing 2 of 3");
});

test.each([
	[{ ...job, total: 1, done: 1 }, "1 conversation closed"],
	[job, "840 conversations closed"],
	[{ ...job, total: 1_000, done: 998, failed: 2 }, "998 conversations closed. 2 conversations couldn't be closed."],
	[{ ...job, what: "block", total: 2, done: 0, failed: 2 }, "2 conversations couldn't be blocked"],
	[
		{ ...job, what: "undo", total: 40, done: 39, skipped: 1 },
		"39 conversations taken back. 1 conversation was changed since, and stays so.",
	],
	[{ ...job, state: "cancelled", done: 120 }, "120 conversations closed. Cancelled before 720 more."],
	[{ ...job, state: "cancelled", done: 0 }, "Cancelled before any was closed"],
] as const)("%j: %s", (over, text) => {
	expect(doneText(over)).toBe(text);
});
