/** Sites as they are: stale and partial sitemaps, pages by their number, odd servers; and what a reading says it left out. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { SiteReader } from "../../setup/site-reader.ts";
import { answer, HOST, html, page, redirect, serve, sitemap } from "../../setup/site.ts";

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

describe("a sitemap that was left behind", () => {
	const site = {
		"/": page("Home", "Welcome", "/shop/a", "/help/returns"),
		"/shop/a": page("A", "About a"),
		"/help/returns": page("Returns", "Thirty days"),
	};
	const all = ["A", "Home", "Returns"];
	const elsewhere = (host: string) =>
		`<urlset><url><loc>https://${host}/</loc></url><url><loc>https://${host}/a</loc></url></urlset>`;

	test.each<[string, Parameters<typeof serve>[0]]>([
		["it lists the shop's old domain", { "/sitemap.xml": elsewhere("old-shop.example") }],
		["it lists the domain where the shop was built", { "/sitemap.xml": elsewhere("staging.shop.example") }],
		["it lists files alone", { "/sitemap.xml": sitemap("/a.pdf", "/b.jpg") }],
		[
			"it lists pages that ask not to be found",
			{
				"/sitemap.xml": sitemap("/x", "/y"),
				"/x": html("<main>X</main>", `<meta name="robots" content="noindex">`),
				"/y": html("<main>Y</main>", `<meta name="robots" content="noindex">`),
			},
		],
		[
			"all it lists leads home",
			{
				"/sitemap.xml": sitemap("/old/1", "/old/2"),
				"/old/1": redirect("/"),
				"/old/2": redirect("/"),
			},
		],
		[
			"it lists what the site answers any address with",
			{
				"/sitemap.xml": sitemap("/old/1", "/old/2"),
				"*": page("Oops", "We can't find that."),
			},
		],
		["it is a page", { "/sitemap.xml": page("Home", "Welcome") }],
		["it is empty", { "/sitemap.xml": "<urlset></urlset>" }],
		[
			"an index of it lists dead ones",
			{
				"/sitemap.xml": `<sitemapindex><sitemap><loc>${HOST}/gone.xml</loc></sitemap></sitemapindex>`,
			},
		],
		["it fails", { "/sitemap.xml": answer(500) }],
	])(
		"%s: links are followed",
		async (_, more) => {
			serve({ ...more, ...site });
			const { titles, outcome } = await new SiteReader().run();
			expect([titles, outcome]).toEqual([all, "complete"]);
		},
		60_000,
	);

	test("it lists one language of three: the typed one is read by its links", async () => {
		serve({
			"/sitemap.xml": sitemap("/en/", "/en/returns"),
			"/en/": page("Home", "Welcome"),
			"/en/returns": page("Returns", "Thirty days"),
			"/de/": page("Start", "Willkommen", "/de/retouren", "/en/"),
			"/de/retouren": page("Retouren", "Dreißig Tage"),
		});
		const { titles } = await new SiteReader({ address: `${HOST}/de/` }).run();
		expect(titles).toEqual(expect.arrayContaining(["Retouren", "Start"]));
	});

	test("it lists what lies elsewhere on the site: a page that was typed with its file's name is read by its links", async () => {
		serve({
			"/sitemap.xml": sitemap("/news/1"),
			"/news/1": page("News", "Of the week"),
			"/help/index.html": page("Help", "Ask us", "/help/a.html"),
			"/help/a.html": page("A", "About a"),
		});
		const { titles } = await new SiteReader({ address: `${HOST}/help/index.html` }).run();
		expect(titles).toEqual(expect.arrayContaining(["A", "Help"]));
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

	test.each(["/", HOST, "http://www.shop.example/index.html", `${HOST}/?utm_source=theme`])(
		"pages that call themselves copies of the home page by %s",
		async (canonical) => {
			const head = `<link href="${canonical}" rel="Canonical">`;
			serve({
				"/": page("Home", "Welcome", "/a", "/b"),
				"/a": html("<main><h1>A</h1>About a</main>", head),
				"/b": html("<main><h1>B</h1>About b</main>", head),
			});
			const { titles, omitted } = await new SiteReader().run();
			expect(titles).toEqual(["Home"]);
			expect(omitted).toEqual([expect.stringMatching(/^copies \S+: 2$/)]);
		},
	);

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

describe("a page that sends its reader on", () => {
	const onward = (head: string, body = "<p>You are being taken to our new page.</p>") => html(body, head);

	test.each([
		["in capitals and quotation marks", onward(`<META HTTP-EQUIV=Refresh CONTENT="3;URL='/new'">`)],
		["with a comma", onward(`<meta http-equiv="refresh" content="0, url=/new">`)],
		["with the whole address", onward(`<meta content="5; URL=${HOST}/new" http-equiv="REFRESH">`)],
		["from a page without words", onward(`<meta http-equiv="refresh" content="0;/new">`, "")],
		["from its body", onward("", `<meta http-equiv="refresh" content="0; url=/new"><p>Please wait</p>`)],
	])("%s is no article; the page it leads to is", async (_, old) => {
		serve({ "/": page("Home", "Welcome", "/old"), "/old": old, "/new": page("New", "It is here now") });
		expect((await new SiteReader().run()).titles).toEqual(["Home", "New"]);
	});

	test.each([
		["itself, to be up to date", `<meta http-equiv="refresh" content="60">`],
		["itself by its address", `<meta http-equiv="refresh" content="300; url=/live">`],
	])("%s, is an article", async (_, head) => {
		serve({ "/": page("Home", "Welcome", "/live"), "/live": html("<main><h1>Live</h1>Open now</main>", head) });
		expect((await new SiteReader().run()).titles).toEqual(["Home", "Live"]);
	});
});

describe("odd servers", () => {
	test.each([
		["203", answer(203, { "Content-Type": "text/html" }, "<main><h1>Odd</h1>Text</main>"), ["Home", "Odd"]],
		["no type, a page", answer(200, {}, "<!doctype html><main><h1>Odd</h1>Text</main>"), ["Home", "Odd"]],
		["no type, a page after its mark", answer(200, {}, "\ufeff<html><main><h1>Odd</h1>Text</main>"), ["Home", "Odd"]],
		["no type, a page after a comment", answer(200, {}, "<!-- v2 -->\n<HTML><h1>Odd</h1>Text"), ["Home", "Odd"]],
		["no type, XHTML", answer(200, {}, `<?xml version="1.0"?><html><h1>Odd</h1>Text</html>`), ["Home", "Odd"]],
		["no type, a feed", answer(200, {}, `<?xml version="1.0"?><rss><title>Odd</title></rss>`), ["Home", "odd"]],
		["no type, a picture", answer(200, {}, "GIF89a\u0001\u0000"), ["Home"]],
		["an empty type", answer(200, { "Content-Type": " " }, "<!doctype html><h1>Odd</h1>Text"), ["Home", "Odd"]],
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
			"/": page(
				"Home",
				"Welcome",
				"/docs/next.js",
				"/docs/package.json",
				"/docs/pom.xml",
				"/reference/theme.css",
				"/wiki/ASP.NET",
				"/p/main.map",
				"/app.js",
				"/feed.xml",
				"/main.css",
				"/data.json",
			),
			"/docs/next.js": page("Next", "A framework"),
			"/docs/package.json": page("Package", "A file's fields"),
			"/docs/pom.xml": page("Pom", "Another file's fields"),
			"/reference/theme.css": page("Theme", "Its colours"),
			"/wiki/ASP.NET": page("ASP", "A framework of old"),
			"/p/main.map": page("Map", "Where we are"),
			"/app.js": answer(200, { "Content-Type": "text/javascript" }, "alert(1)"),
			"/feed.xml": answer(200, { "Content-Type": "application/rss+xml" }, "<rss></rss>"),
			"/main.css": answer(200, { "Content-Type": "text/css" }, "a{}"),
			"/data.json": answer(200, { "Content-Type": "application/json" }, "{}"),
		});
		expect((await new SiteReader().run()).titles).toEqual(["ASP", "Home", "Map", "Next", "Package", "Pom", "Theme"]);
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
