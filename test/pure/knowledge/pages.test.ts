/**
 * Pages in the manner of real ones (help centres, site builders, shops, documentation, old sites, news), each read as the
 * crawler reads it. What must (+) and must not (-) be in the article stands in a comment at the file's top.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { htmlToMarkdown } from "../../../src/knowledge/source/html/markdown.ts";

const FOLDER = "test/fixtures/pages";
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".html"));

const lines = (head: string, mark: string): string[] =>
	head
		.split("\n")
		.filter((line) => line.startsWith(mark))
		.map((line) => line.slice(mark.length).trim());

test.each(files)("%s", (name) => {
	const html = readFileSync(`${FOLDER}/${name}`, "utf8");
	const head = html.slice(0, html.indexOf("-->"));
	const [title] = lines(head, "title:");
	const page = htmlToMarkdown(html, { baseUrl: "https://shop.example/page" });
	expect(page.title).toBe(title);
	expect(lines(head, "+ ").length).toBeGreaterThan(0);
	for (const text of lines(head, "+ ")) expect(page.markdown).toContain(text);
	for (const text of lines(head, "- ")) expect(page.markdown).not.toContain(text);
	// Whatever isn't in the article is told.
	const told = page.pieces.filter(({ left }) => left !== null).map(({ text }) => text);
	const all = Object.values(page.left).reduce((sum, count) => sum + count, 0);
	expect(all > 0).toBe(told.length > 0);
	expect(page.cut).toBe(false);
});

test("there are enough of them to tell", () => {
	expect(files.length).toBeGreaterThanOrEqual(25);
});
