/** The clustering of similar questions, and the redaction of what leaves a conversation. */
import { describe, expect, test, vi } from "vitest";
import { redact, withoutGreeting } from "../../../src/conversation/outgoing/redact.ts";
import { groupSimilar } from "../../../src/knowledge/gap/clustering.ts";
import { informativeWords } from "../../../src/language/text/terms.ts";

const items = (texts: string[]) =>
	texts.map((text) => ({ text, terms: informativeWords(text).map(({ term }) => term) }));
const grouped = (...texts: string[]) => groupSimilar(items(texts)).map((group) => group.map(({ text }) => text));

describe("alike questions", () => {
	test("are one group in other words, order and spelling", () => {
		const [first, second] = grouped(
			"Can you engrave my initials?",
			"do you engrave initials",
			"Can you engrav my initials on the bag?",
			"INITIALS ENGRAVED?",
			"Do you ship to Iceland?",
		);
		expect(first).toHaveLength(4);
		expect(second).toEqual(["Do you ship to Iceland?"]);
	});

	test("are apart where the word that matters differs", () => {
		expect(grouped("Do you ship to Iceland?", "Do you ship to Japan?")).toHaveLength(2);
		expect(grouped("Is there a student discount?", "Is there a student visa?")).toHaveLength(2);
	});

	test("come largest first, each in the order given", () => {
		const groups = grouped("Do you repair zips?", "Do you sell wallets?", "do you sell wallets", "Zip repairs?");
		expect(groups.map((group) => group.length)).toEqual([2, 2]);
		expect(grouped("One umbrella?", "Do you sell wallets?", "wallets to sell")[0]).toHaveLength(2);
	});

	test("without an informative word are alike only word for word", () => {
		expect(grouped("And that?", "And that?", "What is it?")).toEqual([["And that?", "And that?"], ["What is it?"]]);
	});

	test("in scripts without spaces group too", () => {
		expect(grouped("日本に配送できますか", "日本に配送できますか？")).toHaveLength(1);
	});

	test("share what tells them apart from the others, not a word that all have", () => {
		const [first] = grouped(
			"Why was I charged a fee for my card payment?",
			"Why is this fee charged for using my card?",
			"My card payment was declined",
			"How do I activate my card?",
			"Can I use my card abroad?",
		);
		expect(first).toHaveLength(2);
	});

	test("are found among thousands, for only what shares a telling word is compared", () => {
		const nouns = Array.from({ length: 1_000 }, (_, n) => `item${String.fromCharCode(97 + (n % 26))}x${n}`);
		const questions = Array.from(
			{ length: 5_000 },
			(_, n) => `Do you have ${nouns[n % 1_000]} in ${nouns[(n * 7) % 1_000]}?`,
		);
		const many = items(questions);
		const { has } = Set.prototype;
		let compared = 0;
		const counting = vi.spyOn(Set.prototype, "has").mockImplementation(function (this: Set<unknown>, word) {
			compared++;
			return Reflect.apply(has, this, [word]);
		});
		const groups = groupSimilar(many);
		counting.mockRestore();
		expect(groups.length).toBeGreaterThan(100);
		// A thousand wordings are half a million pairs.
		expect(compared).toBeGreaterThan(0);
		expect(compared).toBeLessThan(20_000);
	});
});

describe("masking", () => {
	test("comes to an end, whatever is written, and makes no text longer", () => {
		for (const text of ["你", "你x", "กx", "a-", "a1-", "1111你", "AB12 ", "a.", "#a"])
			expect(redact(text.repeat(4_000).slice(0, 4_000)).length, text).toBeLessThanOrEqual(4_000);
	});

	test.each([
		["Write to anna.berg+shop@example.co.uk please", "Write to [e-mail] please"],
		["Call me: +49 (0)151 2345-6789", "Call me: [number]"],
		["My order FB-10423 is late", "My order [number] is late"],
		["order #4711", "order [number]"],
		["It is 100234567", "It is [number]"],
		["DE89 3704 0044 0532 0130 00", "[number]"],
		["https://shop.test/o?token=abc", "https://shop.test/o"],
	])("%s", (text, masked) => expect(redact(text)).toBe(masked));

	test.each([
		"Ordered on 2026-11-24, the Roll 40 for 129.00 €",
		"Is the 15-inch laptop 1,299.00 or 1.299,00?",
		"Between 2019 and 2024 you had 3 colours",
	])("leaves %s", (text) => expect(redact(text)).toBe(text));

	test("takes out the names we know, and no ordinary word that is spelled like one", () => {
		expect(redact("Will Berg here, will it fit?", ["Will Berg"])).toBe("[name] here, will it fit?");
		expect(withoutGreeting("Hi Anna, we repair that for free.")).toBe("we repair that for free.");
		expect(withoutGreeting("High demand, sorry.")).toBe("High demand, sorry.");
	});
});
