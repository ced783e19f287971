import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type MarkdownBlock, type Inline, parseMarkdown, plainText } from "../../src/protocol/markdown.ts";

const text = (value: string): Inline => ({ type: "text", text: value });
const paragraph = (...children: Inline[]): MarkdownBlock => ({ type: "paragraph", children });

function links(nodes: Inline[]): string[] {
	return nodes.flatMap((node) => [
		...(node.type === "link" ? [node.url] : []),
		...("children" in node ? links(node.children) : []),
	]);
}
const allLinks = (blocks: MarkdownBlock[]): string[] =>
	blocks.flatMap((block) =>
		block.type === "list" ? block.items.flatMap(links) : block.type === "paragraph" ? links(block.children) : [],
	);

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
