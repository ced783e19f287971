/**
 * Files in the manner of real ones (exports of help desks, notes and pages of writers' tools, old texts, Word documents), each
 * read as an upload is. What it must be called, what must (+) and must not (-) be in it, and what is told to be left out
 * stands beside it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readFile } from "../../../../src/knowledge/source/files/read.ts";
import { wordCorpus, wordOf } from "../../setup/word-corpus.ts";

const FOLDER = "test/fixtures/files";
const files = readdirSync(FOLDER).filter((name) => !name.endsWith(".expected"));

async function reading(name: string, bytes: Uint8Array) {
	const read = await readFile(name, bytes);
	if (!read.ok) return { refused: read.reason, titles: [], text: "", omitted: [] };
	return {
		refused: null,
		titles: read.parts.map((part) => (part.kind === "article" ? part.title : part.wordings.join(" | "))),
		text: read.parts.map((part) => (part.kind === "article" ? part.text : part.answer)).join("\n\n"),
		omitted: (read.omitted ?? []).map(({ kind }) => kind).toSorted(),
	};
}

test.each(files)("%s", async (name) => {
	const lines = readFileSync(`${FOLDER}/${name}.expected`, "utf8").split("\n");
	const saying = (mark: string) => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length));
	const { refused, titles, text, omitted } = await reading(name, readFileSync(`${FOLDER}/${name}`));
	const [reason] = saying("refused: ");
	if (reason !== undefined) return expect(refused).toMatch(new RegExp(reason));
	expect(refused).toBe(null);
	expect(titles).toEqual([...saying("title: "), ...saying("question: ")]);
	for (const said of saying("+ ")) expect(text).toContain(said);
	for (const said of saying("- ")) expect(text).not.toContain(said);
	expect(omitted).toEqual(saying("omitted: ").toSorted());
});

describe("a Word document", () => {
	test.each(Object.entries(wordCorpus))("%s", async (name, { expected }) => {
		const { refused, titles, text, omitted } = await reading(`${name}.docx`, wordOf(name));
		expect(refused).toBe(null);
		expect(titles).toEqual([expected.title]);
		for (const said of expected.has) expect(text).toContain(said);
		for (const said of expected.hasNot) expect(text).not.toContain(said);
		expect(omitted).toEqual(expected.omitted.toSorted());
	});
});

test("there are enough of them to tell", () => {
	expect(files.length + Object.keys(wordCorpus).length).toBeGreaterThanOrEqual(20);
});
