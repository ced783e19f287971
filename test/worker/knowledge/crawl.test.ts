/** Crawls of friendly, clumsy and hostile sites, step by step: what is asked for, what becomes an article, what stays. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { Reader } from "../setup/reader.ts";
import { answer, HOST, html, page, redirect, serve, sitemap } from "../setup/site.ts";

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
		const run = await new Reader({ exclude: ["/old"] }).run();
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
			"/": page("Home", "Welcome"),
		});
		expect(await new Reader().run()).toMatchObject({ outcome: "complete", titles: ["A", "B", "Home"], failures: [] });
		expect(site.asked.filter((path) => path === "/index.xml")).toHaveLength(1);
	});

	test("only what is included becomes an article, and the page a site is entered by still leads there", async () => {
		serve({
			"/": page("Home", "Welcome", "/help/a", "/shop"),
			"/help/a": page("A", "About a"),
			"/shop": page("Shop", "Bags"),
		});
		expect((await new Reader({ include: ["/help/*"] }).run()).titles).toEqual(["A"]);
	});

	test("the limit ends a run, and nothing is taken for gone after it", async () => {
		const pages = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`/p${n}`, page(`P${n}`, `Text ${n}`)]));
		const site = serve({ "/sitemap.xml": sitemap(...Object.keys(pages)), ...pages });
		const reader = new Reader({ limit: 4 });
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
		expect((await new Reader().run()).titles).toEqual(["Guide", "release notes"]);
	});
});

describe("what a site asks for", () => {
	test("robots.txt and noindex are respected; what was an article before they said so is removed", async () => {
		const site = serve({
			"/": page("Home", "Welcome", "/private", "/quiet", "/silent", "/open"),
			"/private": page("Private", "Not for robots"),
			"/quiet": html("<main>Quiet</main>", `<meta name="robots" content="noindex">`),
			"/silent": () =>
				new Response("<main>Silent</main>", { headers: { "Content-Type": "text/html", "X-Robots-Tag": "noindex" } }),
			"/open": page("Open", "For everyone"),
		});
		const reader = new Reader();
		expect((await reader.run()).titles).toEqual(["Home", "Open", "Private"]);
		site.rest().pages["/robots.txt"] = "User-agent: *\nDisallow: /private\nDisallow: /open";
		expect((await reader.run()).titles).toEqual(["Home"]);
		expect(site.asked).not.toContain("/private");
	});

	test("a site whose rules can't be read is left alone, and keeps its articles", async () => {
		const site = serve({ "/": page("Home", "Welcome") });
		const reader = new Reader();
		await reader.run();
		site.rest().pages["/robots.txt"] = answer(500);
		expect(await reader.run()).toMatchObject({ outcome: "robots", titles: ["Home"] });
		expect(new Set(site.asked)).toEqual(new Set(["/robots.txt"]));
	});

	test("of rules past 500 KiB the start is read, to the last whole line", async () => {
		const site = serve({ "/": page("Home", "Welcome", "/private"), "/private": page("Private", "Not for robots") });
		const rule = "Disallow: /private\n";
		const line = `Disallow: /${"x".repeat(88)}\n`;
		const fits = Math.floor((500 * 1024) / line.length);
		site.pages["/robots.txt"] = `User-agent: *\n${rule}${line.repeat(fits + 100)}`;
		expect(await new Reader().run()).toMatchObject({ outcome: "complete", titles: ["Home"] });
		expect(site.asked).not.toContain("/private");
		// The limit falls after "Disallow: /".
		const start = "User-agent: *\n#";
		site.pages["/robots.txt"] = `${start}${"x".repeat(500 * 1024 - start.length - 12)}\nDisallow: /private\n`;
		expect((await new Reader().run()).titles).toEqual(["Home", "Private"]);
	});

	test("rules on another host hold, where that is a public one; else nothing is read", async () => {
		const site = serve({
			"/": page("Home", "Welcome", "/private"),
			"/private": page("Private", "Not for robots"),
			"/robots.txt": redirect("https://rules.example/shop"),
			"/shop": "User-agent: *\nDisallow: /private",
		});
		site.names["rules.example"] = ["93.184.215.15"];
		expect(await new Reader().run()).toMatchObject({ outcome: "complete", titles: ["Home"] });
		expect(site.asked).not.toContain("/private");
		for (const to of ["http://169.254.169.254/robots.txt", "https://rebound.example/robots.txt"]) {
			site.names["rebound.example"] = ["10.0.0.7"];
			site.rest().pages["/robots.txt"] = redirect(to);
			const run = await new Reader().run();
			expect(run).toMatchObject({ outcome: "robots", titles: [] });
			expect(run.failures).toEqual(["/robots.txt: That address isn't public."]);
			expect([site.asked, site.strayed]).toEqual([["/robots.txt"], []]);
		}
		site.pages["/robots.txt"] = answer(403);
		expect((await new Reader().run()).titles).toEqual(["Home", "Private"]);
	});

	test("a name that nobody can say anything of is asked for again later; one of IPv4 alone will do", async () => {
		const site = serve({ "/": page("Home", "Welcome") });
		site.mute.add("shop.example AAAA");
		expect((await new Reader().run()).titles).toEqual(["Home"]);
		site.mute.add("shop.example A");
		const run = await new Reader().run();
		expect(run.longest).toBeGreaterThan(59_000);
		expect(run).toMatchObject({
			outcome: "robots",
			failures: ["/robots.txt: The site's name could not be looked up."],
		});
	});

	test("pages are a second apart, or as far as robots.txt wants, within reason", async () => {
		const site = serve({ "/": page("Home", "Welcome") });
		expect((await new Reader().run()).longest).toBeGreaterThan(900);
		site.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 7";
		expect((await new Reader().run()).longest).toBeGreaterThan(6_900);
		site.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 86400";
		expect((await new Reader().run()).longest).toBeLessThanOrEqual(120_000);
	});

	test("a busy site is asked again when it says, and given up on when it stays busy", async () => {
		const busy = (seconds: string) => answer(429, { "Retry-After": seconds });
		const site = serve({
			"/": page("Home", "Welcome", "/busy"),
			"/busy": (_, asked) => (asked < 3 ? busy("1800") : page("Busy", "At last"))(),
		});
		const run = await new Reader().run();
		expect(run).toMatchObject({ outcome: "complete", titles: ["Busy", "Home"], failures: [] });
		expect(run.longest).toBeGreaterThan(1_790_000);
		site.rest().pages["/busy"] = busy("999999999");
		const second = await new Reader().run();
		expect(second.longest).toBeLessThanOrEqual(6 * 3_600_000);
		expect(second.failures).toEqual(["/busy: The site is busy and asked to be left alone for now."]);
		expect(site.asked.filter((path) => path === "/busy")).toHaveLength(6);
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
		expect((await new Reader().run()).titles).toEqual(["Home", "One"]);
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
		const { titles } = await new Reader().run();
		expect(titles).toEqual(["A", expect.stringMatching(/^[BC]$/), "F", "Home"]);
	});

	test("what a site says to an address that can't exist is no article", async () => {
		serve({
			"/robots.txt": "",
			"/": page("Home", "Welcome", "/real", "/moved-away"),
			"/real": page("Real", "A page"),
			"*": page("Oops", "We couldn't find that."),
		});
		expect(await new Reader().run()).toMatchObject({ outcome: "complete", titles: ["Home", "Real"] });
	});
});

describe("reading again", () => {
	test("asks whether a page has changed, re-indexes only what has, and removes what is gone", async () => {
		const tagged =
			(title: string, text: string, tag: string, ...links: string[]) =>
			(request: Request) =>
				request.headers.get("If-None-Match") === tag
					? new Response(null, { status: 304 })
					: new Response(page(title, text, ...links)().body, { headers: { "Content-Type": "text/html", ETag: tag } });
		const site = serve({
			"/": tagged("Home", "Welcome", '"h1"', "/same", "/changes", "/goes", "/plain"),
			"/same": tagged("Same", "As ever", '"s1"', "/deep"),
			"/deep": tagged("Deep", "Only linked from there", '"d1"'),
			"/changes": tagged("Changes", "Before", '"c1"', "/orphan"),
			"/orphan": page("Orphan", "Soon without a link"),
			"/goes": page("Goes", "Not for long"),
			"/plain": page("Plain", "No tags"),
		});
		const reader = new Reader();
		expect((await reader.run()).counts).toMatchObject({ fetched: 7, changed: 7 });
		site.rest().pages["/changes"] = tagged("Changes", "After", '"c2"');
		site.pages["/goes"] = answer(410);
		const run = await reader.run();
		expect(run.titles).toEqual(["Changes", "Deep", "Home", "Plain", "Same"]);
		expect(run.counts).toMatchObject({ fetched: 6, changed: 1, unchanged: 4, removed: 2 });
		expect([...reader.articles.values()].find(({ title }) => title === "Changes")?.text).toBe("After");
	});

	test("what the patterns leave out by then goes, though nothing on the site has changed", async () => {
		const steady =
			(title: string, ...links: string[]) =>
			(request: Request) =>
				request.headers.has("If-None-Match")
					? new Response(null, { status: 304 })
					: new Response(page(title, `About ${title}`, ...links)().body, {
							headers: { "Content-Type": "text/html", ETag: '"1"' },
						});
		const site = serve({
			"/": steady("Home", "/help/a", "/old/b"),
			"/help/a": steady("A"),
			"/old/b": steady("B", "/old/c"),
			"/old/c": steady("C"),
		});
		const reader = new Reader();
		expect((await reader.run()).titles).toEqual(["A", "B", "C", "Home"]);
		reader.settings = { ...reader.settings, exclude: ["/old"] };
		expect(await reader.run()).toMatchObject({ titles: ["A", "Home"], counts: { unchanged: 2, removed: 2 } });
		reader.settings = { ...reader.settings, include: ["/help"] };
		site.rest();
		expect(await reader.run()).toMatchObject({ titles: ["A"], counts: { unchanged: 1, removed: 1 } });
		expect(site.asked.filter((path) => path.startsWith("/old"))).toEqual([]);
	});

	test("a failure keeps the old text, and so do the pages that only it links to", async () => {
		const site = serve({
			"/": page("Home", "Welcome", "/a", "/b"),
			"/a": page("A", "About a", "/a/deep"),
			"/a/deep": page("Deep", "Below a"),
			"/b": page("B", "About b"),
		});
		const reader = new Reader();
		await reader.run();
		site.pages["/a"] = answer(500);
		const run = await reader.run();
		expect(run.titles).toEqual(["A", "B", "Deep", "Home"]);
		expect(run.failures).toEqual(["/a: The site answered with an error (500)."]);
	});

	test("where a page always fails, what only it may have led to is asked for, and goes if the site says so", async () => {
		const site = serve({
			"/": page("Home", "Welcome", "/broken", "/goes", "/moves", "/left", "/busy", "/down"),
			"/broken": page("Broken", "About to", "/stays", "/old/x"),
			"/stays": page("Stays", "Only linked from there"),
			"/goes": page("Goes", "Not for long"),
			"/moves": page("Moves", "Elsewhere soon"),
			"/left": page("Left", "Off limits soon"),
			"/old/x": page("X", "Out of scope soon"),
			"/busy": page("Busy", "Soon"),
			"/down": page("Down", "Soon"),
		});
		const reader = new Reader();
		expect((await reader.run()).titles).toHaveLength(9);
		site.rest().pages["/broken"] = answer(500);
		Object.assign(site.pages, { "/goes": answer(410), "/moves": redirect("/"), "/down": answer(500) });
		site.pages["/"] = page("Home", "Welcome", "/broken");
		site.pages["/robots.txt"] = "User-agent: *\nDisallow: /left";
		reader.settings = { ...reader.settings, exclude: ["/old"] };
		const run = await reader.run();
		expect(run).toMatchObject({ outcome: "complete", titles: ["Broken", "Busy", "Down", "Home", "Stays"] });
		expect(run.counts).toMatchObject({ removed: 4 });
		expect(site.asked.filter((path) => ["/goes", "/stays", "/down", "/old/x"].includes(path)).toSorted()).toEqual([
			"/down",
			"/goes",
			"/stays",
		]);
		// A busy site isn't asked on and on; what is there stays.
		for (const path of ["/busy", "/down", "/stays"]) site.rest().pages[path] = answer(429, { "Retry-After": "9999" });
		expect((await reader.run()).titles).toEqual(["Broken", "Busy", "Down", "Home", "Stays"]);
		expect(site.asked.filter((path) => ["/busy", "/down", "/stays"].includes(path))).toHaveLength(1);
	});

	test("of a site above its limit too, whatever an earlier reading took and this one didn't get to", async () => {
		const paths = Array.from({ length: 6 }, (_, n) => `/p${n}`);
		const site = serve({ "/sitemap.xml": sitemap(...paths) });
		for (const path of paths) site.pages[path] = page(path, `Text of ${path}`);
		const reader = new Reader();
		expect((await reader.run()).titles).toEqual(paths);
		reader.settings = { ...reader.settings, limit: 2 };
		// In the sitemap still, but past the limit; and out of it.
		site.pages["/sitemap.xml"] = sitemap("/p0", "/p1", "/p2", "/p3");
		for (const path of ["/p3", "/p5"]) site.pages[path] = answer(404);
		expect(await reader.run()).toMatchObject({
			outcome: "limit",
			titles: ["/p0", "/p1", "/p2", "/p4"],
			// The page that was typed, which isn't there, and two of the sitemap.
			counts: { removed: 2, fetched: 3 },
		});
	});

	test("a site that suddenly shows nothing keeps its articles", async () => {
		const site = serve({ "/": page("Home", "Welcome", "/a"), "/a": page("A", "About a") });
		const reader = new Reader();
		await reader.run();
		site.pages = { "/": html("<main></main>") };
		expect(await reader.run()).toMatchObject({ outcome: "nothing", titles: ["A"] });
		site.pages = { ...robots("User-agent: *\nDisallow: /") };
		expect(await reader.run()).toMatchObject({ outcome: "nothing", titles: ["A"] });
	});

	test("an article that the team removed is read anew", async () => {
		serve({
			"/": (request) =>
				request.headers.has("If-None-Match")
					? new Response(null, { status: 304 })
					: new Response("<main><h1>Home</h1>Welcome</main>", {
							headers: { "Content-Type": "text/html", ETag: '"1"' },
						}),
		});
		const reader = new Reader();
		await reader.run();
		reader.articles.clear();
		expect((await reader.run()).titles).toEqual(["Home"]);
	});
});

describe("a kill at any point", () => {
	test.each([1, 2, 3])("between request and write, every %ith step: the run ends the same", async (every) => {
		serve({
			"/": page("Home", "Welcome", "/a", "/b", "/c"),
			"/a": page("A", "About a", "/d"),
			"/b": redirect("/c"),
			"/c": page("C", "About c"),
			"/d": answer(404),
		});
		const lostOnce = new Set<number>();
		const run = await new Reader().run(
			(nth) => nth % (every + 1) === 0 && !lostOnce.has(nth) && Boolean(lostOnce.add(nth)),
		);
		expect(run).toMatchObject({ outcome: "complete", titles: ["A", "C", "Home"] });
		expect(run.counts).toMatchObject({ changed: 3 });
	});
});

describe("hostile sites", () => {
	test.each([
		["loopback", "http://127.0.0.1/"],
		["a metadata server", "http://169.254.169.254/latest/meta-data/"],
		["a metadata server by name", "http://metadata.google.internal/"],
		["another spelling", "http://0x7f.1/"],
		["another site", "https://other.example/"],
		["another port", `${HOST}:8080/`],
		["another protocol", "file:///etc/passwd"],
		["a name that is private", "http://rebound.example/"],
		["nowhere", "http://["],
	])("a redirect to %s is not followed", async (_, to) => {
		const site = serve({ "/": page("Home", "Welcome", "/trap"), "/trap": redirect(to) });
		site.names["rebound.example"] = ["10.0.0.7"];
		const run = await new Reader().run();
		expect(run.titles).toEqual(["Home"]);
		expect(site.strayed).toEqual([]);
	});

	test("a name that points into a private network is refused, whatever else it points to", async () => {
		const site = serve({ "/": page("Home", "Welcome") });
		for (const addresses of [
			["10.0.0.1"],
			["93.184.215.14", "127.0.0.1"],
			["93.184.215.14", "::1"],
			["fd00:ec2::254"],
		]) {
			site.names["shop.example"] = addresses;
			const run = await new Reader().run();
			expect(run.titles).toEqual([]);
			expect(run.failures[0]).toContain("That address isn't public.");
		}
		site.names["shop.example"] = [];
		expect((await new Reader().run()).failures[0]).toContain("There is no site at this address.");
		expect(site.asked).toEqual([]);
	});

	test("loopback is read where the site was added on this machine and the variable is set, and only then", async () => {
		const site = serve({ "/": page("Home", "Welcome") });
		site.names["localhost"] = ["127.0.0.1"];
		const address = "http://localhost:8788/";
		const cases: [boolean, boolean, string[]][] = [
			[true, true, ["Home"]],
			[true, false, []],
			[false, true, []],
		];
		for (const [setting, variable, titles] of cases) {
			const reader = new Reader({ address, loopback: setting });
			reader.loopback = variable;
			expect((await reader.run()).titles).toEqual(titles);
		}
	});

	test("circles of redirects, endless links, endless parameters, endless paths: the run ends", async () => {
		const site = serve({
			"/": page("Home", "Welcome", "/round/a", "/next/1", "/filter?x=0", "/deep/deep/"),
			"/round/a": redirect("/round/b"),
			"/round/b": redirect("/round/a"),
			"/next/*": html("never"),
			"/filter*": (request) => {
				const n = Number(new URL(request.url).searchParams.get("x"));
				return page(`Filter ${n}`, `Text ${n}`, ...Array.from({ length: 50 }, (_, i) => `/filter?x=${n * 50 + i}`))();
			},
		});
		for (let n = 1; n < 60; n++) site.pages[`/next/${n}`] = page(`Next ${n}`, `Day ${n}`, `/next/${n + 1}`);
		for (let n = 2; n < 60; n++)
			site.pages[`/${"deep/".repeat(n)}`] = page(`Deep ${n}`, `Level ${n}`, `/${"deep/".repeat(n + 1)}`);
		const run = await new Reader({ limit: 1_000 }).run();
		expect(run.titles.filter((title) => title.startsWith("Next")).length).toBeLessThanOrEqual(20);
		expect(run.titles.filter((title) => title.startsWith("Filter")).length).toBeLessThanOrEqual(100);
		expect(run.titles.filter((title) => title.startsWith("Deep")).length).toBeLessThanOrEqual(1);
		expect(run.failures).toEqual(["/round/a: It redirects in circles."]);
	});

	test("a page that is too large, of another kind, or that never answers is named, and the rest goes on", async () => {
		const endless = () =>
			new Response(
				new ReadableStream({
					pull: (controller) => controller.enqueue(new TextEncoder().encode("<p>more</p>".repeat(10_000))),
				}),
				{ headers: { "Content-Type": "text/html" } },
			);
		serve({
			"/": page("Home", "Welcome", "/endless", "/image", "/slow", "/broken", "/fine"),
			"/endless": endless,
			"/image": answer(200, { "Content-Type": "image/gif" }, "GIF89a"),
			"/slow": () => Promise.reject(new DOMException("The operation timed out", "TimeoutError")),
			"/broken": answer(403),
			"/fine": page("Fine", "All good"),
		});
		const run = await new Reader().run();
		expect(run.titles).toEqual(["Fine", "Home"]);
		expect(run.failures.toSorted()).toEqual([
			"/broken: The site answered with an error (403).",
			"/endless: The page is larger than 2 MB.",
			"/slow: The site didn't answer.",
		]);
	});

	test("a site that goes down in the middle ends the run, and nothing of it is lost", async () => {
		const paths = Array.from({ length: 30 }, (_, n) => `/p${n}`);
		const site = serve({ "/sitemap.xml": sitemap(...paths) });
		for (const path of paths) site.pages[path] = page(path, `Text of ${path}`);
		const reader = new Reader();
		await reader.run();
		for (const path of paths.slice(3)) site.pages[path] = () => Promise.reject(new Error("connection reset"));
		const run = await reader.run();
		expect(run).toMatchObject({ outcome: "down" });
		expect(run.titles).toHaveLength(30);
		expect(site.asked.length).toBeLessThan(60);
	});

	test("a full knowledge base ends the run and says so", async () => {
		const paths = Array.from({ length: 5 }, (_, n) => `/p${n}`);
		const site = serve({ "/sitemap.xml": sitemap(...paths) });
		for (const path of paths) site.pages[path] = page(path, `Text of ${path}`);
		const reader = new Reader();
		reader.room = 2;
		const run = await reader.run();
		expect(run).toMatchObject({ outcome: "full", titles: ["/p0", "/p1"] });
		expect(run.failures.at(-1)).toContain("The knowledge base is full.");
	});

	test("robots.txt, sitemap and answers that are nonsense", async () => {
		serve({
			...robots("\0\0Sitemap: http://169.254.169.254/map.xml\nSitemap: :::\nSitemap: /relative.xml\n"),
			"/": page("Home", "Welcome", "http://", "https://shop.example:99999/", "\u0000", "/%", "?#"),
			"/%": html("<main>percent</main>"),
		});
		const run = await new Reader().run();
		expect(run.outcome).toBe("complete");
		expect(run.titles).toContain("Home");
	});
});
