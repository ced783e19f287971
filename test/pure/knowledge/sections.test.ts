/** What of an article a passage has, and how its parts become a section again. */
import { describe, expect, test } from "vitest";
import { chunkArticle } from "../../../src/knowledge/article/chunk.ts";
import { joinParts, tableHeaderOf } from "../../../src/knowledge/article/section.ts";

const rows = (count: number, from = 0): string[] =>
	Array.from({ length: count }, (_, at) => `| Country ${from + at} | ${at} to ${at + 3} working days | € ${at}.50 |`);
const header = "| Country | Time | Price |\n|---|:--|--:|";

describe("headings without a text of their own", () => {
	test("a heading above others stands above their texts", () => {
		expect(chunkArticle("Shop", "## Delivery\n### How long\nThree days.")).toEqual([
			{ heading: "Delivery › How long", text: "Three days." },
		]);
	});

	test("one that no text is below begins the text after it", () => {
		expect(chunkArticle("Shop", "Hello.\n## Loyalty cards\n## Vouchers\nAt the till.")).toEqual([
			{ heading: "", text: "Hello." },
			{ heading: "Vouchers", text: "Loyalty cards\n\nAt the till." },
		]);
	});

	test("the last ones end the text before", () => {
		expect(chunkArticle("Shop", "## Vouchers\nAt the till.\n### Where else\n## Loyalty cards")).toEqual([
			{ heading: "Vouchers", text: "At the till.\n\nWhere else\n\nLoyalty cards" },
		]);
	});

	test("an article of headings alone has them all", () => {
		expect(chunkArticle("Shop", "# Shop\n## Vouchers\n## Loyalty cards")).toEqual([
			{ heading: "", text: "Vouchers\n\nLoyalty cards" },
		]);
	});

	test("a title that repeats the article's is none", () => {
		expect(chunkArticle("Shop", "# Shop\n# Vouchers\nAt the till.")).toEqual([
			{ heading: "Vouchers", text: "At the till." },
		]);
	});
});

describe("a table of many rows", () => {
	const text = [header, ...rows(60)].join("\n");

	test("has its header in each part, every row in one of them, and no part too long", () => {
		const parts = chunkArticle("Delivery", `## Prices\n\n${text}`).map((chunk) => chunk.text);
		expect(parts.length).toBeGreaterThan(2);
		for (const part of parts) {
			expect(part.startsWith(`${header}\n`)).toBe(true);
			expect(part.length).toBeLessThanOrEqual(1_000);
		}
		expect(parts.flatMap((part) => part.split("\n").slice(2))).toEqual(rows(60));
	});

	test("is one table again in its section, between its other texts", () => {
		const section = `Prices by country.\n\n${text}\n\nIslands cost more.`;
		const parts = chunkArticle("Delivery", `## Prices\n\n${section}`).map((chunk) => chunk.text);
		expect(joinParts(parts)).toBe(section);
	});

	test("that was cut by an earlier release, without headers, is joined too", () => {
		expect(joinParts([[header, ...rows(5)].join("\n"), rows(5, 5).join("\n")])).toBe(
			[header, ...rows(5), ...rows(5, 5)].join("\n"),
		);
	});

	test("two tables with other headers stay two", () => {
		const other = `| Size | Litres |\n|---|---|\n| Large | 40 |`;
		expect(joinParts([[header, ...rows(2)].join("\n"), "Sizes:", other])).toBe(
			`${header}\n${rows(2).join("\n")}\n\nSizes:\n\n${other}`,
		);
	});
});

test("a table's header is two lines, and a line of dashes alone makes none", () => {
	expect(tableHeaderOf(`${header}\n| a |`)).toBe(header);
	expect(tableHeaderOf(header)).toBe(header);
	expect([tableHeaderOf("| a | b |\n| c | d |"), tableHeaderOf("a\n---"), tableHeaderOf("| a |")]).toEqual([
		null,
		null,
		null,
	]);
});
