/** Articles, addresses, search, and what a crawl and an upload read. */
import { groupSimilar } from "../../../../src/knowledge/gap/clustering.ts";
import { gapTerms } from "../../../../src/knowledge/gap/gaps.ts";
import { chunkArticle } from "../../../../src/knowledge/article/chunk.ts";
import { headingOf } from "../../../../src/knowledge/article/heading.ts";
import { sourcePage } from "../../../../src/knowledge/article/page.ts";
import { joinParts, tableHeaderOf } from "../../../../src/knowledge/article/section.ts";
import { readQuery } from "../../../../src/knowledge/search/features.ts";
import {
	checkAddress,
	isIpAddress,
	isLoopbackHost,
	isPublicV4,
	isPublicV6,
} from "../../../../src/knowledge/source/crawl/address.ts";
import { retryAfterS } from "../../../../src/knowledge/source/crawl/fetch.ts";
import { hashOf, readPage, shapeOf } from "../../../../src/knowledge/source/crawl/page.ts";
import { readRobots, robotsText } from "../../../../src/knowledge/source/crawl/robots.ts";
import { readSitemap } from "../../../../src/knowledge/source/crawl/sitemap.ts";
import {
	inScope,
	isOneParameter,
	isTrap,
	matches,
	pageKey,
	sameSite,
	tidyUrl,
} from "../../../../src/knowledge/source/crawl/urls.ts";
import { contentMismatch } from "../../../../src/knowledge/source/files/kinds.ts";
import { readFile } from "../../../../src/knowledge/source/files/read.ts";
import { split } from "../../../../src/knowledge/source/files/split.ts";
import { entriesOf } from "../../../../src/knowledge/source/files/zip.ts";
import { questionsIn, wordingPrompt } from "../../../../src/knowledge/wording/prompt.ts";
import { textHash } from "../../../../src/knowledge/wording/store.ts";
import { bestWindowSimilarity } from "../../../../src/knowledge/vector/word-vectors.ts";
import { informativeWords } from "../../../../src/language/text/terms.ts";
import { listOf, runOf } from "../texts.ts";
import type { Listed } from "./listed.ts";

const bytes = (text: string) => Uint8Array.from(new TextEncoder().encode(text));
const address = (text: string) => new URL(`https://a.example/${text}`);
const site = "https://a.example/robots.txt";
const content = (text: string) => readPage(fetched(text, "text/markdown"));
const fetched = (text: string, type: string) => ({
	kind: "read" as const,
	url: address(text.slice(0, 2_000)),
	bytes: bytes(text),
	type,
	robots: text,
	etag: null,
	modified: null,
	policy: null,
});

export const knowledge: Listed = {
	"knowledge/article/chunk.ts": {
		chunkArticle: {
			reads: (text) => chunkArticle("Returns", text),
			texts: {
				"levels of headings": runOf("# a\n## b\n### c\n#### d\n##### e\n###### f\n"),
				"fences that don't end": runOf("```\n~~~\n"),
				"rows of a table": runOf("| a | b |\n"),
			},
		},
	},
	"knowledge/article/heading.ts": { headingOf: (text) => headingOf(`# ${text}`) },
	"knowledge/article/page.ts": {
		sourcePage: (text) => String(sourcePage({ title: text, text, company: text }, "nonce")),
	},
	"knowledge/article/section.ts": {
		joinParts: {
			reads: (text) => joinParts(text.split("\n\n")),
			texts: { "parts of tables": runOf("| a | b |\n|---|---|\n| 1 | 2 |\n\n") },
		},
		tableHeaderOf: (text) => [tableHeaderOf(text), tableHeaderOf(`| a |\n${text}`)],
	},
	"knowledge/gap/clustering.ts": {
		groupSimilar: (text) =>
			groupSimilar(
				text.split(/[.?!\n]/).map((question) => ({
					text: question,
					terms: informativeWords(question).map(({ term }) => term),
				})),
			),
	},
	"knowledge/gap/gaps.ts": { gapTerms },
	"knowledge/wording/prompt.ts": {
		wordingPrompt: (text) => wordingPrompt({ title: text, heading: text, text }, "mark"),
		questionsIn,
	},
	"knowledge/wording/store.ts": { textHash },
	"knowledge/search/features.ts": { readQuery: (text) => readQuery(text, [], null) },
	"knowledge/vector/word-vectors.ts": {
		bestWindowSimilarity: (text) => bestWindowSimilarity(new Float32Array(64), text.split(" ")),
	},
	"knowledge/source/crawl/address.ts": {
		checkAddress: (text) => checkAddress(text, { loopback: true }),
		isIpAddress,
		isLoopbackHost,
		isPublicV4,
		isPublicV6,
	},
	"knowledge/source/crawl/fetch.ts": { retryAfterS: (text) => retryAfterS(text, 0) },
	"knowledge/source/crawl/page.ts": {
		readPage: (text) => readPage(fetched(text, `text/markdown; charset=${text}`)),
		shapeOf: async (text) => shapeOf(await content(text)),
		hashOf: async (text) => hashOf(await content(text)),
	},
	"knowledge/source/crawl/robots.ts": {
		robotsText: (text) => robotsText(bytes(text)),
		readRobots: {
			reads: (text) => readRobots(site, `User-agent: *\n${text}`).allows(`https://a.example/${text.slice(0, 2_000)}`),
			texts: {
				rules: listOf((at) => `Disallow: /*a*b${at}*c$\n`),
				stars: runOf("Disallow: *a*a*a*a*a*a*a*a*a*a\n"),
				"one rule": (length) => `Allow: /${"*a".repeat(length / 2)}`,
				"one name": (length) => `${" ".repeat(length)}: a`,
				groups: listOf((at) => `User-agent: ${at}\nUser-agent: *\nAllow: /${at}\n`),
				sitemaps: listOf((at) => `Sitemap: /${at}.xml\n`),
			},
		},
	},
	"knowledge/source/crawl/sitemap.ts": {
		readSitemap: {
			reads: (text) => [readSitemap(text), readSitemap(`<urlset>${text}`)],
			texts: {
				addresses: listOf((at) => `<url><loc>https://a.example/${at}</loc></url>`),
				"open elements": runOf("<url><loc>"),
				"open names": runOf("<loc:loc "),
				lines: listOf((at) => `https://a.example/${at}\n`),
				comments: runOf("<!-- "),
				entities: runOf("<loc>&amp;"),
			},
		},
	},
	"knowledge/source/crawl/urls.ts": {
		tidyUrl: {
			reads: (text) => tidyUrl(`https://a.example/${text}?${text}`),
			texts: {
				parameters: listOf((at) => `?&a${at}=b`),
				"the same parameter": runOf("&utm_source=a"),
				sessions: runOf(";jsessionid=a"),
			},
		},
		pageKey: (text) => pageKey(`https://a.example/${text}?${text}`),
		sameSite: (text) => sameSite(address(text), address(text)),
		isTrap: (text) => isTrap(address(text)),
		isOneParameter: (text) => isOneParameter([address(`?${text}`), address(`?${text}b=c`)]),
		matches: {
			reads: (text) => [
				matches(text, address(text)),
				matches(`*${text}*`, address(text)),
				matches(`/*a*${text}`, address(text)),
			],
			texts: { stars: runOf("*a"), "stars alone": runOf("*") },
		},
		inScope: (text) => inScope(address(text), { include: [text, "/a*"], exclude: [`*${text}`] }),
	},
	"knowledge/source/files/kinds.ts": {
		contentMismatch: (text) => [contentMismatch("text", bytes(text)), contentMismatch("pdf", bytes(text))],
	},
	"knowledge/source/files/read.ts": {
		readFile: {
			reads: (text) => [readFile("a.md", bytes(text)), readFile("a.md", bytes(`---\ntitle: ${text}`))],
			texts: { "notes before the text": (length) => `---\n${"a\n".repeat(length / 2)}---\n` },
		},
	},
	"knowledge/source/files/split.ts": {
		split: {
			reads: (text) => split("Returns", text),
			texts: {
				"levels of headings": runOf(`# a\n## b\n### c\n${"d ".repeat(400)}\n`),
				"headings alone": runOf("# a\n"),
				"long parts": listOf((at) => `# Part ${at}\n${"text ".repeat(100)}\n`),
			},
		},
	},
	"knowledge/source/files/zip.ts": { entriesOf: (text) => entriesOf(bytes(`PK\u0003\u0004${text}`)) },
};
