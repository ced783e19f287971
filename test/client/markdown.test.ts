import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type MarkdownBlock, type Inline, parseMarkdown, plainText } from "../../src/protocol/markdown.ts";
import { growth } from "../pure/setup/growth.ts";

const text = (value: string): Inline => ({ type: "text", text: value });
const paragraph = (...children: Inline[]): MarkdownBlock => ({ type: "paragraph", children });

function links(nodes: Inline[]): string[] {
	return nodes.flatMap((node) => [
		...(node.type === "link" ? [node.url] : []),
		...("children" in node ? links(node.children) : []),
	]);
}
const allLinks = (blocks: MarkdownBlock[]): string[] =>
	blocks.flatMap((block) => {
		if (block.type === "table") return block.rows.flatMap((row) => row.flatMap(links));
		return block.type === "list" ? block.items.flatMap(links) : block.type === "paragraph" ? links(block.children) : [];
	});

test("bold, italic and code become nodes", () => {
	expect(parseMarkdown("You have **30 days**, *really*, see `order`")).toEqual([
		paragraph(
			text("You have "),
			{ type: "bold", children: [text("30 days")] },
			text(", "),
			{ type: "italic", children: [text("really")] },
			text(", see "),
			{ type: "code", text: "order" },
		),
	]);
});

test("a single line break is kept and an empty line starts a paragraph", () => {
	expect(parseMarkdown("a\nb\n\nc")).toEqual([
		paragraph(text("a"), { type: "break" }, text("b")),
		paragraph(text("c")),
	]);
});

test("lists of both kinds are told apart and an ordered one keeps its start", () => {
	expect(parseMarkdown("- a\n- b\n3. c")).toEqual([
		{ type: "list", ordered: false, start: 1, items: [[text("a")], [text("b")]] },
		{ type: "list", ordered: true, start: 3, items: [[text("c")]] },
	]);
});

test("a table has the cells of its rows, with their marks, and a bar that is escaped is text", () => {
	const rows = "| Tent | Price |\n|:--|---:|\n| **Gannet** | 29 euros |\n|2\\|3 people||\nFrom May.";
	expect(parseMarkdown(`Prices:\n${rows}`)).toEqual([
		paragraph(text("Prices:")),
		{
			type: "table",
			rows: [
				[[text("Tent")], [text("Price")]],
				[[{ type: "bold", children: [text("Gannet")] }], [text("29 euros")]],
				[[text("2|3 people")], []],
			],
		},
		paragraph(text("From May.")),
	]);
	expect(plainText(rows)).toBe("Tent, Price; Gannet, 29 euros; 2|3 people,  From May.");
});

test.each(["| a | b |\n| c | d |", "| a | b |", "a | b\n--|--", "|---|", "| a | b\n|--|--|"])(
	"%j isn't a table, and stays text",
	(source) => {
		const blocks = parseMarkdown(source);
		expect(blocks.map(({ type }) => type)).toEqual(["paragraph"]);
		expect(plainText(source)).toBe(source.replaceAll("\n", " "));
	},
);

test("a link goes to http, https and mailto", () => {
	expect(allLinks(parseMarkdown("[a](https://a.example/x) [b](http://b.example) [c](mailto:c@d.example)"))).toEqual([
		"https://a.example/x",
		"http://b.example",
		"mailto:c@d.example",
	]);
});

test.each(["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:alert(1)", "//evil.example", "vbscript:x", "/path"])(
	"%s stays text",
	(url) => {
		expect(allLinks(parseMarkdown(`[click](${url})`))).toEqual([]);
	},
);

test("an address in the running text is linked without the full stop after it", () => {
	expect(allLinks(parseMarkdown("See https://a.example/b, or (https://c.example)."))).toEqual([
		"https://a.example/b",
		"https://c.example",
	]);
});

test("snake_case, 2 * 3 * 4 and a lone star are left alone", () => {
	for (const plain of ["my_order_number", "2 * 3 * 4", "5* hotel", "a ** b"]) {
		expect(parseMarkdown(plain)).toEqual([paragraph(text(plain))]);
	}
});

test("HTML is text", () => {
	expect(parseMarkdown("<img src=x onerror=alert(1)>")).toEqual([paragraph(text("<img src=x onerror=alert(1)>"))]);
});

test("whatever the text, it is parsed and every link is of an allowed kind", () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string(),
				fc
					.array(fc.constantFrom("*", "**", "_", "[", "](", ")", "`", "javascript:", "http://", "\n", "- ", "a"))
					.map((a) => a.join("")),
			),
			(value) => {
				for (const url of allLinks(parseMarkdown(value))) expect(url).toMatch(/^(https?:\/\/|mailto:)/i);
			},
		),
	);
});

test("the plain text has the words and none of the marks", () => {
	expect(plainText("**Hello** [there](https://a.example)\n- one\n- `two`")).toBe("Hello there one two");
});

test("a heading is bold, also one that is bold already", () => {
	expect(parseMarkdown("# **Returns** and *more*")).toEqual([
		paragraph({
			type: "bold",
			children: [
				{ type: "bold", children: [text("Returns")] },
				text(" and "),
				{ type: "italic", children: [text("more")] },
			],
		}),
	]);
});

const linked = (value: string): string[] => allLinks(parseMarkdown(value));

test.each([
	["See https://en.wikipedia.org/wiki/Bag_(disambiguation).", "https://en.wikipedia.org/wiki/Bag_(disambiguation)"],
	["(see https://en.wikipedia.org/wiki/Bag_(disambiguation))", "https://en.wikipedia.org/wiki/Bag_(disambiguation)"],
	["[bags](https://en.wikipedia.org/wiki/Bag_(disambiguation))", "https://en.wikipedia.org/wiki/Bag_(disambiguation)"],
	["https://a.example/f(g(x))!", "https://a.example/f(g(x))"],
	["https://a.example/?tags[]=1&tags[]=2, please", "https://a.example/?tags[]=1&tags[]=2"],
	["[1: https://a.example/b]", "https://a.example/b"],
	["https://a.example/foo_", "https://a.example/foo_"],
	["https://a.example/foo*", "https://a.example/foo*"],
	["HTTPS://A.example/B", "HTTPS://A.example/B"],
	["Http://a.example", "Http://a.example"],
	["https://example.com/docs（中文说明）了解更多", "https://example.com/docs"],
	["https://example.com/guide，详见", "https://example.com/guide"],
	["请看https://example.com。谢谢", "https://example.com"],
	["「https://example.com/a」", "https://example.com/a"],
	["https://zh.wikipedia.org/wiki/佐々木", "https://zh.wikipedia.org/wiki/佐々木"],
	["„https://example.com/q“", "https://example.com/q"],
	["«https://example.com/q»", "https://example.com/q"],
	["“https://example.com/q”", "https://example.com/q"],
	["‘https://example.com/q’", "https://example.com/q"],
	["https://example.com/a، ثم", "https://example.com/a"],
	["https://example.com/a\u200bb", "https://example.com/a"],
	["https://example.com/wiki…", "https://example.com/wiki"],
	["https://ja.wikipedia.org/wiki/ウォルト・ディズニー", "https://ja.wikipedia.org/wiki/ウォルト・ディズニー"],
	["https://en.wikipedia.org/wiki/Michelson–Morley", "https://en.wikipedia.org/wiki/Michelson–Morley"],
	["**https://a.example/b**", "https://a.example/b"],
	["http://[::1]:8080/x", "http://[::1]:8080/x"],
])("the address in %s ends where a reader sees it end", (value, address) => {
	expect(linked(value)).toEqual([address]);
});

test.each([
	["[https://fjord.example](https://evil.test/a)", "https://fjord.example (evil.test)"],
	["[fjord.example/returns](https://evil.test)", "fjord.example/returns (evil.test)"],
	["[FJORD.example](https://fjord.example.evil.test)", "FJORD.example (fjord.example.evil.test)"],
	["[fjord。example](https://evil.test)", "fjord。example (evil.test)"],
	["[fjord․example](https://evil.test)", "fjord․example (evil.test)"],
	["[fjord.\u200bexample](https://evil.test)", "fjord.\u200bexample (evil.test)"],
	["[help@fjord.example](mailto:help@evil.test)", "help@fjord.example (help@evil.test)"],
	["[https://10.20.30.40](https://evil.test)", "https://10.20.30.40 (evil.test)"],
	["[fjord.example](https://www.fjord.example/returns)", "fjord.example"],
	["[https://www.Fjord.example/returns](https://fjord.example/returns)", "https://www.Fjord.example/returns"],
	["[müller.de](https://xn--mller-kva.de)", "müller.de"],
	["[help@fjord.example](mailto:help@fjord.example)", "help@fjord.example"],
	["[Our returns, in full](https://fjord.example/returns)", "Our returns, in full"],
])("a link says where it leads if its label names another site: %s", (value, label) => {
	expect(plainText(value)).toBe(label);
	expect(linked(value)).toHaveLength(1);
});

test.each(["https://fjord.example@evil.test/", "[a](https://fjord.example:pw@evil.test)", "[a](http:evil.test)"])(
	"an address with a user's name before its site is no link: %s",
	(value) => {
		expect(linked(value)).toEqual([]);
		expect(plainText(value)).toBe(value);
	},
);

test("characters that turn the reading direction over are dropped, those that right-to-left text needs are kept", () => {
	expect(plainText("x\u202egnp.exe")).toBe("xgnp.exe");
	expect(plainText("[\u202dsafe](https://a.example/\u202eb)")).toBe("safe");
	expect(linked("https://a.example/\u202egnp.exe")).toEqual(["https://a.example/gnp.exe"]);
	expect(plainText("\u2067שלום\u2069 \u202a+49 170\u202c")).toBe("\u2067שלום\u2069 \u202a+49 170\u202c");
});

const unending = [
	"_a ",
	"*a ",
	"**a ",
	"`a``",
	"[a](",
	"[a](b",
	"[",
	"[a](b(",
	"a.",
	"aa",
	"https://",
	"https://a.b/(",
	"****",
	"|",
	"| ",
	"\\|",
];

test.each([...unending, "[aa](https://a.b)", `[${"a.".repeat(99)}](https://a.b)`, "_**a** "])(
	"twice as long a line of %j takes at most three times as long",
	async (piece) => {
		const reading = (length: number) => {
			const line = piece.repeat(length / piece.length);
			return () => void parseMarkdown(line);
		};
		expect(await growth(reading, 60_000)).toBeLessThanOrEqual(3);
	},
);

test.each(["-", " ", "|", ":-", "|-", "- "])("twice as long a table's second line of %j does too", async (piece) => {
	const reading = (length: number) => {
		const table = `|a|\n${piece.repeat(length / piece.length)}x\n|b|`;
		return () => void parseMarkdown(table);
	};
	expect(await growth(reading, 60_000)).toBeLessThanOrEqual(3);
});
