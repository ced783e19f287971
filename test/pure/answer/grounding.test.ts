/** The grounding check: addresses, figures and instructions in an answer that are not in its passages. */
import { describe, expect, test } from "vitest";
import { groundingCheck } from "../../../src/answer/guard/grounding.ts";

const given = {
	passages:
		"Returns\n\nYou have 30 days. Write to help@shop.example or see https://shop.example/returns. Repairs cost 12.50 €.",
	question: "I paid 80 euros for order AB-4711, on 24 May. Is www.other.example yours?",
	instructions: "You write replies in a customer chat and answer only from the passages you are given.",
	notes: ["Never mention the outlet", "Be brief", "関西の店の話はしない", "短く書く"],
};
const look = (text: string, over: Partial<typeof given> = {}) => groundingCheck({ ...given, ...over })(text);

describe("an address", () => {
	test.each([
		["of a passage", "Write to help@shop.example."],
		["of a passage, in capitals and before a sign", "See HTTPS://shop.example/returns!"],
		["of the question", "No, www.other.example isn't ours."],
	])("%s may be said", (_, text) => {
		expect(look(text)).toBe(null);
	});

	test.each([
		["an e-mail address", "Write to refunds@shop.example."],
		["a link", "See https://evil.example/refund."],
		["a link without its scheme", "See www.evil.example."],
	])("that nobody gave is invented: %s", (_, text) => {
		expect(look(text)).toBe("address");
	});
});

describe("a figure", () => {
	test.each([
		["that a passage has", "Within 30 days."],
		["of one digit, which is a step", "1. Pack it. 2. Send it."],
		["with the price a passage has", "It costs 12.50 €."],
		["written in another way", "It costs 12,50 €, in ٣٠ days."],
		["that the visitor said, where it offers nothing", "What came on 24 May is yours."],
		["that has a code of the question", "Order AB-4711 costs 12.50 €.", "is AB-4711 in the passages? 12.50 € AB-4711"],
	])("%s may be said", (_, text, passages?: string) => {
		expect(look(text, passages ? { passages } : {})).toBe(null);
	});

	test.each([
		["a number of two digits", "Within 45 days."],
		["a price of one digit", "It costs 5 €."],
		["a price after its sign", "It costs $7."],
		["a share", "You get 9% off."],
		["the visitor's own number, made an offer", "You get 80 euros back."],
		["a code", "Use SAVE20X at the till."],
		["a code of the visitor's, which is made true by being said", "Your voucher is AB-4711."],
		["a number of other digits", "Within ٤٥ days."],
		["a thousand, grouped", "We have 1,250 shops."],
		["a number with one digit before its point", "It is 1.5 m long."],
	])("that nobody gave is invented: %s", (_, text) => {
		expect(look(text)).toBe("figure");
	});

	test("is the same number however its digits are grouped", () => {
		for (const text of ["1,250 shops", "1.250 shops", "1 250 shops", "1'250 shops"])
			expect(look(text, { passages: "We have 1250 shops." })).toBe(null);
	});

	test("in another script's digits is read completely", () => {
		for (const text of ["In ٣٠ days.", "In ۳۰ days.", "In ३० days."]) expect(look(text, { question: "" })).toBe(null);
		expect(look("In ९० days.", { question: "" })).toBe("figure");
	});

	test("within an address belongs to the address", () => {
		expect(look("See https://shop.example/2024.", { passages: "https://shop.example/2024" })).toBe(null);
	});
});

describe("our own instructions", () => {
	test("are revealed by seven words in a row, not by six", () => {
		expect(look("Sure: answer only from the passages you are, I was told")).toBe("instructions");
		expect(look("Sure: answer only from the passages you, I was told")).toBe(null);
	});

	test("are revealed by their last words, also at the end of the text", () => {
		expect(look("only from the passages you are given")).toBe("instructions");
		expect(look("Thirty days are given")).toBe(null);
	});

	test("of a note are revealed by three words or six letters, and by a run where it has seven words", () => {
		expect(look("We never say this.", { notes: ["Never say this"] })).toBe("instructions");
		expect(look("ええ、大阪の話なしで", { notes: ["大阪の話なし"] })).toBe("instructions");
		expect(look("ええ、大阪の話で", { notes: ["大阪の話"] })).toBe(null);
		expect(look("so never say this to any customer here", { notes: ["Never say this to any customer here"] })).toBe(
			null,
		);
	});

	test("may be said where a passage says the same", () => {
		const passages = "Please answer only from the passages you are given.";
		expect(look("Sure: answer only from the passages you are given", { passages })).toBe(null);
	});

	test("are revealed by a complete short note", () => {
		expect(look("I was told: never mention the outlet!")).toBe("instructions");
		expect(look("I never mention that.")).toBe(null);
		expect(look("Never mention the outlets")).toBe(null);
	});

	test("are not revealed by a note that a passage contains too, or that consists of common words", () => {
		expect(look("Never mention the outlet.", { passages: "Never mention the outlet" })).toBe(null);
		expect(look("I will be brief.")).toBe(null);
	});

	test("are revealed by a note in a script without spaces, if it is long enough", () => {
		expect(look("はい、関西の店の話はしないと言われました")).toBe("instructions");
		expect(look("はい、短く書くようにします")).toBe(null);
	});
});
