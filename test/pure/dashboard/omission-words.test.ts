/** What was left out of a source, in words. */
import { expect, test } from "vitest";
import { omissionWords } from "../../../dashboard/sources/omission-words.ts";
import { omissionKinds } from "../../../src/protocol/knowledge/omissions.ts";

const words = (kind: string, count: number, of: number | null = null, detail: string | null = null) =>
	omissionWords({ kind, count, of, detail });

test("pages that weren't read are counted among all of them", () => {
	expect(words("pictures", 4, 6)).toMatch(/^4 of 6 pages are pictures/);
	expect(words("pictures", 1, 1)).toMatch(/^1 of 1 page is a picture/);
	expect(words("broken_pages", 1, 12)).toBe("1 of 12 pages is damaged and couldn't be read.");
	expect(words("late_pages", 40, 2_040)).toMatch(/^The last 40 pages weren't read/);
});

test("what ran from page to page is quoted", () => {
	expect(words("running", 1, null, "Fjord Bags, internal")).toBe("On every page, and left out: “Fjord Bags, internal”");
});

test("what a file's authors wrote for themselves is quoted, one or the first of many", () => {
	expect(words("notes", 1, null, "Ask Jan")).toBe("1 note that its authors wrote for themselves: “Ask Jan”");
	expect(words("notes", 3, null, "Ask Jan")).toMatch(/^3 notes .*, such as “Ask Jan”$/);
	expect(words("columns", 2, null, "ID, Tags")).toBe("2 columns with neither questions nor answers: ID, Tags");
	expect(words("struck", 2, null, null)).toBe("Text that is struck out or deleted, in 2 places");
});

test("every kind has words, and one of a later release is told all the same", () => {
	for (const kind of omissionKinds) expect(words(kind, 2, 3, "x").length).toBeGreaterThan(10);
	expect(words("footnotes", 2, null, "See there")).toBe("Something else was left out: “See there”");
	expect(words("footnotes", 2)).toBe("Something else was left out.");
});
