/** The conversion of HTML to Markdown, for ordinary and for hostile pages. */
import { describe, expect, test } from "vitest";
import { decodeText } from "../../../src/knowledge/source/html/charset.ts";
import { htmlToMarkdown } from "../../../src/knowledge/source/html/markdown.ts";
import { growth } from "../setup/growth.ts";

const read = (html: string) => htmlToMarkdown(html, { baseUrl: "https://shop.example/help/returns?page=1" });
const markdown = (body: string) => read(`<!doctype html><html><body><main>${body}</main></body></html>`).markdown;

describe("what stays of a page", () => {
	test("the main part stays; navigation, page header, footer, asides, notices and forms go", () => {
		const page = read(`<html lang="de-AT"><head><title>Returns | Fjord Bags</title></head><body>
			<div id="onetrust-banner-sdk">We use cookies</div><div class="cookie-notice">Cookies again</div>
			<header><h1>Fjord Bags</h1></header><nav><ul><li>Shop</ul></nav>
			<main><header><h1>Returns</h1></header><p>Thirty days.</p><aside>See also</aside>
			<form><p>Get our newsletter</p><label>E-mail</label><input><button>Join</button></form></main>
			<aside>Offers</aside><footer>Imprint</footer><script>alert("x")</script></body></html>`);
		expect(page).toMatchObject({ title: "Returns", markdown: "Thirty days.", language: "de" });
	});

	test("an article is preferred to the page around it, and everything is kept where nothing says it is the main part", () => {
		const text = "A sentence about returns that goes on for a while. ".repeat(6);
		expect(read(`<div>Around</div><article><p>${text}</p></article>`).markdown).toBe(text.trim());
		expect(read(`<div>One</div><div>Two</div>`).markdown).toBe("One\n\nTwo");
	});

	test("a main part that is almost empty is ignored", () => {
		const text = "The whole help page stands here. ".repeat(20).trim();
		expect(read(`<main>Loading</main><div>${text}</div>`).markdown).toContain(text);
	});

	test("a page that wraps everything in a form is still read", () => {
		expect(read(`<body><form id="aspnetForm"><p>Opening hours: nine to five.</p></form></body>`).markdown).toBe(
			"Opening hours: nine to five.",
		);
	});

	test("headings, lists in lists, links' words, line breaks and entities are kept", () => {
		expect(
			markdown(`<h2>Sending it <em>back</em></h2><p>Print the <a href="/label">label</a> &amp; pack&nbsp;it.<br>Then go.
				<ol start="3"><li>Pack<ul><li>the bag<li>the strap</ul><li>Post &lt;it&gt;</ol>`),
		).toBe(
			"## Sending it back\n\nPrint the label & pack it.\nThen go.\n\n3. Pack\n  - the bag\n  - the strap\n4. Post <it>",
		);
	});

	test("a table of data becomes a Markdown table, a cell over several rows is said in each, and bars are escaped", () => {
		expect(
			markdown(`<table><caption>Costs</caption><tr><th>Country<th>Weight<th>Price</tr>
				<tr><td rowspan="2">Norway<td>1 kg<td>5 | 6</tr><tr><td>2 kg<td><ul><li>7<li>8</ul></tr></table>`),
		).toBe(
			"Costs\n\n| Country | Weight | Price |\n| --- | --- | --- |\n| Norway | 1 kg | 5 \\| 6 |\n| Norway | 2 kg | 7; 8 |",
		);
	});

	test("a table used for layout becomes its text", () => {
		expect(markdown(`<table><tr><td><h2>Hours</h2><p>Nine to five</p><td>Call us</table>`)).toBe(
			"## Hours\n\nNine to five\n\nCall us",
		);
	});

	test("code keeps its white space and can't end its own block", () => {
		expect(markdown("<p>Run <code>npm  ci</code>.</p><pre><code>a\n  b\n```\n# c</code></pre>")).toBe(
			"Run `npm ci`.\n\n```\na\n  b\n'''\n# c\n```",
		);
	});

	test("terms are read with what is said of them, and a term that asks heads its answer", () => {
		expect(markdown(`<dl><dt>Weight<dd>5 kg<dt>Is it waterproof?<dd>Yes.</dl>`)).toBe(
			"Weight: 5 kg\n\n## Is it waterproof?\n\nYes.",
		);
	});

	test("questions that open their answers are headings, and the answers are read although they are closed", () => {
		expect(
			markdown(`<h2>Questions</h2><details><summary>Do you ship?</summary>We do.</details>
				<div><button aria-expanded="false" aria-controls="a1">How long?</button></div><div id="a1" hidden>Two days.</div>`),
		).toBe("## Questions\n\n### Do you ship?\n\nWe do.\n\n### How long?\n\nTwo days.");
	});

	test("what a reader wouldn't see isn't read", () => {
		const shown =
			markdown(`<p>Seen</p><p hidden>a1</p><p style="display: none">a2</p><p style="visibility:hidden">a3</p>
			<p style="font-size:0px;color:red">a4</p><span class="sr-only">a5</span><p aria-hidden="true">a6</p><noscript>a7</noscript>
			<template>a8</template><!-- a9 --><p>zero\u200bwidth\u{e0041}\u202e</p><p style="opacity:0.9">Seen too</p>`);
		expect(shown).toBe("Seen\n\nzerowidth\n\nSeen too");
	});

	test("a page about cookies is a page", () => {
		expect(markdown(`<div class="cookie-policy"><p>We keep one cookie.</p></div>`)).toBe("We keep one cookie.");
	});

	test("text can't make headings or code blocks", () => {
		expect(markdown("<p># Not a heading</p><p>```</p><p>after</p>")).toBe("Not a heading\n\nafter");
	});
});

describe("a page's metadata", () => {
	test("title: the first heading, else what it shares, else the document's title without the site's name", () => {
		expect(read("<title>Doc</title><main><h1>Heading</h1>x</main>").title).toBe("Heading");
		expect(read(`<title>Doc</title><meta property="og:title" content="Shared">x`).title).toBe("Shared");
		expect(read(`<title>Care – Fjord Bags</title><meta property="og:site_name" content="Fjord Bags">x`).title).toBe(
			"Care",
		);
		expect(read("x").title).toBe("");
	});

	test("its canonical address, its wishes towards crawlers, and its links, by its own base", () => {
		const page =
			read(`<base href="/de/"><link rel="canonical" href="returns"><meta name="Robots" content="NOINDEX, nofollow">
			<a href="a#part">a</a><a href="/de/a">again</a><nav><a href="../b">b</a></nav><a rel="nofollow" href="c">c</a>
			<a href="mailto:x@y.example">m</a><a href="javascript:alert(1)">j</a><a href="http://[bad">bad</a>
			<meta http-equiv="refresh" content="0; url=/moved">`);
		expect(page).toMatchObject({ canonical: "https://shop.example/de/returns", noindex: true, nofollow: true });
		expect(page.links).toEqual(["https://shop.example/de/a", "https://shop.example/b", "https://shop.example/moved"]);
	});
});

describe("hostile pages", () => {
	const many = (text: string, length = 2_000_000) => text.repeat(Math.ceil(length / text.length));
	test.each([
		["nested without end", many("<div>") + "x"],
		["lists in lists", many("<ul><li>")],
		["tables in tables", many("<table><tr><td>x")],
		["closing what was never opened", many("<b>", 1_500) + many("x</i>")],
		["a comment without end", `<p>seen<!--${many("x")}`],
		["a tag without end", `<p>seen<p ${many("a")}`],
		["attributes without end", `<p ${many("a=b ")}>`],
		["cells that span everything", `<table>${many(`<tr>${"<td rowspan=9999 colspan=9999>x".repeat(18)}`)}`],
		["cells in one row", `<table><tr>${many("<td>x")}`],
		["line breaks", `<p>${many("<br> ")}`],
		["code", many("<code>`</code>")],
		["angle brackets", many("<")],
		["entities", many("&amp;")],
		["one word", many("x")],
	])("%s: two megabytes are read, and the result is bounded", (_, html) => {
		const page = read(html);
		expect(page.markdown.length).toBeLessThanOrEqual(100_000);
		expect(page.links.length).toBeLessThanOrEqual(5_000);
	});

	const sentence = "A sentence, with commas, that goes on for a while. ";
	const shapes: [name: string, shape: (times: number) => string][] = [
		["paragraphs", (times) => `<p>${sentence}</p>`.repeat(times)],
		["boxes in boxes", (times) => `${"<div>".repeat(50)}${sentence}${"</div>".repeat(50)}`.repeat(times / 50)],
		["unclosed tags", (times) => `<font size=2>${sentence}<br>`.repeat(times / 2)],
		["tables in tables", (times) => "<table><tr><th>a<th>b<tr><td>".repeat(times / 6)],
		["lists of links", (times) => `<ul>${`<li><a href="/a#b">${sentence}</a></li>`.repeat(times / 2)}</ul>`],
		[
			"rows of tabs",
			(times) => `${`<button class="tab">a</button>`.repeat(9)}<div>${sentence}</div>`.repeat(times / 9),
		],
		[
			"answers in one place",
			(times) => `<div class="comments">${`<p style="display:none">${sentence}</p>`.repeat(times)}</div>`,
		],
		["asides amid a text", (times) => `<p>${sentence}</p><aside>${sentence}</aside>`.repeat(times / 2)],
		["dates", (times) => "<p>1 May 2026, 10:30</p>".repeat(times)],
		["raised figures", (times) => "<p>1<sup>2</sup></p>".repeat(times / 2)],
		["questions in controls", (times) => `<button>Which?</button><div>${sentence}</div>`.repeat(times / 2)],
		["hidden text in a line", (times) => `<p>${"x <span hidden>y</span>".repeat(times)}`],
		["notes", (times) => `<main>${`<aside class="note"><p>${sentence}</p></aside>`.repeat(times / 2)}</main>`],
		["long text", (times) => `<p>${sentence.repeat(times / 5)}</p>`],
	];
	test.each(shapes)(
		"twice the page takes no more than thrice the time: %s",
		async (_, shape) => {
			const reading = (times: number) => {
				const page = shape(times);
				return () => void read(page);
			};
			expect(await growth(reading, 3_000)).toBeLessThanOrEqual(3);
		},
		60_000,
	);

	test("broken markup is read as far as it goes", () => {
		expect(read(`<p>One<div>Two</p></i></table><li>Three<a href="x`).markdown).toBe("One\n\nTwo\n\n- Three");
		expect(read("<p>before <b>bold <i>both</b> after").markdown).toBe("before bold both after");
		expect(read("").markdown).toBe("");
	});
});

describe("bytes as text", () => {
	const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

	test("by byte order mark, by header, by the page's own word, by what they are", () => {
		expect(decodeText(Uint8Array.from([0xff, 0xfe, 0x68, 0, 0xe9, 0]), "text/html; charset=utf-8")).toBe("hé");
		expect(decodeText(bytes("h\xe9"), 'text/html; charset="ISO-8859-1"')).toBe("hé");
		expect(decodeText(bytes("<meta charset=windows-1251>\xe9"))).toContain("й");
		expect(decodeText(bytes("h\xe9"))).toBe("hé");
		expect(decodeText(new TextEncoder().encode("hé"), "text/html; charset=nonsense")).toBe("hé");
		expect(decodeText(new Uint8Array())).toBe("");
	});
});
