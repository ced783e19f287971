/** Redaction: what is replaced in a text before it leaves its conversation, and what stays. */
import { describe, expect, test } from "vitest";
import { redact, withoutGreeting } from "../../../src/conversation/outgoing/redact.ts";

describe("is redacted", () => {
	test.each([
		["an e-mail address", "Write to ana.moreira+shop@mail.moreira.example today", "Write to [e-mail] today"],
		["an e-mail address in letters of its own", "søren@blåbær.example", "[e-mail]"],
		["what a link carries", "https://shop.example/reset?token=abc and more", "https://shop.example/reset and more"],
		["what a link carries past a hash", "https://shop.example/reset#abc", "https://shop.example/reset"],
		["an IBAN", "My account is DE89 3704 0044 0532 0130 00.", "My account is [number]."],
		["an IBAN in one word", "DE89370400440532013000", "[number]"],
		["an order marked with a hash", "Where is #4711?", "Where is [number]?"],
		["an order marked with a hash and letters", "Where is # AB-471?", "Where is [number]?"],
		["letters and four digits in one word", "Order FB20931 is late", "Order [number] is late"],
		["the same in parts", "Parcel RB-2093-PT is late", "Parcel [number] is late"],
		["a phone number", "Call +351 912 345 678 please", "Call [number] please"],
		["a phone number in brackets", "Call (0911) 234-567 please", "Call [number] please"],
		["five digits and more", "My customer number is 48213", "My customer number is [number]"],
	])("%s", (_, text, expected) => {
		expect(redact(text)).toBe(expected);
	});
});

describe("stays", () => {
	test.each([
		["a date", "It came on 2026-11-29 and on 29.11.2026."],
		["a price", "It costs 129.90 euros, or 12,500 yen."],
		["a year and a short number", "Since 2019, 14 days and 1200 shops."],
		["a link without anything secret", "See https://shop.example/returns for more"],
		["a short code", "The model B52 in blue"],
		["a hash and a word", "The #blue one, #12"],
	])("%s", (_, text) => {
		expect(redact(text)).toBe(text);
	});
});

describe("a name we know", () => {
	test("is redacted as a whole and in its parts, case-sensitively", () => {
		expect(redact("Ana Moreira here, Moreira with an ana.", ["Ana Moreira"])).toBe("[name] here, [name] with an ana.");
	});

	test("is left alone within other words, and redacted next to punctuation", () => {
		expect(redact("Anabela and Juliana know (Ana).", ["Ana"])).toBe("Anabela and Juliana know ([name]).");
	});

	test("is redacted from three letters on", () => {
		expect(redact("Bo and Eva", ["Bo", "Eva"])).toBe("Bo and [name]");
	});

	test("that is part of a longer name doesn't prevent redacting the longer one", () => {
		expect(redact("Annabel Lee", ["Annabel", "Annabel Lee"])).toBe("[name]");
	});

	test("with special characters in it is matched literally", () => {
		expect(redact("I am A.J. (Jo) Smith", ["A.J."])).toBe("I am [name] (Jo) Smith");
		expect(redact("I am AxJx", ["A.J."])).toBe("I am AxJx");
	});

	test("of nobody redacts nothing", () => {
		expect(redact("Ana Moreira")).toBe("Ana Moreira");
	});
});

test("a greeting by name is removed, and the text after it stays", () => {
	expect(withoutGreeting("Hi Anna, you can send it back.")).toBe("you can send it back.");
	expect(withoutGreeting("  Good morning Mr Silva! Yes.")).toBe("Yes.");
	expect(withoutGreeting("Higher shelves cost more.")).toBe("Higher shelves cost more.");
	expect(withoutGreeting("You can, hi Anna, send it back.")).toBe("You can, hi Anna, send it back.");
});
