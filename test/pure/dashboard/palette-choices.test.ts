/** The palette's choices: what matches what is typed, and in which order. */
import { describe, expect, test } from "vitest";
import { type Choice, matching, matchOf } from "../../../dashboard/palette/choices.ts";

const choice = (group: Choice["group"], name: string, detail?: string): Choice => ({
	id: name,
	group,
	name,
	detail,
	run: () => undefined,
});

describe("a name matches", () => {
	test.for([
		["", "Close", 3],
		["clo", "Close", 3],
		["take ov", "Take over", 3],
		["the ai", "Hand back to the AI", 2],
		["ai hand", "Hand back to the AI", 1],
		["BLOCK", "Block the visitor", 3],
		["muller", "Jürgen Müller", 2],
		["zolc", "Żółć", 3],
		["straße", "Strasse 4", 3],
		["لينا", "لينا", 3],
		["山田", "山田太郎", 3],
		["lose", "Close", null],
		["close now", "Close", null],
	] as const)("%s → %s: %s", ([typed, text, quality]) => expect(matchOf(typed, text)).toBe(quality));
});

test("the best of each group come first, and a search for what was typed always stands", () => {
	const choices = [
		choice("Actions", "Unblock the visitor"),
		choice("Actions", "Visitor details"),
		choice("Go to", "Contacts"),
		choice("Conversations", "Ana", "A visitor asks"),
		choice("Search", "Search everything said"),
	];
	expect(matching(choices, "visitor").map(({ name }) => name)).toEqual([
		"Visitor details",
		"Unblock the visitor",
		"Ana",
		"Search everything said",
	]);
	expect(matching(choices, "").map(({ group }) => group)).toEqual([
		"Actions",
		"Actions",
		"Go to",
		"Conversations",
		"Search",
	]);
});

test("a group shows a few, whatever matches", () => {
	const many = Array.from({ length: 50 }, (_, at) => choice("Conversations", `Visitor ${at}`));
	expect(matching(many, "visitor")).toHaveLength(6);
});
