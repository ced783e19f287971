/** The crawler's manners: it follows robots.txt, pauses between requests, and backs off when a site asks for it. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { answer, html, page, redirect, serve } from "../../setup/site.ts";
import { SiteReader } from "../../setup/site-reader.ts";

afterEach(() => vi.restoreAllMocks());

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
		const reader = new SiteReader();
		expect((await reader.run()).titles).toEqual(["Home", "Open", "Private"]);
		site.rest().pages["/robots.txt"] = "User-agent: *\nDisallow: /private\nDisallow: /open";
		expect((await reader.run()).titles).toEqual(["Home"]);
		expect(site.asked).not.toContain("/private");
	});

	test("a site whose rules can't be read is left alone, and keeps its articles", async () => {
		const site = serve({ "/": page("Home", "Welcome") });
		const reader = new SiteReader();
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
		expect(await new SiteReader().run()).toMatchObject({ outcome: "complete", titles: ["Home"] });
		expect(site.asked).not.toContain("/private");
		// The limit falls after "Disallow: /".
		const start = "User-agent: *\n#";
		site.pages["/robots.txt"] = `${start}${"x".repeat(500 * 1024 - start.length - 12)}\nDisallow: /private\n`;
		expect((await new SiteReader().run()).titles).toEqual(["Home", "Private"]);
	});

	test("rules on another host hold, where that is a public one; else nothing is read", async () => {
		const site = serve({
			"/": page("Home", "Welcome", "/private"),
			"/private": page("Private", "Not for robots"),
			"/robots.txt": redirect("https://rules.example/shop"),
			"/shop": "User-agent: *\nDisallow: /private",
		});
		site.names["rules.example"] = ["93.184.215.15"];
		expect(await new SiteReader().run()).toMatchObject({ outcome: "complete", titles: ["Home"] });
		expect(site.asked).not.toContain("/private");
		for (const to of ["http://169.254.169.254/robots.txt", "https://rebound.example/robots.txt"]) {
			site.names["rebound.example"] = ["10.0.0.7"];
			site.rest().pages["/robots.txt"] = redirect(to);
			const run = await new SiteReader().run();
			expect(run).toMatchObject({ outcome: "robots", titles: [] });
			expect(run.failures).toEqual(["/robots.txt: That address isn't public."]);
			expect([site.asked, site.strayed]).toEqual([["/robots.txt"], []]);
		}
		site.pages["/robots.txt"] = answer(403);
		expect((await new SiteReader().run()).titles).toEqual(["Home", "Private"]);
	});

	test("a name that nobody can say anything of is asked for again later; one of IPv4 alone will do", async () => {
		const site = serve({ "/": page("Home", "Welcome") });
		site.mute.add("shop.example AAAA");
		expect((await new SiteReader().run()).titles).toEqual(["Home"]);
		site.mute.add("shop.example A");
		const run = await new SiteReader().run();
		expect(run.longest).toBeGreaterThan(59_000);
		expect(run).toMatchObject({
			outcome: "robots",
			failures: ["/robots.txt: The site's name could not be looked up."],
		});
	});

	test("pages are a second apart, or as far as robots.txt wants, within reason", async () => {
		const site = serve({ "/": page("Home", "Welcome") });
		expect((await new SiteReader().run()).longest).toBeGreaterThan(900);
		site.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 7";
		expect((await new SiteReader().run()).longest).toBeGreaterThan(6_900);
		site.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 86400";
		expect((await new SiteReader().run()).longest).toBeLessThanOrEqual(120_000);
	});

	test("a busy site is asked again when it says, and given up on when it stays busy", async () => {
		const busy = (seconds: string) => answer(429, { "Retry-After": seconds });
		const site = serve({
			"/": page("Home", "Welcome", "/busy"),
			"/busy": (_, asked) => (asked < 3 ? busy("1800") : page("Busy", "At last"))(),
		});
		const run = await new SiteReader().run();
		expect(run).toMatchObject({ outcome: "complete", titles: ["Busy", "Home"], failures: [] });
		expect(run.longest).toBeGreaterThan(1_790_000);
		site.rest().pages["/busy"] = busy("999999999");
		const second = await new SiteReader().run();
		expect(second.longest).toBeLessThanOrEqual(6 * 3_600_000);
		expect(second.failures).toEqual(["/busy: The site is busy and asked to be left alone for now."]);
		expect(site.asked.filter((path) => path === "/busy")).toHaveLength(6);
	});
});
