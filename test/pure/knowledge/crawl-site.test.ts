/** The crawler's rules: which addresses are the same page, which it reads, and how it reads robots.txt and sitemaps. */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { retryAfterS } from "../../../src/knowledge/source/crawl/fetch.ts";
import { readRobots } from "../../../src/knowledge/source/crawl/robots.ts";
import { readSitemap, unpack } from "../../../src/knowledge/source/crawl/sitemap.ts";
import { inScope, isTrap, matches, pageKey, sameSite, tidyUrl } from "../../../src/knowledge/source/crawl/urls.ts";
import { growth } from "../setup/growth.ts";

const url = (path: string) => new URL(path, "https://shop.example");

describe("addresses of one page", () => {
	test.each([
		["fragment", "/help#returns", "/help"],
		["last slash", "/help/", "/help"],
		["index file", "/help/index.html", "/help"],
		["tracking", "/help?utm_source=x&gclid=1&b=2&a=1", "/help?a=1&b=2"],
		["session in the path", "/help;jsessionid=AB12", "/help"],
		["doubled slashes", "//shop.example//help", "/help"],
		["host's case, www, TLS, port", "http://WWW.Shop.example:80/help", "/help"],
		["empty query", "/help?", "/help"],
	])("%s", (_, one, other) => expect(pageKey(url(one))).toBe(pageKey(url(other))));

	test("a story's number is no session", () => {
		expect(tidyUrl("https://a.example/story?sid=12").search).toBe("?sid=12");
		expect(tidyUrl("https://a.example/story?sid=sports").search).toBe("?sid=sports");
		expect(tidyUrl("https://a.example/story?sid=9f8e7d6c5b4a39281706").search).toBe("");
	});

	test("addresses of different pages stay different", () => {
		expect(pageKey(url("/help?page=1"))).not.toBe(pageKey(url("/help?page=2")));
		expect(pageKey(url("/Help"))).not.toBe(pageKey(url("/help")));
		expect(pageKey(url("/"))).toBe("shop.example/");
	});

	test.each([
		"osCsid=9f86d081884c7d659a2f",
		"XTCsid=9f86d081884c7d659a2f",
		"zenid=9f86d081884c7d659a2f",
		"srsltid=Afm",
		"_pos=1&_sid=a&_ss=r",
		"gad_source=1",
		"replytocom=12",
	])("shops' and blogs' own parameters make no other page: %s", (parameters) =>
		expect(pageKey(url(`/bag?id=1&${parameters}`))).toBe(pageKey(url("/bag?id=1"))),
	);
	test.each(["sid", "osCsid", "s"])("%s may be a story's number or a search", (name) => {
		expect(pageKey(url(`/?${name}=12`))).not.toBe(pageKey(url(`/?${name}=13`)));
	});

	test("is requested without fragment and tracking parameters, otherwise as it was found", () => {
		expect(tidyUrl("https://www.shop.example./a//b/?utm_medium=x&q=1#top").href).toBe(
			"https://www.shop.example/a/b/?q=1",
		);
	});

	test("a site is its host, with or without www; another port or a name beneath is another site", () => {
		expect(sameSite(url("/"), new URL("http://www.shop.example/x"))).toBe(true);
		for (const other of ["https://blog.shop.example", "https://shop.example:8443", "https://shop.example.evil.test"])
			expect(sameSite(url("/"), new URL(other))).toBe(false);
	});
});

describe("what a crawl takes", () => {
	test.each([
		["/help", "/help", true],
		["/help", "/help/returns", true],
		["/help/", "/help?page=2", true],
		["/help", "/helpful", false],
		["/help/*", "/help/returns", true],
		["/help/*", "/help", false],
		["*.html", "/a/b.html", true],
		["*.html", "/a/b.html?x", false],
		["/*/returns", "/de/returns", true],
		["/a*b*c", "/a1b2c", true],
		["/a*b*b", "/ab", false],
		["/ab*ba", "/aba", false],
		["https://shop.example/help/*", "/help/x", true],
		["https://other.example/help/*", "/help/x", false],
		["*", "/anything", true],
	])("%s and %s: %s", (pattern, path, expected) => expect(matches(pattern, url(path))).toBe(expected));

	test("a hostile pattern costs no more than a plain one", () => {
		const path = url(`/${"a".repeat(400)}`);
		expect(matches("*a".repeat(200) + "b", path)).toBe(false);
	});

	test("an excluded page stays out even when it is included too", () => {
		const scope = { include: ["/help"], exclude: ["/help/old*"] };
		expect(inScope(url("/help/new"), scope)).toBe(true);
		expect(inScope(url("/help/old-returns"), scope)).toBe(false);
		expect(inScope(url("/shop"), scope)).toBe(false);
		expect(inScope(url("/shop"), { include: [], exclude: [] })).toBe(true);
	});

	test.each([
		"/a/b/a/b/a/b",
		"/calendar?y=1&m=2&d=3&view=4&sort=5&page=6",
		`/${"x".repeat(600)}`,
		"/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16",
		"/photo.JPG",
		"/download.pdf",
	])("%s is not followed", (path) => expect(isTrap(url(path))).toBe(true));

	test.each(["/", "/help/returns.html", "/de/hilfe/versand?seite=2", "/2026/11/23/news", "/help/node.js/", "/v1.2"])(
		"%s is",
		(path) => expect(isTrap(url(path))).toBe(false),
	);
});

describe("robots.txt", () => {
	const robots = readRobots(
		"https://www.shop.example/robots.txt",
		`User-agent: *\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 2\n\nUser-agent: ParleyBot\nDisallow: /no-bots\nDisallow: /*?sort=\nCrawl-delay: 1.5\n\nSitemap: https://www.shop.example/map.xml`,
	);

	test("the rules that name us hold before those for all, for the site with and without www", () => {
		expect(robots.allows("https://www.shop.example/private")).toBe(true);
		expect(robots.allows("https://www.shop.example/no-bots/x")).toBe(false);
		expect(robots.allows("https://shop.example/no-bots/x")).toBe(false);
		expect(robots.allows("https://shop.example/bags?sort=price")).toBe(false);
		expect(robots).toMatchObject({ delayS: 1.5, sitemaps: ["https://www.shop.example/map.xml"] });
	});

	test.each([
		["/%7Estaff/", "/~staff/wages", false],
		["/~staff/", "/%7estaff/wages", false],
		["/%66oo", "/foo", false],
		["/f%6Fo*r", "/foobar", false],
		["/caf%c3%a9", "/café", false],
		["/café", "/caf%C3%A9/menu", false],
		["/a%2fb", "/a%2Fb", false],
		["/a%2fb", "/a/b", true],
		["/x$", "/xy", true],
		["/x$", "/x", false],
		["/*.pdf$", "/a/b.pdf", false],
		["/*.pdf$", "/a/b.pdf?x", true],
		["/a%2Ab", "/a*b", false],
		["/a%2Ab", "/axb", true],
		["/a%24", "/a$", false],
		["/a$b", "/a$b", false],
		["staff/", "/staff/wages", false],
		["", "/anything", true],
	])("however it is spelled: %s forbids %s", (rule, path, allowed) => {
		const rules = readRobots("https://a.example/robots.txt", `User-agent: *\nDisallow: ${rule}\n`);
		expect(rules.allows(`https://a.example${path}`)).toBe(allowed);
	});

	test.each([
		"Useragent: *\nDisallow: /x",
		"User agent: *\nDisallow: /x",
		"User-agent : *\nDissallow : /x",
		"User-agent: *\rDisalow: /x",
		"USER-AGENT: *\nDIASLLOW: /x",
	])("as others misspell it: %j", (text) => {
		expect(readRobots("https://a.example/robots.txt", text).allows("https://a.example/x")).toBe(false);
	});

	test("a sitemap in angle brackets", () => {
		const { sitemaps } = readRobots("https://a.example/robots.txt", "Site-map: <https://a.example/map.xml>");
		expect(sitemaps).toEqual(["https://a.example/map.xml"]);
	});

	test("the longest rule holds, and of two as long the one that allows", () => {
		const rules = readRobots(
			"https://a.example/robots.txt",
			"User-agent: a\nUser-agent: *\nDisallow: /help\nAllow: /help/open # ours\nAllow: /same\nDisallow: /same\n",
		);
		expect(["/help", "/help/open/x", "/same"].map((path) => rules.allows(`https://a.example${path}`))).toEqual([
			false,
			true,
			true,
		]);
	});

	test("a hostile one costs in proportion to its length", async () => {
		const rule = `Disallow: /*${"a*".repeat(15)}b\n`;
		const asked = `https://a.example/${"a".repeat(490)}`;
		const asking = (rules: number) => {
			const hostile = readRobots("https://a.example/robots.txt", `User-agent: *\n${rule.repeat(rules)}`);
			return () => {
				for (let page = 0; page < 20; page++) hostile.allows(asked);
			};
		};
		expect(await growth(asking, 1_000)).toBeLessThanOrEqual(3);
		expect(readRobots("https://a.example/robots.txt", `User-agent: *\n${rule}`).allows(`${asked}b`)).toBe(false);
		// One with more stars than are tried forbids all that its beginning forbids.
		const long = `User-agent: *\nDisallow: /*${"a*".repeat(50)}b\n`;
		expect(readRobots("https://a.example/robots.txt", long).allows(asked)).toBe(false);
	});

	test("a sitemap's address may be relative", () => {
		expect(readRobots("https://a.example/robots.txt", "Sitemap: /maps/a.xml\nsitemap: https://[").sitemaps).toEqual([
			"https://a.example/maps/a.xml",
		]);
	});

	test("nonsense allows everything", () => {
		for (const text of ["", "<html>Not found</html>", "Disallow\n:::\nCrawl-delay: soon", "\0".repeat(1_000)])
			expect(readRobots("https://a.example/robots.txt", text)).toMatchObject({ delayS: null, sitemaps: [] });
		expect(readRobots("https://a.example/robots.txt", "User-agent: *\nCrawl-delay: -5").delayS).toBeNull();
	});
});

describe("sitemaps", () => {
	test("pages and further sitemaps, with entities, namespaces and CDATA", () => {
		expect(
			readSitemap(`<?xml version="1.0"?><urlset xmlns:image="x"><url><loc>https://a.example/?a=1&amp;b=2</loc>
				<image:image><image:loc>https://a.example/i.png</image:loc></image:image></url>
				<url><loc><![CDATA[ https://a.example/c ]]></loc></url></urlset>`),
		).toEqual({ pages: ["https://a.example/?a=1&b=2", "https://a.example/c"], sitemaps: [] });
		expect(
			readSitemap(`<sitemapindex><sitemap><loc>https://a.example/1.xml.gz</loc></sitemap></sitemapindex>`),
		).toEqual({ pages: [], sitemaps: ["https://a.example/1.xml.gz"] });
	});

	test("plain text, one address a line", () => {
		expect(readSitemap("https://a.example/a\r\n\r\nnot an address\nhttps://a.example/b\n").pages).toEqual([
			"https://a.example/a",
			"https://a.example/b",
		]);
	});

	test("broken, endless and nested ones are read as far as they go", () => {
		expect(readSitemap("<urlset><url><loc>https://a.example/a</loc></url><url><loc>https://a.ex").pages).toEqual([
			"https://a.example/a",
		]);
		expect(readSitemap("<urlset>" + "<url><loc>https://a.example/</loc></url>".repeat(60_000)).pages).toHaveLength(
			20_000,
		);
		expect(readSitemap("<url>".repeat(1_000_000))).toEqual({ pages: [], sitemaps: [] });
		expect(readSitemap('<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>').pages).toEqual([
			"&a;",
		]);
	});

	test.each([
		[
			"below a server's notice",
			`Notice: Undefined index\n<?xml version="1.0"?><urlset><url><loc>https://a.example/x</loc></url></urlset>`,
		],
		["without its wrapper", "<urlset><loc>https://a.example/x</loc></urlset>"],
		[
			"in an RSS feed",
			"<rss><channel><link>https://a.example/</link><item><link>https://a.example/x</link></item></channel></rss>",
		],
		[
			"in an Atom feed",
			`<feed><link rel="self" href="https://a.example/feed"/><entry><link rel="alternate" href="https://a.example/x"/><link rel="edit" href="https://a.example/e"/></entry></feed>`,
		],
		["as text of an old Mac", "https://a.example/x\rnone"],
		[
			"beside a comment",
			"<urlset><!-- <url><loc>https://a.example/old</loc></url> --><url><loc>https://a.example/x</loc></url></urlset>",
		],
	])("%s", (_, text) => expect(readSitemap(text).pages).toEqual(["https://a.example/x"]));

	test("gzip is unpacked up to the limit, all members of it", () => {
		const packed = (text: string) => Uint8Array.from(gzipSync(text));
		expect(new TextDecoder().decode(unpack(packed("hello")) ?? undefined)).toBe("hello");
		expect(unpack(packed("x".repeat(11_000_000)))).toBeNull();
		expect(unpack(packed("hello").slice(0, 12))).toBeNull();
		const two = Uint8Array.from([...packed("one "), ...packed("two"), 0, 0, 0]);
		expect(new TextDecoder().decode(unpack(two) ?? undefined)).toBe("one two");
		const plain = Uint8Array.from(new TextEncoder().encode("plain"));
		expect(unpack(plain)).toBe(plain);
	});
});

test("Retry-After is seconds or a date, and never in the past", () => {
	const now = Date.parse("2026-11-23T12:00:00Z");
	expect(retryAfterS("120", now)).toBe(120);
	expect(retryAfterS("Mon, 23 Nov 2026 12:01:00 GMT", now)).toBe(60);
	expect(retryAfterS("Mon, 23 Nov 2026 11:00:00 GMT", now)).toBe(0);
	expect(retryAfterS("soon", now)).toBeNull();
	expect(retryAfterS(null, now)).toBeNull();
});
