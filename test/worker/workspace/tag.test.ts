/**
 * The tag's check: a first sight of a page and day, with nothing of the visitor and a bound on what strangers may write; and a
 * page that the server reads, which is none of the inside.
 */
import { env, exports } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { afterEach, describe, expect, vi } from "vitest";
import { database } from "../../../src/db/database.ts";
import { tagSight } from "../../../src/db/schema.ts";
import { TagReport, TagSights } from "../../../src/protocol/settings/tag.ts";
import { ask, createVisitor, ORIGIN, type Person, randomAddress, type Workspace } from "../setup/people.ts";
import { answer, HOST, html, redirect, serve } from "../setup/site.ts";
import { isolated as test } from "../setup/stage.ts";

const db = database(env);

afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
});

const boot = ({ publicKey }: Workspace, origin: string | null, referer?: string) =>
	exports.default.fetch(`${ORIGIN}/api/widget/boot?key=${publicKey}`, {
		headers: {
			"CF-Connecting-IP": randomAddress(),
			...(origin !== null && { Origin: origin }),
			...(referer !== undefined && { Referer: referer }),
		},
	});
const rowsOf = ({ id }: Workspace) => db.select().from(tagSight).where(eq(tagSight.workspaceId, id));
const until = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 5_000 });
const seen = async (who: Person) => v.parse(TagSights, await (await ask(who, "/api/tag")).json());

describe("where the tag was seen", () => {
	test("is a row a page and day, without query, address or visitor", async ({ shop, ines }) => {
		expect(await seen(ines)).toEqual([]);
		for (const referer of [`${shop.site}/`, `${shop.site}/bags?order=4711#x`, `${shop.site}/bags`, undefined])
			expect((await boot(shop, shop.site, referer)).status).toBe(200);
		// A page can't have its sight written under another site's name.
		await boot(shop, shop.site, "https://elsewhere.test/secret");
		await until(async () => expect(await rowsOf(shop)).toHaveLength(2));
		const seenAt: unknown = expect.any(Number);
		const today = new Date().toISOString().slice(0, 10);
		expect(await rowsOf(shop)).toEqual(
			expect.arrayContaining([
				{ workspaceId: shop.id, day: today, origin: shop.site, path: "", allowed: true, seenAt },
				{ workspaceId: shop.id, day: today, origin: shop.site, path: "/bags", allowed: true, seenAt },
			]),
		);
		// With a visitor's token too, and still nothing of them.
		const visitor = await createVisitor(shop);
		const body = JSON.stringify({ key: shop.publicKey, token: visitor.token });
		const headers = { Origin: shop.site, Referer: `${shop.site}/account`, "CF-Connecting-IP": visitor.address };
		await exports.default.fetch(`${ORIGIN}/api/widget/boot`, { method: "POST", headers, body });
		await until(async () => expect(await rowsOf(shop)).toHaveLength(3));
		expect(JSON.stringify(await rowsOf(shop))).not.toContain(visitor.visitorId);
		// The next day it is seen anew, and after a month the first day is forgotten.
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 86_400_000 });
		await boot(shop, shop.site);
		await until(async () => expect(await rowsOf(shop)).toHaveLength(4));
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31 * 86_400_000 });
		await boot(shop, shop.site);
		await until(async () => expect(await rowsOf(shop)).toHaveLength(1));
	});

	test("is told of sites that aren't allowed, for the team to see, and bounded", async ({ shop, ines }) => {
		expect((await boot(shop, "https://forgotten.test", "https://forgotten.test/a")).status).toBe(403);
		await until(async () =>
			expect(await seen(ines)).toMatchObject([{ origin: "https://forgotten.test", path: "", allowed: false }]),
		);
		for (let n = 0; n < 30; n++) await boot(shop, `https://flood-${n}.test`);
		await boot(shop, shop.site);
		await until(async () => expect((await rowsOf(shop)).some(({ allowed }) => allowed)).toBe(true));
		expect((await rowsOf(shop)).filter(({ allowed }) => !allowed)).toHaveLength(20);
		for (let n = 0; n < 210; n++) await boot(shop, shop.site, `${shop.site}/${n}`);
		await until(async () => expect((await rowsOf(shop)).filter(({ allowed }) => allowed)).toHaveLength(200));
	}, 60_000);
});

describe("a page that is checked", () => {
	const tagOf = ({ publicKey }: Workspace) =>
		`<script src="${ORIGIN}/widget.js" data-workspace="${publicKey}"></script>`;
	const check = (who: Person, address: string) => ask(who, "/api/tag/check", { body: { address } });
	const reportOf = async (who: Person, address: string) => {
		const response = await check(who, address);
		expect(response.status, await response.clone().text()).toBe(200);
		return v.parse(TagReport, await response.json());
	};
	const allow = (who: Person, ...allowedOrigins: string[]) =>
		ask(who, "/api/workspace", { method: "PATCH", body: { allowedOrigins } });

	test("has the tag or not, with the reasons, and says whether the chat was seen there", async ({ shop, ines }) => {
		const policy = { "Content-Type": "text/html", "Content-Security-Policy": "script-src 'self'" };
		serve({
			"/": html(tagOf(shop)),
			"/without": html("<p>Bags"),
			"/strict": answer(200, policy, tagOf(shop)),
			"/moved": redirect(`${HOST}/`),
			"/file": answer(200, { "Content-Type": "application/pdf" }, "%PDF-"),
			"/broken": answer(500),
		});
		expect(await reportOf(ines, `${HOST}/`)).toEqual({
			address: `${HOST}/`,
			problems: [{ kind: "origin", origin: HOST }],
			seenAt: null,
		});
		await allow(ines, HOST);
		expect(await reportOf(ines, "shop.example")).toMatchObject({ address: `${HOST}/`, problems: [] });
		expect(await reportOf(ines, `${HOST}/moved`)).toMatchObject({ address: `${HOST}/`, problems: [] });
		const kinds = async (path: string) =>
			(await reportOf(ines, `${HOST}${path}`)).problems.map((each) => [each.kind, "why" in each ? each.why : null]);
		expect(await kinds("/without")).toEqual([["no_tag", null]]);
		expect(await kinds("/strict")).toEqual([["policy", null]]);
		expect(await kinds("/nothing")).toEqual([["unreadable", "gone"]]);
		expect(await kinds("/file")).toEqual([["unreadable", "type"]]);
		expect(await kinds("/broken")).toEqual([["unreadable", "status"]]);
		await boot(shop, HOST);
		await until(async () => expect((await reportOf(ines, `${HOST}/without`)).seenAt).toBeGreaterThan(0));
	});

	test("is never one of the inside, whatever redirects or names lead there", async ({ ines }) => {
		const site = serve({
			"/": redirect("http://169.254.169.254/latest/meta-data"),
			"/in": redirect("http://10.0.0.1/"),
		});
		site.names["inside.example"] = ["10.1.2.3"];
		for (const address of [
			"http://169.254.169.254/",
			"http://localhost:8787/",
			"http://127.0.0.1/",
			"file:///etc/passwd",
			"https://user:secret@shop.example/",
			"https://shop.example:8443/",
			"https://inside.example/",
			`${HOST}/`,
			`${HOST}/in`,
		]) {
			const { problems } = await reportOf(ines, address);
			expect([address, problems.map(({ kind }) => kind)]).toEqual([address, ["unreadable"]]);
		}
		expect((await check(ines, "")).status).toBe(422);
		expect(site.strayed.filter((url) => !url.includes("cloudflare-dns.com"))).toEqual([]);
	});

	test("is limited by workspace", async ({ ines }) => {
		serve({ "/": html("") });
		const tries = [];
		for (let n = 0; n < 25; n++) tries.push((await check(ines, `${HOST}/`)).status);
		expect(tries.filter((status) => status === 429).length).toBeGreaterThan(0);
	});
});
