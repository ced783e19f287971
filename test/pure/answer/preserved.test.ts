/** The check that a rewritten draft has the same addresses and numbers as before. */
import { describe, expect, test } from "vitest";
import { difference } from "../../../src/answer/guard/preserved.ts";

describe("finds no difference", () => {
	test.each([
		[
			"where only words change",
			"It takes 14 days, see https://shop.example/a.",
			"See https://shop.example/a: 14 days.",
		],
		["where a number is grouped in another way", "It is 1,000.50 euros", "Es sind 1.000,50 Euro, also 1 000,50"],
		["where a date is written in another way", "On 05.04. it is 3", "On 5/4 it is 3"],
		["where digits are of another script", "It is 30", "It is ٣٠ or ۳۰ or ३०"],
		["where a list is numbered", "Pack it, send it", "1. Pack it\n 2) Send it"],
		["where an address ends a sentence", "See www.shop.example.", "See www.shop.example!"],
		["where there is nothing", "", ""],
	])("%s", (_, draft, text) => {
		expect(difference(draft, text)).toBe(null);
	});
});

describe("is found as lost", () => {
	test.each([
		["a link", "See https://shop.example/a", "See the page", "https://shop.example/a"],
		["an e-mail address", "Ask help@shop.example", "Ask us", "help@shop.example"],
		["a path without a scheme", "See shop.example/a today", "See it today", "shop.example/a"],
		["a number", "It takes 14 days", "It takes two weeks", "14"],
		["the first of several", "It takes 14 days or 21", "It takes weeks", "14"],
		["zero", "It costs 0 euros", "It costs nothing", "0"],
	])("%s", (_, draft, text, what) => {
		expect(difference(draft, text)).toEqual({ kind: "lost", what });
	});
});

describe("is found as invented", () => {
	test.each([
		["a link", "See the page", "See https://shop.example/a", "https://shop.example/a"],
		["a number", "It takes two weeks", "It takes 14 days", "14"],
		["a number in the middle of a line that looks like a list's", "It takes days", "It takes 2. days", "2"],
		["a list's number past two digits", "It takes days", "123. days", "123"],
	])("%s", (_, draft, text, what) => {
		expect(difference(draft, text)).toEqual({ kind: "invented", what });
	});

	test("addresses are found before numbers, and losses before inventions", () => {
		expect(difference("It takes 14 days", "See www.shop.example")).toEqual({
			kind: "invented",
			what: "www.shop.example",
		});
		expect(difference("It takes 14 days", "It takes 15 days")).toEqual({ kind: "lost", what: "14" });
	});

	test("a number within an address is not found by itself", () => {
		expect(difference("See https://shop.example/2024", "https://shop.example/2024 it is")).toBe(null);
	});
});

describe("what a draft keeps", () => {
	test.each([
		["€1,000.50 on 05/04", "1.000,50 € am 5.4."],
		["1000 bags", "1 000 sacs"],
		["Call +47 22 33 44 55", "رقم الهاتف ٤٧ ٢٢ ٣٣ ٤٤ ٥٥"],
		["1. Pack it\n2. Send it", "Pack it, then send it"],
		["See https://a.test/b.", "Siehe [hier](https://a.test/b)"],
		["見る: https://a.test/b", "https://a.test/bをご覧ください"],
		["See a.test/Returns, please", "Bitte, a.test/Returns"],
	])("%s is %s", (draft, text) => {
		expect(difference(draft, text)).toBeNull();
	});

	test.each([
		["30 days", "40 days"],
		["See https://a.test/b", "See https://a.test/c"],
		["See us", "See www.evil.test"],
		["See us", "See evil.test/login"],
		["Write us", "Write x@evil.test"],
	])("%s is not %s", (draft, text) => {
		expect(difference(draft, text)).not.toBeNull();
	});
});
