/** Hostile and broken sites: the addresses that the crawler refuses, and its limits of time and size. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { answer, HOST, html, page, redirect, serve, sitemap } from "../../setup/site.ts";
import { SiteReader } from "../../setup/site-reader.ts";

afterEach(() => vi.restoreAllMocks());

const robots = (text: string) => ({ "/robots.txt": text });

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
		const run = await new SiteReader().run();
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
			const run = await new SiteReader().run();
			expect(run.titles).toEqual([]);
			expect(run.failures[0]).toContain("That address isn't public.");
		}
		site.names["shop.example"] = [];
		expect((await new SiteReader().run()).failures[0]).toContain("There is no site at this address.");
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
			const reader = new SiteReader({ address, loopback: setting });
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
		const run = await new SiteReader({ limit: 1_000 }).run();
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
		const run = await new SiteReader().run();
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
		const reader = new SiteReader();
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
		const reader = new SiteReader();
		reader.room = 2;
		const run = await reader.run();
		expect(run).toMatchObject({ outcome: "full", titles: ["/p0", "/p1"] });
		expect(run.failures[0]).toContain("The knowledge base is full.");
	});

	test("robots.txt, sitemap and answers that are nonsense", async () => {
		serve({
			...robots("\0\0Sitemap: http://169.254.169.254/map.xml\nSitemap: :::\nSitemap: /relative.xml\n"),
			"/": page("Home", "Welcome", "http://", "https://shop.example:99999/", "\u0000", "/%", "?#"),
			"/%": html("<main>percent</main>"),
		});
		const run = await new SiteReader().run();
		expect(run.outcome).toBe("complete");
		expect(run.titles).toContain("Home");
	});
});
