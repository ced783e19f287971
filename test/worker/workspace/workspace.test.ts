/** Set-up, settings, members, allowed sites and business hours. Set-up comes first: it needs a database without a workspace. */
import { env, exports } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { database } from "../../../src/db/database.ts";
import { account, member, settings, user, workspace } from "../../../src/db/schema.ts";
import { Problem } from "../../../src/protocol/problem.ts";
import { Me, type WorkspaceSettings } from "../../../src/protocol/workspace.ts";
import { openNow } from "../../../src/workspace/hours.ts";
import { memberById } from "../../../src/workspace/members.ts";
import {
	defaultSettings,
	originAllowed,
	readSettings,
	workspaceById,
	workspaceByKey,
} from "../../../src/workspace/settings.ts";
import { siteOrigin } from "../../../src/workspace/site.ts";
import { ask, createMember, createWorkspace, ORIGIN, randomAddress } from "../setup/people.ts";

const wanted = {
	code: env.SETUP_CODE,
	workspace: "Corner shop",
	site: "shop.example/some/page",
	name: "Ana",
	email: "Ana@Shop.Example",
	password: "a long password",
};

const setUp = (change: Partial<typeof wanted> = {}, headers: Record<string, string> = {}) =>
	exports.default.fetch(`${ORIGIN}/api/setup`, {
		method: "POST",
		headers: { Origin: ORIGIN, "CF-Connecting-IP": randomAddress(), ...headers },
		body: JSON.stringify({ ...wanted, ...change }),
	});

const isNeeded = async () => (await exports.default.fetch(`${ORIGIN}/api/setup`)).json();
const problemOf = async (response: Response) => v.parse(Problem, await response.json());

describe("set-up", () => {
	test("is refused with a wrong code, however alike, and changes nothing", async () => {
		for (const code of ["wrong", `${env.SETUP_CODE} x`, env.SETUP_CODE.slice(0, -1), env.SETUP_CODE.toUpperCase()]) {
			const response = await setUp({ code });
			expect(response.status).toBe(403);
			expect(response.headers.getSetCookie()).toEqual([]);
			expect((await problemOf(response)).fields).toHaveProperty("code");
		}
		expect(await isNeeded()).toEqual({ needed: true });
	});

	test("names the fields that are wrong", async () => {
		const response = await setUp({ email: "ana", password: "short", name: " " });
		expect(response.status).toBe(422);
		expect((await problemOf(response)).fields).toEqual({
			email: "Enter an e-mail address.",
			password: "Use at least 10 characters.",
			name: "Enter your name.",
		});
		expect((await problemOf(await setUp({ site: "my shop" }))).fields?.["site"]).toContain("isn't a web address");
		expect(await isNeeded()).toEqual({ needed: true });
	});

	test("refuses a password that everybody tries first", async () => {
		for (const password of ["password123", "Qwertyuiop1!", "ana@shop.example"]) {
			const response = await setUp({ password, email: "ana@shop.example" });
			expect(response.status, password).toBe(422);
			expect((await problemOf(response)).fields?.["password"]).toContain("Many people use");
		}
		expect(await isNeeded()).toEqual({ needed: true });
	});

	test("is refused from another site", async () => {
		expect((await setUp({}, { Origin: "https://evil.test" })).status).toBe(403);
		expect(await isNeeded()).toEqual({ needed: true });
	});

	test("has exactly one winner when several try at once, who is the owner and signed in", async () => {
		const answers = await Promise.all(
			["Ana", "Ben", "Cem", "Dua", "Eli"].map((name) => setUp({ name, email: `${name}@shop.example` })),
		);
		expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409]);
		const won = answers.find(({ status }) => status === 201);
		const cookie = won?.headers.getSetCookie()[0]?.split(";")[0] ?? "";
		const me = v.parse(Me, await (await ask({ cookie }, "/api/me")).json());
		expect(me.member.role).toBe("owner");
		expect(me.members).toEqual([me.member]);
		expect(me.workspace.name).toBe("Corner shop");
		expect(me.workspace.publicKey).toMatch(/^pk_[\w-]{22}$/);
		// Whoever sets up does so at the deployment's own address.
		const expected = { allowedOrigins: ["https://shop.example"], address: new URL(ORIGIN).origin };
		expect(me.settings).toEqual({ ...defaultSettings, ...expected });
		const db = database(env);
		for (const table of [workspace, settings, user, account, member]) expect(await db.$count(table)).toBe(1);
	});

	test("can't be done again, not even with the right code", async () => {
		const response = await setUp();
		expect(response.status).toBe(409);
		expect((await problemOf(response)).reason).toBe("done");
		expect(await isNeeded()).toEqual({ needed: false });
	});

	test("lets the owner sign in afterwards", async () => {
		const row = await database(env).select({ email: user.email }).from(user).get();
		const response = await exports.default.fetch(`${ORIGIN}/api/auth/sign-in/email`, {
			method: "POST",
			headers: { Origin: ORIGIN, "CF-Connecting-IP": randomAddress() },
			body: JSON.stringify({ email: row?.email, password: wanted.password }),
		});
		expect(response.status).toBe(200);
	});
});

describe("settings", () => {
	const patch = async (body: Record<string, unknown>) => {
		const place = await createWorkspace();
		const owner = await createMember(place, "owner");
		return { place, owner, response: await ask(owner, "/api/workspace", { method: "PATCH", body }) };
	};

	test("change one by one, with addresses made origins", async () => {
		const { response } = await patch({
			name: "Renamed",
			threshold: 0.7,
			allowedOrigins: ["shop.example", "HTTPS://Shop.Example/cart", "http://localhost:5173/"],
		});
		const me = v.parse(Me, await response.json());
		expect(me.workspace.name).toBe("Renamed");
		expect(me.settings).toEqual({
			...defaultSettings,
			threshold: 0.7,
			allowedOrigins: ["https://shop.example", "http://localhost:5173"],
		});
	});

	test("can be set to null and read back", async () => {
		const hours = {
			timezone: "Europe/Berlin",
			days: Array.from({ length: 7 }, () => ({ from: "09:00", to: "17:00" })),
		};
		const { owner, response } = await patch({ hours });
		expect(v.parse(Me, await response.json()).settings.hours).toEqual(hours);
		const cleared = await ask(owner, "/api/workspace", { method: "PATCH", body: { hours: null } });
		expect(v.parse(Me, await cleared.json()).settings.hours).toBeNull();
	});

	test("keep what two people change at the same time", async () => {
		const { owner } = await patch({});
		await Promise.all([
			ask(owner, "/api/workspace", { method: "PATCH", body: { noShowMinutes: 9 } }),
			ask(owner, "/api/workspace", { method: "PATCH", body: { greeting: "Good day." } }),
		]);
		const me = v.parse(Me, await (await ask(owner, "/api/me")).json());
		expect([me.settings.noShowMinutes, me.settings.greeting]).toEqual([9, "Good day."]);
	});

	test.each<[Record<string, unknown>, string]>([
		[{ threshold: 2 }, "threshold"],
		[{ greeting: "  " }, "greeting"],
		[{ allowedOrigins: ["https://fine.test", "not a site"] }, "allowedOrigins.1"],
		[{ allowedOrigins: ["ftp://files.test"] }, "allowedOrigins.0"],
		[{ hours: { timezone: "Mars/Olympus", days: [null, null, null, null, null, null, null] } }, "hours.timezone"],
		[{ hours: { timezone: "UTC", days: [] } }, "hours.days"],
		[{ onRequest: "ignore" }, "onRequest"],
		[{ name: "" }, "name"],
	])("are refused as a whole when one is wrong: %j", async (body, field) => {
		const { place, response } = await patch({ noShowMinutes: 9, ...body });
		expect(response.status).toBe(422);
		expect(Object.keys((await problemOf(response)).fields ?? {})).toEqual([field]);
		expect((await workspaceById(database(env), place.id))?.settings.noShowMinutes).toBe(5);
	});

	test("are refused past 256 KB, and as anything but JSON", async () => {
		const owner = await createMember(await createWorkspace(), "owner");
		const big = await ask(owner, "/api/workspace", { method: "PATCH", body: { greeting: "x".repeat(260 * 1024) } });
		expect(big.status).toBe(413);
		const text = await exports.default.fetch(`${ORIGIN}/api/workspace`, {
			method: "PATCH",
			headers: { Origin: ORIGIN, Cookie: owner.cookie },
			body: "greeting=hello",
		});
		expect(text.status).toBe(400);
	});

	test("stay readable when a row is older than a setting or breaks today's rules", () => {
		expect(readSettings("{}")).toEqual(defaultSettings);
		expect(readSettings("not json")).toEqual(defaultSettings);
		expect(readSettings('{"threshold":7,"greeting":"Hi.","gone":1}')).toEqual({ ...defaultSettings, greeting: "Hi." });
	});

	test("are found by public key and by nothing like it", async () => {
		const place = await createWorkspace("Found");
		const db = database(env);
		expect(await workspaceByKey(db, place.publicKey)).toMatchObject({ id: place.id, name: "Found" });
		expect(await workspaceByKey(db, place.publicKey.slice(0, -1))).toBeNull();
		expect(await workspaceById(db, "ws_none")).toBeNull();
	});
});

describe("members", () => {
	test("are found in their own workspace only", async () => {
		const [here, there] = [await createWorkspace(), await createWorkspace()];
		const agent = await createMember(here, "agent", "Noor");
		const db = database(env);
		expect(await memberById(db, here.id, agent.id)).toEqual({
			id: agent.id,
			name: "Noor",
			email: agent.email,
			role: "agent",
		});
		expect(await memberById(db, there.id, agent.id)).toBeNull();
		await db.update(member).set({ role: "superuser" }).where(eq(member.id, agent.id));
		expect(await memberById(db, here.id, agent.id)).toBeNull();
	});
});

describe("a site", () => {
	test.each([
		["https://shop.example", "https://shop.example"],
		[" Shop.Example/path?x#y ", "https://shop.example"],
		["http://shop.example:8080/", "http://shop.example:8080"],
		["https://shop.example:443", "https://shop.example"],
		["localhost:3000", "http://localhost:3000"],
		["127.0.0.1:3000/x", "http://127.0.0.1:3000"],
		["bücher.example", "https://xn--bcher-kva.example"],
	])("%j has the origin %s", (typed, origin) => {
		expect(siteOrigin(typed)).toEqual({ ok: true, origin });
	});

	test.each([
		"",
		"shop",
		"my shop.example",
		"ftp://shop.example",
		"javascript:alert(1)",
		"*.shop.example",
		"https://",
		"a@b.example",
	])("%j is none", (typed) => {
		expect(siteOrigin(typed)).toMatchObject({ ok: false });
	});

	test("may show the widget when it is listed, or is the deployment itself", () => {
		const allowed: WorkspaceSettings = { ...defaultSettings, allowedOrigins: ["https://shop.example"] };
		expect(originAllowed(allowed, "https://shop.example", ORIGIN)).toBe(true);
		expect(originAllowed(allowed, ORIGIN, ORIGIN)).toBe(true);
		for (const other of ["http://shop.example", "https://shop.example.evil.test", "https://www.shop.example", "null"])
			expect(originAllowed(allowed, other, ORIGIN)).toBe(false);
	});
});

describe("business hours", () => {
	const nine = { from: "09:00", to: "17:00" };
	const week = {
		timezone: "Europe/Berlin",
		days: [nine, nine, nine, nine, { from: "22:00", to: "02:00" }, null, null],
	};
	const at = (iso: string) => openNow(week, Date.parse(iso));

	test.each([
		["Monday 09:00 in Berlin, summer time", "2026-07-06T07:00:00Z", true, "17:00"],
		["a minute before", "2026-07-06T06:59:00Z", false, null],
		["Monday 16:59", "2026-07-06T14:59:59Z", true, "17:00"],
		["Monday 17:00", "2026-07-06T15:00:00Z", false, null],
		["Monday 09:00 in Berlin, winter time", "2026-01-05T08:00:00Z", true, "17:00"],
		["an hour before in winter", "2026-01-05T07:00:00Z", false, null],
		["Friday 23:00, hours past midnight", "2026-07-10T21:00:00Z", true, "02:00"],
		["Saturday 01:30, still Friday's", "2026-07-10T23:30:00Z", true, "02:00"],
		["Saturday 02:00", "2026-07-11T00:00:00Z", false, null],
		["Sunday", "2026-07-12T10:00:00Z", false, null],
	])("%s", (_, iso, open, until) => {
		expect(at(iso)).toEqual({ open, until });
	});

	test("are always, when there are none, and all day when both ends are the same", () => {
		expect(openNow(null, Date.now())).toEqual({ open: true, until: null });
		const round = { timezone: "UTC", days: Array.from({ length: 7 }, () => ({ from: "00:00", to: "00:00" })) };
		expect(openNow(round, Date.parse("2026-07-08T23:59:00Z")).open).toBe(true);
		expect(openNow(round, Date.parse("2026-07-08T00:00:00Z")).open).toBe(true);
	});

	test("don't close the shop over a time zone the runtime has forgotten", () => {
		expect(openNow({ ...week, timezone: "Mars/Olympus" }, Date.now()).open).toBe(true);
	});
});
