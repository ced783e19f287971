/** What a mail looks like to programs: the same in text and HTML, escaped, with nothing to fetch and no link but to the web. */
import { describe, expect, test } from "vitest";
import { contrast } from "../../../src/protocol/settings/colour.ts";
import { type Letter, renderLetter } from "../../../src/mail/template.ts";

const letter = (over: Partial<Letter> = {}): Letter => ({
	workspace: "Fjord Bags",
	heading: "Hello",
	blocks: [],
	footer: "You get this mail because you asked.",
	...over,
});

const hostile = `<script>alert(1)</script><img src=x onerror="x">&"'\u003c/style>`;

describe("a letter", () => {
	test("says the same in text and in HTML", () => {
		const { text, html } = renderLetter(
			letter({
				blocks: [
					{ type: "text", text: "First line\nsecond line" },
					{ type: "quote", from: "Ana", text: "Where is\nmy bag?" },
					{ type: "button", text: "Open the chat", href: "https://chat.example/a#b" },
					{ type: "links", links: [{ text: "bag.jpg", href: "https://chat.example/f/1" }] },
					{ type: "facts", facts: [["When", "today"]] },
					{ type: "item", title: "Ana waits", text: "Hello?", open: "Open it", href: "https://chat.example/c" },
				],
			}),
		);
		expect(text).toBe(
			[
				"Hello",
				"First line\nsecond line",
				"Ana:\n> Where is\n> my bag?",
				"Open the chat:\nhttps://chat.example/a#b",
				"bag.jpg: https://chat.example/f/1",
				"When: today",
				"Ana waits\nHello?\nhttps://chat.example/c",
				"-- \nYou get this mail because you asked.\n",
			].join("\n\n"),
		);
		for (const said of ["First line<br>second line", "Where is<br>my bag?", 'href="https://chat.example/a#b"', "today"])
			expect(html).toContain(said);
	});

	test("is text and no markup, whatever people write", () => {
		const saying = (words: string) =>
			renderLetter(
				letter({
					workspace: words,
					heading: words,
					footer: words,
					preview: words,
					language: words,
					blocks: [
						{ type: "text", text: words },
						{ type: "quote", from: words, text: words },
						{ type: "button", text: words, href: `https://chat.example/?${words}` },
						{ type: "links", links: [{ text: words, href: `https://chat.example/?${words}` }] },
						{ type: "facts", facts: [[words, words]] },
						{ type: "item", title: words, text: words, open: words, href: `https://chat.example/?${words}` },
					],
				}),
			).html;
		const shape = (html: string) => html.match(/<[^>]*>/g)?.map((tag) => tag.replace(/ (?:lang|href)="[^"]*"/, ""));
		expect(shape(saying(hostile))).toEqual(shape(saying("words")));
	});

	test.each(["javascript:alert(1)", "data:text/html,x", "mailto:a@b.example", "//evil.example", "not an address"])(
		"has no link to %s",
		(href) => {
			const { text, html } = renderLetter(
				letter({
					blocks: [
						{ type: "button", text: "Go", href },
						{ type: "links", links: [{ text: "Go", href }] },
						{ type: "item", title: "Go", text: "", open: "Go", href },
					],
				}),
			);
			expect(html).not.toContain("href=");
			expect(text).not.toContain(href);
			expect(text).toContain("Go");
		},
	);

	test("fetches nothing and follows nobody", () => {
		const { html } = renderLetter(letter({ blocks: [{ type: "text", text: "Hi" }] }));
		expect(html).not.toMatch(/src=|url\(|@import|<link|<img|https?:/);
	});

	test("names its colours for the dark, and its direction and language", () => {
		const { html } = renderLetter(letter({ language: "ar", rightToLeft: true }));
		expect(html).toContain("prefers-color-scheme:dark");
		expect(html).toContain('name="color-scheme" content="light dark"');
		expect(html).toContain('<html lang="ar" dir="rtl">');
	});

	test.each([
		["#000000", "#ffffff"],
		["#ffee00", "#000000"],
		["#4f46e5", "#ffffff"],
	])("writes on %s in %s", (colour, ink) => {
		const { html } = renderLetter(
			letter({ colour, blocks: [{ type: "button", text: "Go", href: "https://chat.example/" }] }),
		);
		expect(html).toContain(`background:${colour}`);
		expect(html).toContain(`color:${ink};font-weight`);
	});

	test("draws its links in a shade of the colour that is read on its own ground, in the light and in the dark", () => {
		const { html } = renderLetter(
			letter({
				colour: "#0a3d2c",
				blocks: [{ type: "links", links: [{ text: "Go", href: "https://chat.example/" }] }],
			}),
		);
		const light = /class="l" [^>]*color:(#\w{6})/.exec(html)?.[1] ?? "";
		const dark = /\.l\{color:(#\w{6})/.exec(html)?.[1] ?? "";
		expect(light).toBe("#0a3d2c");
		expect(contrast(dark, "#22222c")).toBeGreaterThanOrEqual(4.5);
	});

	test("takes no colour that isn't one", () => {
		expect(renderLetter(letter({ colour: 'red"><script>' })).html).not.toContain("script");
	});
});
