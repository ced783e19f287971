/** Where a picker opens in a text, and which canned responses it offers for what is typed. */
import { describe, expect, test } from "vitest";
import type { CannedResponse } from "../../../src/protocol/canned/response.ts";
import { fitting } from "../../../dashboard/canned/matching.ts";
import { pickAt } from "../../../dashboard/thread/reply/picker/pick.ts";

/** The picker at the bar in a text. */
function at(marked: string) {
	const caret = marked.indexOf("|");
	return pickAt(marked.replace("|", ""), caret, ["/", "@"]);
}

describe("a picker opens", () => {
	test.each([
		["/|", "/", 0, ""],
		["/gre|", "/", 0, "gre"],
		["Hello /gr|eeting", "/", 6, "gr"],
		["line\n/x|", "/", 5, "x"],
		["(/x|", "/", 1, "x"],
		["„/x|", "/", 1, "x"],
		["请看、/x|", "/", 3, "x"],
		["@|", "@", 0, ""],
		["ask @mar|", "@", 4, "mar"],
	])("in %j", (text, sign, from, typed) => {
		expect(at(text)).toEqual({ sign, from, typed });
	});
});

describe("a picker doesn't open", () => {
	test.each([
		"|",
		"|/",
		"and/or|",
		"https://x|",
		"1/2|",
		"ines@fjord|",
		"/two words|",
		"/ |",
		"km//h|",
		`/${"x".repeat(60)}|`,
	])("in %j", (text) => {
		expect(at(text)).toBe(null);
	});

	test("after a sign that isn't one here", () => {
		expect(pickAt("@mar", 4, ["/"])).toBe(null);
	});
});

const response = (
	shortcut: string,
	title: string,
	text = "",
	used = 0,
	usedAt: number | null = null,
): CannedResponse => ({
	id: shortcut,
	shortcut,
	title,
	text,
	whose: "own",
	used,
	usedAt,
});

const all = [
	response("refund", "Money comes back", "It takes five days until the bank shows it."),
	response("hello", "A greeting", "Hello there, what can I do for you?"),
	response("return", "How to send a bag back", "Print the label."),
	response("rückgabe", "Rückgabe einer Tasche", "Drucken Sie das Etikett."),
	response("hours", "When we are in", "From nine to five.", 3, 100),
];
const found = (typed: string) => fitting(all, typed).map(({ id }) => id);

describe("what is typed finds", () => {
	test.each([
		["hello", ["hello"]],
		["he", ["hello"]],
		["re", ["refund", "return"]],
		["rtn", ["return"]],
		["greet", ["hello"]],
		["back", ["refund", "return"]],
		["etikett", ["rückgabe"]],
		["ruck", ["rückgabe"]],
		["label", ["return"]],
		["zebra", []],
	])("%j: %j", (typed, expected) => {
		expect(found(typed)).toEqual(expect.arrayContaining(expected));
		expect(found(typed).slice(0, expected.length).toSorted()).toEqual(expected.toSorted());
		if (expected.length === 0) expect(found(typed)).toEqual([]);
	});

	test("a shortcut before a title, and a title before a text", () => {
		const some = [
			response("a", "x", "label here"),
			response("b", "the label"),
			response("label", "y"),
			response("labels", "z"),
		];
		expect(fitting(some, "label").map(({ id }) => id)).toEqual(["label", "labels", "b", "a"]);
	});

	test("nothing typed: all, the last used first", () => {
		expect(found("")[0]).toBe("hours");
		expect(found("")).toHaveLength(all.length);
	});
});
