/** What a page's HTML goes through. */
import { decodeText } from "../../../../src/knowledge/source/html/charset.ts";
import { guessEncoding } from "../../../../src/knowledge/source/html/encodings/guess.ts";
import { Controls } from "../../../../src/knowledge/source/html/controls.ts";
import { isSeam, raisedSign } from "../../../../src/knowledge/source/html/elements.ts";
import { PageFacts, tidyTitle } from "../../../../src/knowledge/source/html/facts.ts";
import { iconText, isReadAloud } from "../../../../src/knowledge/source/html/icons.ts";
import { LeftOut } from "../../../../src/knowledge/source/html/left-out.ts";
import { Places } from "../../../../src/knowledge/source/html/main-part/places.ts";
import { isRemark } from "../../../../src/knowledge/source/html/main-part/remarks.ts";
import { select } from "../../../../src/knowledge/source/html/main-part/selection.ts";
import { htmlToMarkdown } from "../../../../src/knowledge/source/html/markdown.ts";
import { hintOf, isCallout, noiseOf } from "../../../../src/knowledge/source/html/noise.ts";
import { readHtml } from "../../../../src/knowledge/source/html/reader.ts";
import { settleRaised } from "../../../../src/knowledge/source/html/text/raised.ts";
import { codeOf, inert, lineOf, paragraphsOf, visibleText } from "../../../../src/knowledge/source/html/text/words.ts";
import { isHidden, isStruck, seen, sightOf } from "../../../../src/knowledge/source/html/visibility.ts";
import { hostileTexts, inside, listOf, runOf, type Text } from "../texts.ts";
import type { Listed } from "./listed.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const single = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const sentence = "A sentence, with commas, that goes on for a while. ";

/** Pages that ask the most of what gathers blocks and looks for the main part. */
const pages: Record<string, Text> = {
	paragraphs: runOf(`<p>${sentence}</p>`),
	links: listOf((at) => `<a href="/${at}">${at}</a> `),
	"open elements": runOf("<div>"),
	"open phrases": runOf("<b><i>a"),
	"closing tags": runOf("</div>"),
	"boxes in boxes": runOf(`${"<div>".repeat(40)}${sentence}${"</div>".repeat(40)}`),
	tables: runOf("<table><tr><th>a<th>b<tr><td>c<td>d</table>"),
	"tables in tables": runOf("<table><tr><th>a<th>b<tr><td>"),
	"a table of rows": inside("<table><tr><th>a<th>b", runOf("<tr><td>c<td>d"), "</table>"),
	"a row of cells": inside("<table><tr>", runOf("<td rowspan=9>c"), "</table>"),
	"cells that span": inside("<table>", runOf("<tr><td rowspan=2000>c<td rowspan=2000>"), "</table>"),
	"a list": inside(
		"<ul>",
		listOf((at) => `<li>item ${at}`),
		"</ul>",
	),
	"lists in lists": runOf("<ul><li>a"),
	terms: inside("<dl>", runOf("<dt>a<dd>b"), "</dl>"),
	"terms alone": inside("<dl>", runOf("<dt>a"), "</dl>"),
	headings: listOf((at) => `<h2>Part ${at}</h2>`),
	"raised figures": runOf("a<sup>1</sup>"),
	"spaces in phrases": inside("<p>a", runOf("<b> </b>"), "b"),
	"line breaks": inside("<p>a", runOf("<br>"), "b"),
	"spaces and line breaks": inside("<p>a", runOf("<b> </b><br>"), "b"),
	"spaces in code": inside("<pre>a", runOf(" "), "b</pre>"),
	"spaces on lines of code": inside("<pre>a\n", runOf(" ", "\n"), "b</pre>"),
	"line breaks in code": inside("<pre>a", runOf("\n"), "b</pre>"),
	"marks of code": inside("<p>", runOf("<code>a</code>"), "</p>"),
	"empty code": inside("<p>", runOf("<code></code>"), "</p>"),
	"questions in controls": runOf("<button>Which?</button><div>This.</div>"),
	tabs: listOf((at) => `<a role=tab aria-controls=t${at}>Tab ${at}</a><div id=t${at}>${sentence}</div>`),
	"what is opened": listOf((at) => `<a href="#a${at}">b</a>`),
	notes: inside("<main>", runOf(`<aside class=note>${sentence}</aside>`), "</main>"),
	"hidden text": inside("<p>", runOf("x <span hidden>y</span>"), ""),
	articles: runOf(`<article><h2>News</h2><p>${sentence}</p></article>`),
	"one class": inside('<div class="', runOf("a-"), '">a</div>'),
	classes: inside('<div class="', runOf("a "), '">a</div>'),
	"one style": inside('<div style="', runOf("color:red;"), '">a</div>'),
	"styles without a value": inside('<div style="', runOf("font-size:"), '">a</div>'),
	attributes: inside(
		"<div ",
		listOf((at) => `a${at}=b `),
		">a</div>",
	),
	"attributes without a name": inside("<div ", runOf("="), ">a</div>"),
	"one address": inside('<a href="', runOf("a/"), '">a</a>'),
	data: inside('<script type="application/ld+json">', runOf('"@type":[ "'), "</script>"),
	"spaces in data": inside('<script type="application/ld+json">"@type"', runOf(" "), "</script>"),
	"a title": inside("<title>", runOf("a | "), "</title>"),
	"spaces in a title": inside("<title>a", runOf(" "), "b</title>"),
	"site names": inside("<meta property=og:site_name content=b><title>a ", runOf("- "), "</title>"),
	"meta elements": runOf("<meta name=robots content='a,b'>"),
	formulas: runOf("<math><msup><mi>x</mi><mn>2</mn></msup></math>"),
	pictures: runOf("<figure><img><figcaption>a</figcaption></figure>"),
	entities: runOf("&amp;&#x41;"),
	comments: runOf("<!-- a"),
	"half a tag": runOf("<a "),
	declarations: runOf("<![CDATA["),
};

/** Places of a page in which each hostile text is tried, as often as it stands there. */
const places: [name: string, times: number, page: (text: string) => string][] = [
	["a paragraph", 1, (text) => `<main><p>${text}</p></main>`],
	["code", 1, (text) => `<pre>${text}</pre>`],
	["a heading and a button", 2, (text) => `<h1>${text}</h1><button>${text}</button><p>a</p>`],
	["attributes", 3, (text) => `<p class="${text}" id='${text}' style="${text}">a</p>`],
];
const inPlaces: Record<string, Text> = Object.fromEntries(
	places.flatMap(([name, times, page]) =>
		Object.entries(hostileTexts).map(([label, text]): [string, Text] => [
			`${label} in ${name}`,
			(length) => page(text(length / times)),
		]),
	),
);

const attributes = (text: string) => ({ class: text, id: text, style: text, role: text, href: text, hidden: text });

export const html: Listed = {
	"knowledge/source/html/charset.ts": {
		decodeText: {
			reads: (text) => [decodeText(bytes(text)), decodeText(single(text), `text/html; charset=${text}`)],
			texts: {
				declarations: runOf("<meta charset"),
				"a declaration": inside("<meta ", runOf("charset ="), ">"),
				spaces: inside("<meta charset", runOf(" "), ">"),
				"a wrong letter": runOf("ä\ufffd"),
			},
		},
	},
	"knowledge/source/html/encodings/guess.ts": { guessEncoding: (text) => guessEncoding(single(text)) },
	"knowledge/source/html/controls.ts": {
		Controls: {
			reads(text) {
				const controls = new Controls(() => {});
				controls.begin("button", attributes(text), text, { inline: false, inForm: false });
				for (let at = 0; at < text.length; at += 8) controls.text(text.slice(at, at + 8));
				controls.end(1);
				controls.headOf({ kind: "paragraph", text, part: "page", place: new Places().root }, 2);
				controls.field(text);
				return controls.tabOf(text);
			},
			texts: {},
		},
	},
	"knowledge/source/html/elements.ts": {
		isSeam: (text) => isSeam(text, text),
		raisedSign: (text) => raisedSign("span", attributes(text), text, { note: false, price: false }),
	},
	"knowledge/source/html/facts.ts": {
		PageFacts: {
			reads(text) {
				const facts = new PageFacts(text, "https://a.example/");
				facts.titleText(text);
				facts.linkedData(text);
				for (const name of ["html", "a", "link", "meta"])
					facts.note(name, { ...attributes(text), lang: text, rel: text, content: text, "http-equiv": "refresh" });
				return facts.title;
			},
			texts: pages,
		},
		tidyTitle,
	},
	"knowledge/source/html/left-out.ts": {
		LeftOut: (text) => {
			const left = new LeftOut();
			for (let at = 0; at < text.length; at += 8) left.add("hidden", text.slice(at, at + 8), at % 2);
			left.gap();
			return left.pieces;
		},
	},
	"knowledge/source/html/icons.ts": {
		iconText: (text) => iconText("i", attributes(text), text),
		isReadAloud,
	},
	"knowledge/source/html/main-part/remarks.ts": {
		isRemark: (text) => isRemark({ kind: "paragraph", text, part: "page", linked: 0, place: new Places().root }, true),
	},
	"knowledge/source/html/main-part/selection.ts": { select: (text) => select(readHtml(text, undefined, 100_000)) },
	"knowledge/source/html/markdown.ts": {
		htmlToMarkdown: { reads: (text) => htmlToMarkdown(text), texts: { ...pages, ...inPlaces } },
	},
	"knowledge/source/html/noise.ts": {
		hintOf: (text) => hintOf(attributes(text)),
		isCallout: (text) => isCallout("div", text, text),
		noiseOf: (text) =>
			noiseOf("div", attributes(text), hintOf(attributes(text)), { main: false, text: false, quote: false }),
	},
	"knowledge/source/html/reader.ts": { readHtml: (text) => readHtml(text, "https://a.example/", 4_000_000) },
	"knowledge/source/html/text/raised.ts": {
		settleRaised: {
			reads: (text) => [settleRaised(text), settleRaised(`a\uFDD0${text}\uFDD4`)],
			texts: { raised: runOf("1\uFDD0a\uFDD4"), "raised without an end": runOf("\uFDD0", "\uFDD4") },
		},
	},
	"knowledge/source/html/text/words.ts": {
		visibleText: { reads: visibleText, texts: { "what nobody sees": runOf("\u00ad"), spaces: runOf(" ") } },
		inert: { reads: inert, texts: { fences: runOf("```\n"), "spaces at a start": runOf(" "), signs: runOf("#") } },
		paragraphsOf: {
			reads: paragraphsOf,
			texts: { spaces: runOf(" "), ticks: runOf("``"), "lines in spaces": runOf(" \n ") },
		},
		lineOf: { reads: lineOf, texts: { spaces: runOf(" ") } },
		codeOf: { reads: codeOf, texts: { "spaces at a start": runOf(" "), fences: runOf(" ```\n") } },
	},
	"knowledge/source/html/visibility.ts": {
		isHidden: (text) => isHidden({ style: text }),
		isStruck: (text) => isStruck("p", { style: `text-decoration:${text}` }),
		sightOf: {
			reads: (text) => sightOf(seen, "p", { style: text }),
			texts: { sizes: runOf("font-size:"), "a size": inside("font:", runOf("0 "), "") },
		},
	},
};
