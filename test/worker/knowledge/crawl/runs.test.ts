/** Repeated runs: the pages that are fetched again, kept and removed, and a run that is killed and continues. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { answer, html, page, redirect, serve, sitemap } from "../../setup/site.ts";
import { SiteReader } from "../../setup/site-reader.ts";

afterEach(() => vi.restoreAllMocks());

const robots = (text: string) => ({ "/robots.txt": text });

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
		const reader = new SiteReader();
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
		const reader = new SiteReader();
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
		const reader = new SiteReader();
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
		const reader = new SiteReader();
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
		const reader = new SiteReader();
		expect((await reader.run()).titles).toEqual(paths);
		reader.settings = { ...reader.settings, limit: 2 };
		// In the sitemap still, but past the limit; and out of it.
		site.pages["/sitemap.xml"] = sitemap("/p0", "/p1", "/p2", "/p3");
		for (const path of ["/p3", "/p5"]) site.pages[path] = answer(404);
		expect(await reader.run()).toMatchObject({
			outcome: "limit",
			titles: ["/p0", "/p1", "/p2", "/p4"],
			counts: { removed: 2, fetched: 2 },
		});
	});

	test("a site that suddenly shows nothing keeps its articles", async () => {
		const site = serve({ "/": page("Home", "Welcome", "/a"), "/a": page("A", "About a") });
		const reader = new SiteReader();
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
		const reader = new SiteReader();
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
		const run = await new SiteReader().run(
			(nth) => nth % (every + 1) === 0 && !lostOnce.has(nth) && Boolean(lostOnce.add(nth)),
		);
		expect(run).toMatchObject({ outcome: "complete", titles: ["A", "C", "Home"] });
		expect(run.counts).toMatchObject({ changed: 3 });
	});
});
