/**
 * Second factors: whoever has only the password gets nothing but the question for the factor, in every session and at every
 * way in; codes work once; nobody takes a factor away with a stolen session.
 */
import { env, exports } from "cloudflare:workers";
import { base32 } from "@better-auth/utils/base32";
import { createOTP } from "@better-auth/utils/otp";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { afterEach, describe, expect, vi } from "vitest";
import { ownerReset } from "../../../scripts/owner-reset.ts";
import { hashPassword } from "../../../src/auth/password.ts";
import { database } from "../../../src/db/database.ts";
import { auditLog, factor } from "../../../src/db/schema.ts";
import { CloseCode } from "../../../src/protocol/limits.ts";
import { Factors, NewApp, RecoveryCodes } from "../../../src/protocol/people/factor.ts";
import { ask, createMember, createWorkspace, ORIGIN, type Person, randomAddress, signIn } from "../setup/people.ts";
import { openInbox } from "../setup/socket.ts";
import { isolated as test } from "../setup/stage.ts";

const db = database(env);
const PASSWORD = "a password for tests";
const STEP_MS = 30_000;

afterEach(() => void vi.useRealTimers());

type Who = Pick<Person, "cookie">;
const post = (who: Who | null, path: string, body: unknown = {}) =>
	ask(who, path, { body, headers: { "CF-Connecting-IP": randomAddress() } });
const begin = (who: Who, password = PASSWORD) => post(who, "/api/account/factors/app", { password });
const confirm = (who: Who, code: string) => post(who, "/api/account/factors/app/confirm", { code });
const show = (who: Who, code: string) => post(who, "/api/auth/factor", { code });
const me = async (who: Who): Promise<[number, unknown]> => {
	const answer = await ask(who, "/api/me");
	return [answer.status, v.parse(v.looseObject({}), await answer.json())["reason"]];
};
const factorsOf = async (who: Who) => v.parse(Factors, await (await ask(who, "/api/account/factors")).json());

/** The code of the step `ahead` of the present one. */
const codeOf = (secret: string, ahead = 0) =>
	createOTP(base32.decode(secret)).hotp(Math.floor(Date.now() / STEP_MS) + ahead);

/** Sets an app up. The present step's code is used up then. */
async function setUp(who: Who): Promise<{ secret: string; codes: string[] }> {
	const begun = await begin(who);
	expect(begun.status, await begun.clone().text()).toBe(200);
	const { secret, uri } = v.parse(NewApp, await begun.json());
	expect(uri).toContain(`secret=${secret}`);
	const done = await confirm(who, await codeOf(secret));
	expect(done.status, await done.clone().text()).toBe(200);
	return { secret, codes: v.parse(RecoveryCodes, await done.json()).codes };
}

const OWED = [401, "factor_owed"];

describe("an account with a second factor", () => {
	test("reaches nothing with the password alone, in older sessions too, until the factor is shown", async ({
		marco,
	}) => {
		const older = { cookie: await signIn(marco.email) };
		const line = await openInbox({ ...marco, cookie: older.cookie });
		await line.next("hello");
		const { secret } = await setUp(marco);
		// The session that set it up has shown it. The other is closed at once.
		expect((await me(marco))[0]).toBe(200);
		await line.closed;
		expect(await me(older)).toEqual(OWED);
		const fresh = { cookie: await signIn(marco.email) };
		expect(await me(fresh)).toEqual(OWED);
		expect((await (await openInbox({ ...marco, cookie: fresh.cookie })).closed).code).toBe(CloseCode.unauthorized);
		const closed: [string, unknown?][] = [
			["/api/contacts"],
			["/api/team"],
			["/api/account"],
			["/api/account/password", { current: PASSWORD, next: "another one, and long" }],
			["/api/account/sessions/end-others", {}],
		];
		for (const [path, body] of closed)
			expect((await ask(fresh, path, body === undefined ? {} : { body })).status, path).toBe(401);
		expect(await factorsOf(fresh)).toMatchObject({ state: "owed" });
		for (const wrong of ["000000", "", "abc", "12345678"]) expect((await show(fresh, wrong)).status).toBe(422);
		// The code that set it up was used.
		expect((await show(fresh, await codeOf(secret))).status).toBe(422);
		const code = await codeOf(secret, 1);
		expect((await show(fresh, ` ${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(204);
		expect((await me(fresh))[0]).toBe(200);
		// Nor does it work in another session, nor one of a step before it.
		expect((await show(older, code)).status).toBe(422);
		expect(await me(older)).toEqual(OWED);
	});

	test("lets one of two at once in with the same code", async ({ marco }) => {
		const { secret, codes } = await setUp(marco);
		const [one, two] = [{ cookie: await signIn(marco.email) }, { cookie: await signIn(marco.email) }];
		const code = await codeOf(secret, 1);
		const both = await Promise.all([show(one, code), show(two, code)]);
		expect(both.map(({ status }) => status).toSorted()).toEqual([204, 422]);
		const [recovery = ""] = codes;
		const [three, four] = [{ cookie: await signIn(marco.email) }, { cookie: await signIn(marco.email) }];
		const again = await Promise.all([show(three, recovery), show(four, recovery)]);
		expect(again.map(({ status }) => status).toSorted()).toEqual([204, 422]);
	});

	test("takes recovery codes, each once, as people type them, and none of another account", async ({ marco, vera }) => {
		const { codes } = await setUp(marco);
		const theirs = await setUp(vera);
		expect(new Set(codes).size).toBe(10);
		const [first = "", second = ""] = codes;
		const fresh = { cookie: await signIn(marco.email) };
		expect((await show(fresh, theirs.codes[0] ?? "")).status).toBe(422);
		expect((await show(fresh, ` ${first.toUpperCase().replace("-", " ")} `)).status).toBe(204);
		expect(await factorsOf(fresh)).toMatchObject({ codesLeft: 9, state: "done" });
		const another = { cookie: await signIn(marco.email) };
		expect((await show(another, first)).status).toBe(422);
		const renewed = await post(marco, "/api/account/factors/recovery-codes", { password: PASSWORD });
		const { codes: fresher } = v.parse(RecoveryCodes, await renewed.json());
		expect((await show(another, second)).status).toBe(422);
		expect((await show(another, fresher[0] ?? "")).status).toBe(204);
		const rows = await db.select().from(auditLog).where(eq(auditLog.actorId, marco.id));
		expect(rows.map(({ action }) => action)).toEqual(
			expect.arrayContaining(["factor.added", "factor.recovery_code_used", "factor.codes_renewed"]),
		);
	});

	test("is guarded against guessing: ten attempts a quarter of an hour, over all its sessions", async ({ marco }) => {
		const { secret } = await setUp(marco);
		const sessions = [{ cookie: await signIn(marco.email) }, { cookie: await signIn(marco.email) }];
		const tries = await Promise.all(
			Array.from({ length: 14 }, (_, n) => show(sessions[n % 2] ?? marco, `${100_000 + n}`)),
		);
		expect(tries.filter(({ status }) => status === 422)).toHaveLength(10);
		expect(tries.filter(({ status }) => status === 429)).toHaveLength(4);
		expect((await show(sessions[0] ?? marco, await codeOf(secret, 1))).status).toBe(429);
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 16 * 60_000 });
		expect((await show(sessions[0] ?? marco, await codeOf(secret))).status).toBe(204);
	});

	test("keeps it against a stolen session, which doesn't know the password, and against one that owes it", async ({
		marco,
		vera,
	}) => {
		await setUp(marco);
		const [own] = (await factorsOf(marco)).factors;
		const remove = (who: Who, password: string) =>
			post(who, `/api/account/factors/${own?.id ?? ""}/remove`, { password });
		expect((await remove(marco, "not the password")).status).toBe(422);
		expect((await begin(marco, "not the password")).status).toBe(422);
		expect((await post(marco, "/api/account/factors/recovery-codes", { password: "no" })).status).toBe(422);
		expect((await remove(vera, PASSWORD)).status).toBe(404);
		const owing = { cookie: await signIn(marco.email) };
		expect((await remove(owing, PASSWORD)).status).toBe(409);
		expect((await begin(owing)).status).toBe(409);
		expect((await confirm(owing, "123456")).status).toBe(409);
		expect((await post(owing, "/api/account/factors/recovery-codes", { password: PASSWORD })).status).toBe(409);
		expect((await factorsOf(marco)).factors).toHaveLength(1);
		expect((await remove(marco, PASSWORD)).status).toBe(204);
		expect((await me(owing))[0]).toBe(200);
		expect(await factorsOf(marco)).toMatchObject({ factors: [], codesLeft: 0 });
	});

	test("counts from its first code, not before, and a code of another secret doesn't confirm it", async ({ marco }) => {
		const { secret: dropped } = v.parse(NewApp, await (await begin(marco)).json());
		const { secret } = v.parse(NewApp, await (await begin(marco)).json());
		expect((await me({ cookie: await signIn(marco.email) }))[0]).toBe(200);
		expect((await confirm(marco, await codeOf(dropped))).status).toBe(422);
		expect((await confirm(marco, await codeOf(secret))).status).toBe(200);
		expect((await confirm(marco, await codeOf(secret, 1))).status).toBe(404);
	});

	test("has its secret encrypted in the database, and shows it to no page again", async ({ marco }) => {
		const { secret } = await setUp(marco);
		const row = await db.select().from(factor).where(eq(factor.userId, marco.userId)).get();
		expect(row?.secret).not.toContain(secret);
		expect(JSON.stringify(await factorsOf(marco))).not.toContain(row?.secret);
	});

	test("is reset by an admin for a member, by nobody for the owner but the deployer", async ({ shop, ines, marco }) => {
		const adam = await createMember(shop, "admin", "Adam");
		const rival = await createMember(await createWorkspace("Rival"), "owner", "Rival");
		await setUp(marco);
		await setUp(ines);
		const reset = async (by: Who, id: string) => (await post(by, `/api/team/${id}/reset-factors`)).status;
		expect(await reset(rival, marco.id)).toBe(404);
		expect(await reset(marco, marco.id)).toBe(403);
		expect(await reset(adam, ines.id)).toBe(404);
		expect(await reset(adam, marco.id)).toBe(204);
		expect((await me(marco))[0]).toBe(401);
		expect((await me({ cookie: await signIn(marco.email) }))[0]).toBe(200);
		expect(await me({ cookie: await signIn(ines.email) })).toEqual(OWED);
		const password = "another one, and long";
		for (const sql of ownerReset({ hash: await hashPassword(password), email: ines.email, now: Date.now() }))
			await env.DB.prepare(sql).run();
		expect((await me({ cookie: await signIn(ines.email, password) }))[0]).toBe(200);
	});
});

describe("a workspace that requires a second factor", () => {
	test("lets nobody do anything but set one up, whoever they are and since whenever", async ({ ines, marco }) => {
		const require = (is: boolean, by: Who = ines) =>
			ask(by, "/api/workspace", { method: "PATCH", body: { requireSecondFactor: is } });
		expect((await require(true, marco)).status).toBe(403);
		expect((await require(true)).status).toBe(200);
		for (const who of [ines, marco]) expect(await me(who)).toEqual([401, "factor_missing"]);
		expect((await require(false)).status).toBe(401);
		expect((await ask(marco, "/api/contacts")).status).toBe(401);
		expect(await factorsOf(marco)).toMatchObject({ state: "missing", required: true });
		await setUp(marco);
		expect((await me(marco))[0]).toBe(200);
		expect(await me(ines)).toEqual([401, "factor_missing"]);
		await setUp(ines);
		expect((await require(false)).status).toBe(200);
	});
});

test("the routes take nothing from other sites, from nobody, or from a made-up cookie", async ({ marco }) => {
	const paths = ["app", "app/confirm", "recovery-codes", "fa_0000000000000000000000/remove"];
	for (const path of [...paths.map((each) => `/api/account/factors/${each}`), "/api/auth/factor"]) {
		const send = (cookie: string, Origin: string) =>
			exports.default.fetch(`${ORIGIN}${path}`, {
				method: "POST",
				headers: { Origin, Cookie: cookie, "CF-Connecting-IP": randomAddress() },
				body: JSON.stringify({ password: PASSWORD, code: "123456" }),
			});
		expect((await send(marco.cookie, "https://evil.test")).status).toBe(403);
		expect((await send("", ORIGIN)).status).toBe(401);
		expect((await send(marco.cookie.replace(/=.{4}/, "=AAAA"), ORIGIN)).status).toBe(401);
	}
	expect((await ask(null, "/api/account/factors")).status).toBe(401);
});
