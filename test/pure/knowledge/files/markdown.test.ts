/** Markdown as people and their tools write it: what its readers see is read, what its authors wrote for themselves isn't. */
import { describe, expect, test } from "vitest";
import { readPage } from "../../../../src/knowledge/source/crawl/page.ts";
import { readFile } from "../../../../src/knowledge/source/files/read.ts";
import { encode } from "../../setup/word.ts";

async function read(text: string, name = "a.md") {
	const found = await readFile(name, encode(text));
	if (!found.ok) return { title: "", text: found.reason, omitted: [] };
	return {
		title: found.parts.map((part) => (part.kind === "article" ? part.title : "")).join(" | "),
		text: found.parts.map((part) => (part.kind === "article" ? part.text : "")).join("\n\n"),
		omitted: (found.omitted ?? []).map(({ kind, count }) => `${kind} ${count}`),
	};
}

describe("authors' notes are told to nobody", () => {
	test.each<[string, string]>([
		["HTML's", "<!-- secret -->"],
		["HTML's over paragraphs", "<!-- secret\n\n# secret\n\nsecret -->"],
		["HTML's with an odd end", "<!-- secret --!>"],
		["HTML's in a list", "- shown\n  <!-- secret -->\n- shown"],
		["HTML's in a quotation", "> <!-- secret\n> secret -->\n> shown"],
		["HTML's in a heading", "## Shown <!-- secret -->"],
		["HTML's in a table", "| a | b |\n| - | - |\n| x <!-- secret --> | y |"],
		["HTML's in a hidden row of a table", "<table><tr hidden><td>secret</td></tr><tr><td>shown</td></tr></table>"],
		["HTML's that don't end", "<!-- secret\n\nsecret"],
		["Obsidian's in a line", "shown %%secret%% shown"],
		["Obsidian's in a block", "%%\nsecret\n\nsecret\n%%"],
		["Obsidian's in a list", "- %% secret %%"],
		["Retype's", "%%%\nsecret\n%%%"],
		["MDX's", "{/* secret\n\nsecret */}"],
		["MDX's in a line", "shown {/* secret */} shown"],
		["MDX's exports", "export const price = {\n  cost: 'secret',\n}\n"],
		["Liquid's", "{% comment %}secret{% endcomment %}"],
		["Liquid's with trimmed spaces", "{%- comment -%}\nsecret\n{%- endcomment -%}"],
		["Liquid's in one another", "{% comment %}secret{% comment %}secret{% endcomment %}secret{% endcomment %}"],
		["Liquid's of a line", "{% # secret %}"],
		["Jinja's", "{# secret\nsecret #}"],
		["Hugo's", "{{/* secret */}}"],
		["Hugo's with trimmed spaces", "{{- /* secret */ -}}"],
		["Hugo's shortcode", "{{< comment >}}\nsecret\n{{< /comment >}}"],
		["Hugo's shortcode of Markdown", "{{% comment %}}\nsecret\n{{% /comment %}}"],
		["Handlebars'", "{{!-- secret }} secret --}}"],
		["kramdown's", "{::comment}\nsecret\n{:/comment}"],
		["CriticMarkup's", "shown {>>secret<<} {--secret--} shown"],
		["link definitions that are none", "[//]: # (secret)"],
		["link definitions with quotation marks", '[//]: # "secret"\n[comment]: <> (secret)'],
		["link definitions over lines", "[//]: # (secret\nsecret)"],
		["link definitions in a paragraph", "shown\n[//]: # (secret)\nshown"],
		["link definitions with brackets", "[_]: <> (secret)"],
		["Org's", "#+BEGIN_COMMENT\nsecret\n#+END_COMMENT"],
		["Sphinx's to do", "```{todo}\nsecret\n```"],
		["Sphinx's to do in reStructuredText", ".. todo::\n   secret"],
		["MyST's lines", "```{note}\nshown\n```\n\n% secret"],
		["notes in call-outs", "!!! note\n    <!-- secret -->\n    shown"],
		["notes in a call-out's fence", "```{note}\n<!-- secret -->\nshown\n```"],
		["Quarto's hidden blocks", '::: {.content-hidden when-format="html"}\nsecret\n\n::: inner\nsecret\n:::\n:::'],
		["hidden elements", '<div style="display:none">\n\nsecret **secret**\n\n</div>'],
		["hidden elements after a heading", "# Shown\n\n<div hidden>secret</div>"],
		["hidden elements after a heading that asks", "# Who pays?\n\n<div hidden>secret</div>"],
		["a hidden panel", '<div role="tabpanel" hidden>secret</div>'],
		["hidden elements in a line", 'shown <span style="display: none">secret</span>'],
		["scripts and styles", "<script>\nsecret\n\nsecret\n</script>\n<style>secret</style>"],
		["templates", "<template>secret</template>"],
	])("%s", async (_, text) => {
		const found = await read(`Before all.\n\n${text}`);
		expect(found.text).toMatch(/^Before all\./);
		expect(`${found.title} ${found.text}`).not.toMatch(/secret/i);
	});

	test("and how many there were is told", async () => {
		expect((await read("a <!-- one --> %%two%%\n\n{# three #}\n\n<!-- more -->")).omitted).toEqual(["notes 3"]);
		expect((await read("<!-- one -->")).text).toMatch(/^All of its text is hidden/);
	});

	test.each([
		"`<!-- shown -->`",
		"``a ` <!-- shown -->``",
		"```html\n<!-- shown -->\n```",
		"~~~\n%%\nshown\n%%\n~~~",
		"- ```\n  {# shown #}\n  ```",
		"100%% shown and 50%% shown",
		"a {% shown of it",
		"\\<!-- shown",
		"Write 5 %% of shown",
		"import duties are shown, export too",
		"# Shown {#anchor}",
	])("what is none is read: %j", async (text) => {
		const found = await read(`Before.\n\n${text}`);
		expect(`${found.title} ${found.text}`).toMatch(/shown/i);
	});
});

describe("a file that says it isn't published", () => {
	test.each([
		"---\ndraft: true\n---",
		"---\ntitle: x\nDraft: True # soon\n---",
		"---\ndraft: 'yes'\n---",
		"---\npublished: false\n---",
		"---\nstatus: draft\n---",
		"---\nvisibility: private\n...",
		"---\nunlisted: true\ntags: [a, b]\n---",
		"---\npublishDate: 2999-01-01\n---",
		"---\nexpiryDate: 2001-01-01\n---",
		"---\nbuild:\n  render: never\n---",
		"+++\ndraft = true\n+++",
		'+++\ntitle = """\nx"""\ndraft = true\n+++',
		'{\n  "title": "x",\n  "draft": true\n}',
		"---\r\ndraft: true\r\n---\r",
		"\uFEFF---\ndraft: true\n---",
		"---\ndraft: true\n\nnever closed",
	])("isn't read: %j", async (front) => {
		expect((await read(`${front}\nSecret.`)).text).toMatch(/^It says that it isn't published \(“/);
		expect((await read(`${front}\nSecret.`, "a.txt")).text).toMatch(/^It says that it isn't published/);
	});

	test.each([
		["---\ndraft: false\npublished: true\ntitle: Fees\n---\nNone.", "Fees", "None."],
		['---\ntitle: "Fees: all"\nauthor: draft\n---\nNone.', "Fees: all", "None."],
		["+++\ntitle = 'Fees'\n[params]\ndraft = false\n+++\nNone.", "Fees", "None."],
		["---\ntitle: >-\n  Fees of all\n---\nNone.", "Fees of all", "None."],
		["---\n---\nNone.", "A", "None."],
		[
			"---\nA line between rules. Not more: words.\n---\nNone.",
			"A",
			"## A line between rules. Not more: words.\n\nNone.",
		],
	])("another is read: %j", async (text, title, said) => {
		expect(await read(text)).toMatchObject({ title, text: said });
	});
});

describe("Markdown of every kind", () => {
	test.each<[string, string, string]>([
		["setext headings", "Fees\n====\n\nSmall\n-----\n\nNone.", "## Small\n\nNone."],
		[
			"a setext heading of two lines",
			"Before.\n\nHow to\nreturn it\n---\n\nSo.",
			"Before.\n\n## How to return it\n\nSo.",
		],
		[
			"links by reference",
			"See [form][1], [Terms] and [x](/y).\n\n[1]: https://a.example/f 'F'\n[terms]: https://a.example/t",
			"See [form](https://a.example/f), [Terms](https://a.example/t) and x.",
		],
		[
			"addresses",
			"<https://a.example/> or [https://a.example/](https://a.example/)",
			"https://a.example/ or https://a.example/",
		],
		[
			"footnotes",
			"Two days[^late], or three[^2].\n\n[^late]: Not in May.\n    Nor June.\n[^2]: Never.",
			"Two days [1], or three [2].\n\n[1] Not in May.\nNor June.\n[2] Never.",
		],
		["footnotes in a line", "Two days^[not in May].", "Two days (not in May)."],
		["struck-out text", "costs ~~30~~ 20 and <del>4</del> 5", "costs 20 and 5"],
		["raised figures", "49<sup>90</sup> euros, 14<sup>1</sup> days", "49.90 euros, 14 [1] days"],
		[
			"tables of HTML",
			"<table><tr><th>Bag</th><th>Fee</th></tr>\n\n<tr><td>S</td><td>5</td></tr></table>",
			"| Bag | Fee |\n| --- | --- |\n| S | 5 |",
		],
		["tables", "| Bag | Fee |\n|:--|--:|\n| **S** | `5` |", "| Bag | Fee |\n| --- | --- |\n| S | `5` |"],
		[
			"answers that open",
			"<details><summary>How long?</summary>\n\nTwo *days*.\n\n</details>",
			"## How long?\n\nTwo days.",
		],
		["lists in lists", "1. One\n   - inner\n2. Two", "1. One\n  - inner\n2. Two"],
		["boxes to tick", "- [x] Lunch\n- [ ] Dinner", "- [x] Lunch\n- [ ] Dinner"],
		[
			"terms",
			"Zip\n: Nine days\n: at most\n\nStrap\n\n: Three days",
			"Zip: Nine days\n\nZip: at most\n\nStrap: Three days",
		],
		["code", "```js\nlet a = 1;\n\n# b\n```", "```\nlet a = 1;\n\n# b\n```"],
		["lines that end early", "Monday: 9\nTuesday: 10", "Monday: 9\nTuesday: 10"],
		["lines that an editor wrapped", `${"word ".repeat(14)}\nand on`, `${"word ".repeat(14)}and on`],
		["MkDocs' call-outs", '!!! tip inline end "Bring"\n    A towel.\n\nAfter.', "Bring\n\nA towel.\n\nAfter."],
		[
			"call-outs in call-outs",
			'!!! note "Out"\n    Outer.\n\n    ??? question "Why?"\n        Inner.',
			"Out\n\nOuter.\n\n#### Why?\n\nInner.",
		],
		["Docusaurus' call-outs", ":::warning[Mind it]\nWet floor.\n:::", "Mind it\n\nWet floor."],
		["VitePress' answers", "::: details How?\nSo.\n:::", "#### How?\n\nSo."],
		["Quarto's call-outs", '::: {.callout-note title="Hours"}\nTen to six.\n:::', "Hours\n\nTen to six."],
		["GitHub's alerts", "> [!WARNING]\n> Wet floor.", "Warning\n\nWet floor."],
		[
			"Sphinx' notes",
			".. note:: Bring a towel\n   and shoes.\n\nAfter.",
			"Note\n\nBring a towel\nand shoes.\n\nAfter.",
		],
		["tabs of components", '<Tabs>\n<Tab title="Mac">\n\nPress it.\n\n</Tab>\n</Tabs>', "Mac\n\nPress it."],
		["Hugo's shortcodes", '{{< tab "Mac" >}}\nPress it.\n{{< /tab >}}', "Mac\n\nPress it."],
		["links between notes", "See [[Fees]], [[Fees#Small|small ones]] and ![[map.png]].", "See Fees, small ones and ."],
		["attributes", "A line. {: .lead #x}\n\n## Fees {#fees}\n\nNone.", "A line.\n\n## Fees\n\nNone."],
		["carriage returns", "Fees\r====\r\rNone.\rAt all.", "None.\nAt all."],
	])("%s", async (_, text, said) => expect((await read(text)).text).toBe(said));

	test("keeps text lines of any line end apart", async () => {
		expect((await read("One.\rTwo.\r\rThree.\r\nFour.\u2028Five.", "a.txt")).text).toBe(
			"One.\nTwo.\n\nThree.\nFour.\nFive.",
		);
	});

	test("that is long is read whole, with links to definitions at its end", async () => {
		const body = Array.from(
			{ length: 3_000 },
			(_, at) => `## Part ${at}\n\nSee [it][end], word${at} ${"and so on ".repeat(8)}`,
		);
		const { text } = await read(`${body.join("\n\n")}\n\n[end]: https://a.example/end`);
		expect(text.match(/word\d+/g)).toHaveLength(3_000);
		expect(text.match(/\[it\]\(https:\/\/a\.example\/end\)/g)).toHaveLength(3_000);
	});

	test("hides what an element hides, over any length", async () => {
		const inner = Array.from({ length: 2_000 }, (_, at) => `Secret ${at} ${"and so on ".repeat(8)}`).join("\n\n");
		const { text } = await read(`Before.\n\n<div hidden>\n\n${inner}\n\n</div>\n\nAfter.`);
		expect(text).toBe("Before.\n\nAfter.");
	});

	test("of a site is read the same way, and a draft asks not to be found", async () => {
		const page = (text: string, type: string, path = "/a") =>
			readPage({
				kind: "read",
				url: new URL(`https://a.example${path}`),
				bytes: encode(text),
				type,
				robots: "",
				etag: null,
				modified: null,
				policy: null,
			});
		const noted = "# Fees\n\n<!-- secret -->\n\nNone.";
		expect(await page(noted, "text/markdown")).toMatchObject({ title: "Fees", markdown: "None.", noindex: false });
		expect(await page(noted, "text/plain", "/fees.md")).toMatchObject({ title: "Fees", markdown: "None." });
		expect((await page("---\ndraft: true\n---\nx", "text/markdown")).noindex).toBe(true);
	});
});
