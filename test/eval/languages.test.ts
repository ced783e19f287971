/**
 * Search in languages of which the other sets have nothing: twelve articles of a shop and some thirty questions each, as
 * customers write them. The sets were written before any ranking of them was looked at.
 */
import { describe, expect, test } from "vitest";
import { asksForPerson } from "../../src/answer/intent/human-request/detect.ts";
import { languages } from "../../src/language/packs.ts";
import { readArticles, readMessages } from "./rows.ts";
import { runArticles } from "./run.ts";

const sets = readArticles("test/eval/languages");

test("there are sets in seven languages", () => {
	expect(sets.map(({ language }) => language)).toEqual(["he", "ko", "ro", "ru", "sv", "th", "tr"]);
});

test.each(sets)(
	"finds what plain full-text search finds and more, and is right where it is sure: $language",
	async (set) => {
		const { figures, plain } = await runArticles(set, null);
		// Measured: 0.84 to 1, and 0.06 to 0.84 for the plain search.
		expect(figures.hit1).toBeGreaterThan(0.8);
		expect(figures.hit1).toBeGreaterThanOrEqual(plain.hit1 ?? 1);
		expect(figures.precision).toBeGreaterThanOrEqual(0.95);
	},
	20_000,
);

describe("a wish for a person", () => {
	const messages = readMessages("test/eval/set") ?? [];

	test.each(languages)("has twenty messages that say it and twenty that don't, and more: %s", (language) => {
		const own = messages.filter((message) => message.language === language);
		expect(own.filter(({ human }) => human).length).toBeGreaterThanOrEqual(20);
		expect(own.filter(({ human }) => !human).length).toBeGreaterThanOrEqual(20);
	});

	test.each(["he", "hi", "ko", "ru", "sv"])("is heard in every one of them, with no false alarm: %s", (language) => {
		const own = messages.filter((message) => message.language === language);
		expect(own.filter(({ text, human }) => asksForPerson(text) !== human)).toEqual([]);
	});
});
