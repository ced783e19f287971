/** The language packs: each is complete, and the code that reads them contains no phrases itself. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, expectTypeOf, test } from "vitest";
import { isAffirmation } from "../../../src/answer/intent/affirmation.ts";
import { smallTalkIn } from "../../../src/answer/intent/small-talk.ts";
import { isNone, type None, type Pack } from "../../../src/language/pack.ts";
import { languages, packs } from "../../../src/language/packs.ts";
import { informativeWords } from "../../../src/language/text/terms.ts";
import { LANGUAGES } from "../../../src/protocol/conversation/copilot.ts";
import { MAX_TEXT_LENGTH } from "../../../src/protocol/limits.ts";
import { repetitionDepth } from "../setup/repetition.ts";

/** Every value in a pack, with its path. A part marked as missing is one value. */
function* partsOf(part: unknown, name: string): Generator<[name: string, value: unknown]> {
	if (typeof part !== "object" || part === null || part instanceof RegExp || isNone(part)) yield [name, part];
	else for (const [key, inner] of Object.entries(part)) yield* partsOf(inner, `${name}.${key}`);
}
const allParts = languages.flatMap((language) => [...partsOf(packs[language], language)]);
const patterns = allParts.flatMap(([name, value]) => (value instanceof RegExp ? [{ name, value }] : []));

describe("a pack", () => {
	test("that lacks a part is invalid", () => {
		expectTypeOf<Omit<Pack, "forms">>().not.toExtend<Pack>();
		expectTypeOf<Omit<Pack, "requests">>().not.toExtend<Pack>();
		expectTypeOf<Omit<Pack, "forms"> & { forms: null }>().not.toExtend<Pack>();
	});

	test("may mark a part as missing, but not its search words", () => {
		expectTypeOf<None>().toExtend<Pack["forms"]>();
		expectTypeOf<None>().not.toExtend<Pack["search"]>();
		expectTypeOf<None>().not.toExtend<Pack["search"]["stopWords"]>();
		expectTypeOf<None>().not.toExtend<Pack["search"]["questionWords"]>();
	});

	test("is one file, and every file is in the list", () => {
		const files = readdirSync("src/language/packs").filter((name) => /^[a-z]{2}\.ts$/.test(name));
		expect(files.map((name) => name.slice(0, 2)).toSorted()).toEqual(languages.toSorted());
	});

	test("is offered by Copilot under its name", () => {
		const named = Object.fromEntries(languages.map((language) => [language, packs[language].name]));
		expect(named).toEqual(LANGUAGES);
	});

	test("has no empty part, and gives the reason where a part is missing", () => {
		const empty = allParts.filter(([, value]) =>
			isNone(value) ? value.none.trim().length < 10 : typeof value === "string" && value.trim() === "",
		);
		// These replacements remove a contraction's ending, and the endings and function words of a question.
		expect(empty.map(([name]) => name)).toEqual([
			"en.forms.contractions.1.1",
			"ko.search.rewordings.0.1",
			"ko.search.rewordings.1.1",
		]);
	});

	test("joins its alternatives by single bars, none of them empty", () => {
		for (const language of languages) {
			const { smallTalk, greetings, followUps, measures, columns } = packs[language];
			const { greeting, thanks, goodbye } = smallTalk;
			const heads = Object.values(columns);
			for (const source of [
				greeting,
				thanks,
				goodbye,
				greetings,
				followUps.openings,
				followUps.pointers,
				...Object.values(isNone(measures.numbers) ? {} : measures.numbers),
				...Object.values(measures.units),
				...(isNone(measures.amounts) ? [] : measures.amounts.map(([words]) => words)),
				measures.ordinals,
				measures.percentBefore,
				measures.range,
				measures.order,
				...Object.values(measures.clock),
				...heads,
			])
				if (!isNone(source)) expect(new RegExp(`^(?:${source})$`, "u").test(""), source).toBe(false);
		}
	});

	test.each(languages)(
		"in %s: its courtesies are known, its yes is a yes, its search words ask nothing",
		(language) => {
			const { smallTalk, consent, search, writing } = packs[language];
			for (const courtesy of ["greeting", "thanks", "goodbye"] as const) {
				const [phrase = ""] = smallTalk[courtesy].split("|");
				expect(smallTalkIn(phrase), phrase).toMatchObject({ courtesy });
			}
			const [word = ""] = consent.yes.split(writing.words === "unspaced" ? "|" : " ");
			expect(isAffirmation(word), word).toBe(true);
			expect(informativeWords(`${search.stopWords} ${search.questionWords}`)).toEqual([]);
		},
	);
});

describe("patterns", () => {
	const shapes = [
		"a",
		"no ",
		"I will ",
		"will be soon ",
		"the the not ",
		"das ist nicht ",
		"sie werden uns ",
		"ik neem contact ",
		"size ",
		"no me ha ",
		"그럼",
		"不没都",
		"それはまだ",
		"سوف ال",
		"я вам не ",
		"мы это ",
		"vi jag det inte ",
		"זה לא ו",
		"그건 안이",
		"이거는",
		"मैं आपको नहीं ",
		"12,000.5 ",
	];

	test("are global only where all matches are replaced: `test` on a global pattern continues after its last match", () => {
		const replaced = [
			"ja.complaints.said",
			"ko.complaints.said",
			"zh.complaints.said",
			"contractions",
			"possessive",
			"rewordings",
		];
		const wrong = patterns.filter(({ name, value }) => value.global !== replaced.some((part) => name.includes(part)));
		expect(wrong).toEqual([]);
		expect(patterns.filter(({ value }) => value.sticky)).toEqual([]);
	});

	test.each(patterns)(
		"$name repeats nothing that repeats, and comes to an end with the longest message",
		({ value }) => {
			expect(repetitionDepth(value)).toBeLessThanOrEqual(1);
			for (const shape of shapes) {
				const text = shape.repeat(MAX_TEXT_LENGTH / shape.length);
				expect(text.search(value), shape).toBeLessThan(text.length);
			}
		},
	);

	test("that repeat what repeats are found, but words apart are not taken for that", () => {
		for (const found of [/(a+)+/, /(?:a{2,})*b/, /(?:(?:b|a*) )+/, /(?:\w+)*/]) expect(repetitionDepth(found)).toBe(2);
		for (const passed of [/(?:ab|c*)d+/, /(?: (?:be|\w+ly))*/, /(?:\p{L}+ )*a?/u, /[a+]*\(b+\)/])
			expect(repetitionDepth(passed)).toBe(1);
	});
});

/** A file's source without comments. */
const codeOf = (file: string): string =>
	readFileSync(file, "utf8")
		.replace(/\/\*[\s\S]*?\*\//g, "")
		.replace(/^\s*\/\/.*$/gm, "");

/** Files that are data and not code: the packs, the words of languages without a pack and of documents, and generated vectors. */
const isData = (name: string): boolean =>
	/^(?:packs\/[a-z]{2}|document-words|text\/(?:without-packs|word-vectors))\.ts$/.test(name);

const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".ts") && !(folder === "src/language" && isData(name.replaceAll("\\", "/"))))
		.map((name) => join(folder, name).replaceAll("\\", "/"));

/** The mails to the team are texts of a language as its pack is, and as long: each has a file of its own. */
const isLetter = (file: string): boolean => file.startsWith("src/language/letters/");
const mechanisms = ["src/answer", "src/conversation", "src/knowledge", "src/language"]
	.flatMap(filesIn)
	.filter((file) => !isLetter(file));

describe("the mechanisms contain no phrases", () => {
	test("no letter that English doesn't have, except in the code that folds letters or tells encodings by them", () => {
		const letters = new Set([
			"src/language/text/fold.ts",
			"src/language/text/digits.ts",
			"src/knowledge/source/html/encodings/guess.ts",
			"src/knowledge/source/html/encodings/dos.ts",
		]);
		const found = mechanisms.filter((file) => !letters.has(file) && /[\p{L}--[a-zA-Z]]/v.test(codeOf(file)));
		expect(found).toEqual([]);
	});

	test("no alternatives of words in a pattern, except of formats, codes and endings", () => {
		const exempt: Record<string, string> = {
			"src/answer/write/control-line.ts": "words of the line's format",
			"src/answer/guard/units.ts": "codes of currencies, and the names of units",
			"src/answer/intent/human-request/weights.ts": "what training made",
			"src/language/text/stem.ts": "endings, in Porter's algorithm",
		};
		// Names in file formats (HTML, addresses, Word documents, Markdown's dialects, front matter) are not words of a language.
		const formats = [
			"src/knowledge/source/html/",
			"src/knowledge/source/crawl/",
			"src/knowledge/source/files/docx/",
			"src/knowledge/source/files/markdown/",
			"src/knowledge/source/files/unpublished.ts",
		];
		const found = mechanisms.flatMap((file) => {
			if (file in exempt || formats.some((format) => file.startsWith(format))) return [];
			// Alternatives in a route's `:name{a|b}` are excluded by the lookbehind.
			const choices = codeOf(file).match(/(?<![{|\w"])[a-z']{2,}(?: [a-z']+)*(?:\|[a-z']{2,}(?: [a-z']+)*){2,}/g);
			return (choices ?? []).map((choice) => `${file}: ${choice}`);
		});
		expect(found).toEqual([]);
	});

	test("no list of words written in place", () => {
		const found = mechanisms.filter((file) => /\bwords\(\s*(?:fold\(\s*)?["'`]/.test(codeOf(file)));
		expect(found).toEqual([]);
	});
});
