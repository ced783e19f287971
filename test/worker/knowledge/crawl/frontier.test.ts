/** The pages that a crawl finds, by links and sitemaps: each once, within its patterns and limit, until none is left. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { answer, HOST, html, page, redirect, serve, sitemap } from "../../setup/site.ts";
import { SiteReader } from "../../setup/site-reader.ts";

afterEach(() => vi.restoreAllMocks());

const robots = (text: string) => ({ "/robots.txt": text });

describe("finding pages", () => {
	test("by links: each page of the site once, without tracking, files, other sites and what is excluded", async () => {
		const site = serve({
			"/": page(
				"Home",
				"Welcome",
				"/a?utm_source=x",
				"/a/",
				"https://other.example/",
				"/photo.png",
				"/old/b",
				"mailto:x@y.z",
			),
			"/a": page("A", "About a", "/", "/b#part", "//www.shop.example/b"),
			"/b": page("B", "About b"),
			"/old/b": page("Old", "Old news"),
		});
		const run = await new SiteReader({ exclude: ["/old"] }).run();
		expect(run).toMatchObject({ outcome: "complete", titles: ["A", "B", "Home"], failures: [] });
		expect(run.counts).toMatchObject({ found: 3, fetched: 3, changed: 3 });
		expect(site.asked.filter((path) => /^\/[ab](?:\W|$)/.test(path))).toEqual(["/a", "/b"]);
		expect(site.strayed).toEqual([]);
	});

	test("by sitemap: indexes, gzip and circles among them; links are not followed then", async () => {
		const gzip = async (text: string) =>
			new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip")), {
				headers: { "Content-Type": "application/gzip" },
			});
		const index = (...paths: string[]) =>
			`<sitemapindex>${paths.map((path) => `<sitemap><loc>${HOST}${path}</loc></sitemap>`).join("")}</sitemapindex>`;
		const site = serve({
			...robots(`Sitemap: ${HOST}/index.xml`),
			"/index.xml": index("/map.xml.gz", "/index.xml", "/second.xml", "/missing.xml"),
			"/second.xml": index("/index.xml", "/third.xml"),
			"/third.xml": sitemap("/b", "/a"),
			"/map.xml.gz": () => gzip(sitemap("/a", "/private.png")),
			"/a": page("A", "About a", "/linked"),
			"/b": page("B", "About b"),
			"/linked": page("Linked", "Not in the sitemap"),
		});
		expect(await new SiteReader().run()).toMatchObject({ outcome: "complete", titles: ["A", "B"], failures: [] });
		expect(site.asked.filter((path) => path === "/index.xml")).toHaveLength(1);
	});

	test("only what is included becomes an article, and the page a site is entered by still leads there", async () => {
		serve({
			"/": page("Home", "Welcome", "/help/a", "/shop"),
			"/help/a": page("A", "About a"),
			"/shop": page("Shop", "Bags"),
		});
		expect((await new SiteReader({ include: ["/help/*"] }).run()).titles).toEqual(["A"]);
	});

	test("the limit ends a run, and nothing is taken for gone after it", async () => {
		const pages = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`/p${n}`, page(`P${n}`, `Text ${n}`)]));
		const site = serve({ "/sitemap.xml": sitemap(...Object.keys(pages)), ...pages });
		const reader = new SiteReader({ limit: 4 });
		expect(await reader.run()).toMatchObject({ outcome: "limit", titles: ["P0", "P1", "P2", "P3"] });
		site.pages["/sitemap.xml"] = sitemap("/p4", "/p5", "/p6", "/p7", "/p8");
		expect((await reader.run()).titles).toHaveLength(8);
	});

	test("plain text and Markdown files are pages; a page without a title is called by its address", async () => {
		const typed = (type: string, body: string) => answer(200, { "Content-Type": type }, body);
		serve({
			"/sitemap.xml": sitemap("/notes/release-notes.txt", "/guide.md", "/data"),
			"/notes/release-notes.txt": typed("text/plain", "Version two is faster."),
			"/guide.md": typed("text/markdown", "# Guide\n\nStart here."),
			"/data": typed("application/json", "{}"),
		});
		expect((await new SiteReader().run()).titles).toEqual(["Guide", "release notes"]);
	});
});

describe("the same page twice", () => {
	test("is one article: by its canonical address, by a redirect, by its text", async () => {
		serve({
			"/": page("Home", "Welcome", "/one", "/one-moved", "/one-again", "/print"),
			"/one": page("One", "The text"),
			"/one-moved": redirect("/one"),
			"/one-again": page("One", "The text"),
			"/print": html("<main>For the printer</main>", `<link rel="canonical" href="${HOST}/one">`),
		});
		expect((await new SiteReader().run()).titles).toEqual(["Home", "One"]);
	});

	test("an original that isn't to be had, or that points back, doesn't swallow the page", async () => {
		const named = (title: string, canonical: string) =>
			html(`<main><h1>${title}</h1>${title} text</main>`, `<link rel="canonical" href="${canonical}">`);
		serve({
			"/": page("Home", "Welcome", "/a", "/b", "/c", "/f"),
			"/a": named("A", "/missing"),
			"/b": named("B", "/c"),
			"/c": named("C", "/b"),
			"/f": named("F", "/f-moved"),
			"/f-moved": redirect("/f"),
		});
		const { titles } = await new SiteReader().run();
		expect(titles).toEqual(["A", expect.stringMatching(/^[BC]$/), "F", "Home"]);
	});

	test("what a site says to an address that can't exist is no article", async () => {
		serve({
			"/robots.txt": "",
			"/": page("Home", "Welcome", "/real", "/moved-away"),
			"/real": page("Real", "A page"),
			"*": page("Oops", "We couldn't find that."),
		});
		expect(await new SiteReader().run()).toMatchObject({ outcome: "complete", titles: ["Home", "Real"] });
	});
});
