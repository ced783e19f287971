/** The words of mails to the team: the same parts and the same names in every language, and whose language is taken. */
import { describe, expect, test } from "vitest";
import { filled, lettersIn } from "../../../src/language/letters.ts";
import { letters } from "../../../src/language/letters/letters.ts";
import { languages } from "../../../src/language/packs.ts";

const sentences = (language: (typeof languages)[number]): [string, string][] =>
	Object.entries(letters[language]).flatMap(([part, words]) =>
		Object.entries(words).map(([name, sentence]): [string, string] => [`${part}.${name}`, sentence]),
	);
const namesIn = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).toSorted();

describe("the words of mails to the team", () => {
	test.each(languages)("in %s are all there, with the names that the English ones have", (language) => {
		const own = sentences(language);
		expect(own.map(([name, sentence]) => [name, namesIn(sentence)])).toEqual(
			sentences("en").map(([name, sentence]) => [name, namesIn(sentence)]),
		);
		expect(own.filter(([, sentence]) => sentence.trim() === "" || sentence !== sentence.trim())).toEqual([]);
	});

	test("are in the reader's language, else the workspace's, else English", async () => {
		expect((await lettersIn(["pt-BR", "de"])).language).toBe("pt");
		expect((await lettersIn([null, "de"])).language).toBe("de");
		expect((await lettersIn(["eo", null])).language).toBe("en");
		expect((await lettersIn(["he"])).rightToLeft).toBe(true);
	});

	test("are filled with names as they are: what stands in one is no name of ours", () => {
		expect(filled("{who} invites you to {name}", { who: "{name}", name: "$&" })).toBe("{name} invites you to $&");
	});
});
