/** Sites as sources: added, read by the job, read again by schedule or by hand, stopped, changed, removed; and who may. */
import { knowledge } from "../../../src/durable/objects.ts";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import {
	addSite as addSiteTo,
	emptyLibrary,
	changeSite,
	readAgain,
	removeSource,
	saveArticle,
	stopReading,
} from "../setup/library.ts";
import { ask, createMember, createWorkspace, ORIGIN, signIn } from "../setup/people.ts";
import { answer, html, page } from "../setup/site.ts";
import { addSite, count, LOCAL, localSitemap, serveLocal, settle, siteOf, sourceOf, titles } from "../setup/sources.ts";

afterEach(() => vi.restoreAllMocks());

describe("a site", () => {
	test("is read with live figures; its articles say which page they are from", async () => {
		serveLocal({
			"/": page("Home", "Welcome to the workshop.", "/zips", "/gone", "/secret"),
			"/zips": page("Zips", "Zips take nine days."),
			"/secret": html("<main><h1>Secret</h1><p>Staff only</p></main>", '<meta name="robots" content="noindex">'),
			"/gone": answer(500),
		});
		const library = emptyLibrary();
		const { id } = await addSite(library);
		const seen = new Set<number>();
		for (let round = 0; round < 20; round++) {
			await runDurableObjectAlarm(library);
			seen.add((await sourceOf(library, id)).counts.fetched);
		}
		await settle(library);
		const source = await sourceOf(library, id);
		expect(source).toMatchObject({ state: "done", articles: 2, counts: { found: 4, changed: 2, failed: 1 } });
		expect(source.failures).toEqual([{ what: `${LOCAL}/gone`, reason: "The site answered with an error (500)." }]);
		expect(await titles(library)).toEqual(["Home", "Zips"]);
		const [zips] = await library.search("how long do zips take", 1);
		expect(await library.article(zips?.articleId ?? "")).toMatchObject({
			origin: { kind: "crawled", sourceId: id, name: `${LOCAL}/zips` },
			edited: false,
		});
	});

	test("read again: only what changed is written, what is gone is removed, what was edited stays", async () => {
		const site = serveLocal({
			"/sitemap.xml": localSitemap("/a", "/b", "/c", "/d"),
			"/a": page("A", "About a"),
			"/b": page("B", "About b"),
			"/c": page("C", "About c"),
			"/d": page("D", "About d"),
		});
		const library = emptyLibrary();
		const { id } = await addSite(library);
		await settle(library);
		const { entries } = await library.list({ kind: "articles", search: "", source: id, cursor: null });
		const of = (title: string) => entries.find((entry) => entry.title === title)?.id ?? "";
		await saveArticle(library, of("C"), { title: "C", text: "Ours" });
		await saveArticle(library, of("D"), { title: "D", text: "Ours too" });
		site.pages["/sitemap.xml"] = localSitemap("/a", "/b", "/c");
		site.pages["/b"] = page("B", "About b, anew");
		site.pages["/c"] = page("C", "About c, anew");
		site.pages["/a"] = page("A", "About a");
		expect(await readAgain(library, id)).toMatchObject({ ok: true, source: { state: "waiting" } });
		const before = await library.article(of("A"));
		await settle(library);
		expect(await library.article(of("A"))).toMatchObject({ updatedAt: before?.updatedAt });
		expect((await library.article(of("B")))?.text).toBe("About b, anew");
		expect((await library.article(of("C")))?.text).toBe("Ours");
		expect((await library.article(of("D")))?.text).toBe("Ours too");
		site.pages["/sitemap.xml"] = localSitemap("/b");
		await readAgain(library, id);
		await settle(library);
		expect(await titles(library)).toEqual(["B", "C", "D"]);
	});

	test("on a schedule is read when it is due, and says when that is", async () => {
		const site = serveLocal({ "/": page("Home", "Welcome") });
		const library = emptyLibrary();
		const { id } = await addSite(library, { schedule: "daily" });
		const [source] = await settle(library);
		const inADay = Date.now() + 24 * 3_600_000;
		expect(Math.abs((source?.nextAt ?? 0) - inADay)).toBeLessThan(60_000);
		const alarm = await runInDurableObject(library, (_, { storage }) => storage.getAlarm());
		expect(Math.abs((alarm ?? 0) - inADay)).toBeLessThan(60_000);
		site.pages["/"] = page("Home", "Welcome back");
		await runInDurableObject(library, (_, { storage }) => {
			storage.sql.exec("UPDATE source SET next_at = ?", Date.now() - 1);
		});
		await runDurableObjectAlarm(library);
		await settle(library);
		expect(await sourceOf(library, id)).toMatchObject({ state: "done", counts: { changed: 1 } });
		expect(await library.search("welcome back", 1)).toHaveLength(1);
	});

	test("set to be read every day is read a day later, and a day after that", async () => {
		const site = serveLocal({ "/": page("Home", "Welcome") });
		const library = emptyLibrary();
		const { id } = await addSite(library, { schedule: "hand" });
		const [read] = await settle(library);
		expect(read?.nextAt).toBeNull();
		expect(await changeSite(library, id, siteOf({ schedule: "daily" }))).toMatchObject({ ok: true });
		const asked = () => site.asked.filter((path) => path === "/").length;
		const before = asked();

		const now = Date.now();
		const day = 24 * 3_600_000;
		for (const [days, text] of ["Welcome back", "Welcome once more"].entries()) {
			site.pages["/"] = page("Home", text);
			vi.spyOn(Date, "now").mockReturnValue(now + (days + 1) * day - 3_600_000);
			await runDurableObjectAlarm(library);
			await settle(library);
			expect(asked()).toBe(before + days);
			const due = now + (days + 1) * day + 60_000;
			vi.spyOn(Date, "now").mockReturnValue(due);
			await runDurableObjectAlarm(library);
			await settle(library);
			const source = await sourceOf(library, id);
			expect(source).toMatchObject({ state: "done", counts: { changed: 1 }, nextAt: due + day });
			expect(await library.search(text, 1)).toMatchObject([{ text }]);
			expect(asked()).toBe(before + days + 1);
		}
	});

	test("goes on after the object died, each page once", async () => {
		const pages = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`/p${n}`, page(`P${n}`, `Text ${n}`)]));
		const site = serveLocal({ "/sitemap.xml": localSitemap(...Object.keys(pages)), ...pages });
		const library = emptyLibrary();
		await addSite(library);
		await runDurableObjectAlarm(library);
		await evictDurableObject(library);
		expect(await settle(library)).toMatchObject([{ state: "done", articles: 40, counts: { found: 40, changed: 40 } }]);
		expect(site.asked.filter((path) => path.startsWith("/p"))).toHaveLength(40);
	});

	test("is stopped at once: what a request brings after that is dropped, what was read stays", async () => {
		let release = () => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		const second = page("B", "About b");
		serveLocal({
			"/sitemap.xml": localSitemap("/a", "/b"),
			"/a": page("A", "Umbrellas are lent here."),
			"/b": async () => {
				await held;
				return second();
			},
		});
		const library = emptyLibrary();
		const { id } = await addSite(library);
		const alarm = runDurableObjectAlarm(library);
		await vi.waitFor(async () => expect((await sourceOf(library, id)).articles).toBe(1), { timeout: 5_000 });
		// Searches work while a request of the crawler hangs.
		expect(await library.search("umbrellas", 1)).toHaveLength(1);
		expect(await stopReading(library, id)).toMatchObject({ ok: true, source: { state: "stopped" } });
		release();
		await alarm;
		await settle(library);
		expect(await titles(library)).toEqual(["A"]);
		expect(await sourceOf(library, id)).toMatchObject({ state: "stopped", counts: { changed: 1 } });
		await readAgain(library, id);
		await settle(library);
		expect(await titles(library)).toEqual(["A", "B"]);
	});

	test("that is down keeps what was read, and says so", async () => {
		const site = serveLocal({ "/": page("Home", "Welcome") });
		const library = emptyLibrary();
		const { id } = await addSite(library);
		await settle(library);
		site.pages = { "/robots.txt": answer(404), "*": answer(500) };
		await readAgain(library, id);
		await settle(library);
		const source = await sourceOf(library, id);
		expect([source.state, source.articles]).toEqual(["failed", 1]);
		expect(source.failures[0]?.reason).toMatch(/error \(500\)/);
		expect(await titles(library)).toEqual(["Home"]);
	});

	test("is removed with everything it brought, also while it is being read", async () => {
		const pages = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`/p${n}`, page(`P${n}`, `Text ${n}`)]));
		serveLocal({ "/sitemap.xml": localSitemap(...Object.keys(pages)), ...pages });
		const library = emptyLibrary();
		const { id } = await addSite(library);
		for (let round = 0; round < 2; round++) await runDurableObjectAlarm(library);
		expect(await removeSource(library, id)).toBe(true);
		expect(await addSiteTo(library, siteOf())).toEqual({ ok: false, reason: "removing" });
		expect(await settle(library)).toEqual([]);
		for (const table of ["article", "passage", "spelling", "crawl", "crawl_page", "source_failure"])
			expect([table, await count(library, table)]).toEqual([table, 0]);
	});

	test("is changed: its patterns count, another address is read at once, and no two are the same", async () => {
		const site = serveLocal({ "/": page("Home", "Welcome", "/old"), "/old": page("Old", "Old news") });
		const library = emptyLibrary();
		const { id } = await addSite(library);
		expect(await addSiteTo(library, siteOf())).toEqual({ ok: false, reason: "exists" });
		await settle(library);
		expect(await titles(library)).toEqual(["Home", "Old"]);
		expect(await changeSite(library, id, siteOf({ exclude: ["/old"], schedule: "weekly" }))).toMatchObject({
			ok: true,
			source: { state: "done", settings: { exclude: ["/old"], schedule: "weekly" } },
		});
		await readAgain(library, id);
		await settle(library);
		expect(await titles(library)).toEqual(["Home"]);
		site.pages["/shop"] = page("Shop", "Bags");
		expect(await changeSite(library, id, siteOf({ address: `${LOCAL}/shop` }))).toMatchObject({
			source: { state: "waiting", name: `${LOCAL}/shop` },
		});
		await settle(library);
		expect(await titles(library)).toEqual(["Shop"]);
		expect(await addSiteTo(library, siteOf())).toMatchObject({ ok: true });
		expect(await changeSite(library, id, siteOf())).toEqual({ ok: false, reason: "exists" });
		await settle(library);
	});
});

describe("the routes", () => {
	const add = (cookie: string, host: string, address: string, headers: Record<string, string> = {}) =>
		exports.default.fetch(`${host}/api/sources/sites`, {
			method: "POST",
			headers: { Origin: host, Cookie: cookie, "Content-Type": "application/json", ...headers },
			body: JSON.stringify({ address }),
		});

	test("refuse addresses that aren't public, in words beside the field", async () => {
		const owner = await createMember(await createWorkspace(), "owner");
		for (const address of [LOCAL, "http://10.0.0.1/", "http://169.254.169.254/latest", "intranet", "ftp://a.example"]) {
			const refused = await ask(owner, "/api/sources/sites", { body: { address } });
			expect([address, refused.status]).toEqual([address, 422]);
			expect(await refused.json()).toMatchObject({ fields: { address: expect.stringMatching(/\w+\.$/) } });
		}
		expect(await (await ask(owner, "/api/sources")).json()).toEqual({ sources: [] });
	});

	test("open this machine only to a dashboard on this machine, and never behind Cloudflare's edge", async () => {
		serveLocal({ "/": page("Home", "Welcome") });
		const workspace = await createWorkspace();
		const owner = await createMember(workspace, "owner");
		const here = "http://localhost:8787";
		const cookie = await signIn(owner.email, undefined, here);
		expect((await add(owner.cookie, ORIGIN, LOCAL)).status).toBe(422);
		expect((await add(cookie, here, LOCAL, { "CF-Ray": "8f1" })).status).toBe(422);
		expect((await add(cookie, here, "http://192.168.0.1/")).status).toBe(422);
		expect((await add(cookie, here, LOCAL)).status).toBe(201);
		expect(await settle(knowledge(env, workspace.id))).toMatchObject([{ state: "done", articles: 1 }]);
	});

	test("add, change, read again, stop and remove a site; a name without https:// will do", async () => {
		serveLocal({}).names["help.shop.example"] = ["93.184.215.14"];
		const workspace = await createWorkspace();
		const owner = await createMember(workspace, "owner");
		const added = await ask(owner, "/api/sources/sites", { body: { address: "help.shop.example" } });
		expect(added.status).toBe(201);
		const source = await added.json<{ id: string }>();
		expect(source).toMatchObject({
			kind: "crawled",
			name: "https://help.shop.example/",
			settings: { limit: 500, schedule: "weekly" },
		});
		const at = `/api/sources/${source.id}`;
		expect((await ask(owner, "/api/sources/sites", { body: { address: "help.shop.example" } })).status).toBe(409);
		const changed = await ask(owner, at, { method: "PUT", body: { address: "help.shop.example", limit: 10 } });
		expect(await changed.json()).toMatchObject({ settings: { limit: 10 } });
		expect((await ask(owner, at, { method: "PUT", body: { address: "help.shop.example", limit: 0 } })).status).toBe(
			422,
		);
		expect((await ask(owner, `${at}/stop`, { body: {} })).status).toBe(200);
		expect((await ask(owner, `${at}/stop`, { body: {} })).status).toBe(409);
		expect(await (await ask(owner, `${at}/read`, { body: {} })).json()).toMatchObject({ state: "waiting" });
		expect((await ask(owner, at, { method: "DELETE" })).status).toBe(204);
		await settle(knowledge(env, workspace.id));
		expect((await ask(owner, at)).status).toBe(404);
		expect((await ask(owner, at, { method: "DELETE" })).status).toBe(404);
	});
});
