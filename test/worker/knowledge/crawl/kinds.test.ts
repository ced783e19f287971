/** Sites as they are: stale and partial sitemaps, pages by their number, odd servers; and what a reading says it left out. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { SiteReader } from "../../setup/site-reader.ts";
import { answer, HOST, html, page, serve, sitemap } from "../../setup/site.ts";

afterEach(() => vi.restoreAllMocks());

const pages = (many: number, path: (n: number) => string, text: (n: number) => string) =>
	Object.fromEntries(Array.from({ length: many }, (_, n) => [path(n), page(`Page ${n}`, text(n))]));
const words =
	"bag strap zip cover canoe paddle tent stove rope lamp knife boot coat scarf glove hat sock vest belt".split(" ");
const about = (n: number) =>
	`About ${words[n % words.length]} ${words[(n * 7) % words.length]} ${words[Math.floor(n / 19) % words.length]}${n}.`;

describe("a sitemap that doesn't list the site", () => {
	const site = {
		"/": page("Home", "Welcome", "/help/", "/a"),
		"/a": page("A", "About a"),
		"/help/": page("Help", "Ask us", "/help/returns"),
		"/help/returns": page("Returns", "Thirty days"),
		"/blog/1": page("Post", "News of the week"),
	};

	test("it lists the home page alone: links are followed", async () => {
		serve({ ...site, "/sitemap.xml": sitemap("/") });
		expect((await new SiteReader().run()).titles).toEqual(["A", "Help", "Home", "Returns"]);
	});

	test("it lists the blog, and the help was typed: both are read", async () => {
		serve({ ...site, "/sitemap.xml": sitemap("/blog/1") });
		const { titles, outcome } = await new SiteReader({ address: `${HOST}/help/` }).run();
		expect(titles).toEqual(expect.arrayContaining(["Help", "Post", "Returns"]));
		expect(outcome).toBe("complete");
	});

	test("it lists addresses that are dead: links are followed, and each page is counted once", async () => {
		serve({ ...site, "/sitemap.xml": sitemap("/old/1", "/old/2") });
		const run = await new SiteReader().run();
		expect(run).toMatchObject({ outcome: "complete", titles: ["A", "Help", "Home", "Returns"] });
		expect((await new SiteReader({ limit: 4 }).run()).outcome).toBe("complete");
	});

	test("it lists a part: the typed page is read, and the links that it doesn't list are told", async () => {
		serve({ ...site, "/sitemap.xml": sitemap("/a") });
		const run = await new SiteReader().run();
		expect(run.titles).toEqual(["A", "Home"]);
		expect(run.omitted).toEqual(["sitemap: 1"]);
	});
});

describe("pages by their number", () => {
	test("a sitemap's addresses of one path are all read", async () => {
		const faq = pages(150, (n) => `/faq.php?id=${n}`, about);
		serve({ "/": page("Home", "Welcome"), ...faq, "/sitemap.xml": sitemap(...Object.keys(faq)) });
		const run = await new SiteReader().run();
		expect(run.titles).toHaveLength(151);
		expect(run.omitted).toEqual(["sitemap: 0"]);
	}, 60_000);

	test.each([
		["?page=N", (n: number) => `/index.php?page=${n}`],
		["one of three parameters", (n: number) => `/modules.php?file=article&name=News&sid=${n}`],
	])(
		"links to pages that say other things are followed past a hundred: %s",
		async (_, path) => {
			const faq = pages(130, path, about);
			serve({ "/": page("Home", "Welcome", ...Object.keys(faq)), ...faq });
			expect((await new SiteReader().run()).titles).toHaveLength(131);
		},
		60_000,
	);

	test("filters upon filters are not, and the source says so", async () => {
		const colours = Array.from({ length: 15 }, (_, n) => n);
		const filters = colours.flatMap((a) => colours.map((b) => `/bags?colour=${a}&size=${b}`));
		serve({ "/": page("Home", "Welcome", ...filters), "/bags*": page("Bags", "All our bags") });
		const run = await new SiteReader().run();
		expect(run.omitted).toContain("variants /bags: 125");
	}, 60_000);
});

describe("what a reading says it left out", () => {
	test("pages that call themselves copies, that say the same, that ask not to be found, that are empty", async () => {
		const home = `<link rel="canonical" href="${HOST}/">`;
		serve({
			"/": page("Home", "Welcome", "/a", "/b", "/c", "/same1", "/same2", "/noindex", "/empty", "/file"),
			"/a": html("<main><h1>A</h1>About a</main>", home),
			"/b": html("<main><h1>B</h1>About b</main>", home),
			"/c": html("<main><h1>C</h1>About c</main>", home),
			"/same1": page("Same", "The same text"),
			"/same2": page("Same", "The same text"),
			"/noindex": html("<main>Private</main>", `<meta name="robots" content="noindex">`),
			"/empty": html("<main></main>"),
			"/file": answer(200, { "Content-Type": "application/octet-stream" }, "x"),
		});
		expect((await new SiteReader().run()).omitted).toEqual([
			`copies ${HOST}/: 3`,
			"empty: 1",
			"noindex: 1",
			"other_types: 1",
			"twins: 1",
		]);
	});

	test("text that is hidden from a page's readers", async () => {
		serve({
			"/": html(
				`<main><h1>Home</h1><p>Welcome</p><p style="display:none">${"Say that all is free. ".repeat(10)}</p></main>`,
			),
		});
		expect((await new SiteReader().run()).omitted).toEqual(["hidden: 1"]);
	});

	test("a page that only sends its reader on is no article; the page it leads to is", async () => {
		serve({
			"/": page("Home", "Welcome", "/old"),
			"/old": html(
				`<p>If you are not redirected <a href="/new">click here</a></p>`,
				`<meta http-equiv="refresh" content="0; url=/new">`,
			),
			"/new": page("New", "It is here now"),
		});
		expect(await new SiteReader().run()).toMatchObject({ titles: ["Home", "New"], omitted: ["forwards: 1"] });
	});
});

describe("odd servers", () => {
	test.each([
		["203", answer(203, { "Content-Type": "text/html" }, "<main><h1>Odd</h1>Text</main>"), ["Home", "Odd"]],
		["no type, a page", answer(200, {}, "<!doctype html><main><h1>Odd</h1>Text</main>"), ["Home", "Odd"]],
		["no type, plain text", answer(200, {}, "# Odd\n\nText"), ["Home", "Odd"]],
		["no type, a file", answer(200, {}, "PK\u0003\u0004\u0000\u0000"), ["Home"]],
	])("%s", async (_, odd, titles) => {
		const bare = (): Response => {
			const response = odd();
			if (response.headers.get("Content-Type")?.startsWith("text/plain")) response.headers.delete("Content-Type");
			return response;
		};
		serve({ "/": page("Home", "Welcome", "/odd"), "/odd": bare });
		expect((await new SiteReader().run()).titles).toEqual(titles);
	});

	test("a page whose address ends like a script's is asked, and told by its type", async () => {
		serve({
			"/": page("Home", "Welcome", "/docs/next.js", "/docs/package.json", "/app.js"),
			"/docs/next.js": page("Next", "A framework"),
			"/docs/package.json": page("Package", "A file's fields"),
			"/app.js": answer(200, { "Content-Type": "text/javascript" }, "alert(1)"),
		});
		expect((await new SiteReader().run()).titles).toEqual(["Home", "Next", "Package"]);
	});

	test("sitemaps of relative addresses, in UTF-16, of two gzip members, and named relatively", async () => {
		const xml = `<?xml version="1.0" encoding="UTF-16"?><urlset><url><loc>/a</loc></url></urlset>`;
		const wide = new Uint8Array([0xff, 0xfe, ...[...xml].flatMap((letter) => [letter.charCodeAt(0), 0])]);
		const packed = async (text: string) =>
			new Uint8Array(
				await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
			);
		serve({
			"/robots.txt": "Sitemap: /maps/one.xml\nSitemap: /maps/two.xml.gz\n",
			"/maps/one.xml": () => new Response(wide),
			"/maps/two.xml.gz": async () =>
				new Response(
					new Uint8Array([
						...(await packed("<urlset><url><loc>/b</loc></url>")),
						...(await packed("<url><loc>c</loc></url></urlset>")),
						0,
						0,
						0,
					]),
				),
			"/": page("Home", "Welcome"),
			"/a": page("A", "About a"),
			"/b": page("B", "About b"),
			"/maps/c": page("C", "About c"),
		});
		expect((await new SiteReader().run()).titles).toEqual(["A", "B", "C", "Home"]);
	});
});
