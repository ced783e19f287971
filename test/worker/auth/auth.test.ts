/** Who is asking: members by session, visitors by token, networks by a keyed hash; and keys that stay apart. */
import { env, exports } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { sign } from "hono/jwt";
import { describe, expect, test, vi } from "vitest";
import { countAttempt, type Door } from "../../../src/auth/sign-in/attempts.ts";
import { keepFailure } from "../../../src/auth/sign-in/failures.ts";
import { addressHash, network } from "../../../src/auth/address.ts";
import { keyedHash, sameText, secretFor } from "../../../src/auth/keys.ts";
import { hashPassword, verifyPassword } from "../../../src/auth/password.ts";
import { mintVisitorToken, newVisitorId, readVisitorToken } from "../../../src/auth/visitor.ts";
import { database } from "../../../src/db/database.ts";
import { auditLog, member, session, user, verification } from "../../../src/db/schema.ts";
import { CloseCode } from "../../../src/protocol/limits.ts";
import { ask, createMember, createWorkspace, ORIGIN, randomAddress, signIn } from "../setup/people.ts";
import { openInbox } from "../setup/socket.ts";

const attempt = (body: unknown, headers: Record<string, string> = {}) =>
	exports.default.fetch(`${ORIGIN}/api/auth/sign-in/email`, {
		method: "POST",
		headers: { Origin: ORIGIN, "CF-Connecting-IP": randomAddress(), ...headers },
		body: JSON.stringify(body),
	});

describe("signing in", () => {
	test("gives a cookie that scripts and other sites can't use, and no token in the body", async () => {
		const { email } = await createMember(await createWorkspace(), "agent");
		const response = await attempt({ email: email.toUpperCase(), password: "a password for tests" });
		expect(response.status).toBe(200);
		const cookies = response.headers.getSetCookie();
		expect(cookies).toHaveLength(1);
		expect(cookies[0]).toMatch(/^__Host-parley\.session_token=.+; HttpOnly; Secure; SameSite=Lax$/);
		expect(await response.text()).not.toContain("token");
	});

	test("sets no Secure cookie on plain http, where a browser would drop it", async () => {
		const { email } = await createMember(await createWorkspace(), "agent");
		const response = await exports.default.fetch("http://localhost:8787/api/auth/sign-in/email", {
			method: "POST",
			headers: { Origin: "http://localhost:8787", "CF-Connecting-IP": randomAddress() },
			body: JSON.stringify({ email, password: "a password for tests" }),
		});
		expect(response.headers.getSetCookie()[0]).toMatch(/^parley\.session_token=.+; HttpOnly; SameSite=Lax$/);
	});

	test("stands in the audit log, with where it came from; what failed, too", async () => {
		const person = await createMember(await createWorkspace(), "agent");
		const rows = () => database(env).select().from(auditLog).where(eq(auditLog.subjectId, person.id));
		const agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
		const from = { "CF-Connecting-IP": "203.0.113.9", "User-Agent": agent };
		await attempt({ email: person.email, password: "not the password" }, from);
		await vi.waitFor(async () => expect((await rows()).at(-1)?.action).toBe("member.sign_in_failed"));
		await attempt({ email: person.email, password: "a password for tests" }, from);
		const after = await rows();
		expect(after.at(-1)).toMatchObject({ action: "member.signed_in", actorId: person.id, actorName: person.name });
		expect(JSON.parse(after.at(-1)?.origin ?? "")).toMatchObject({
			address: "203.0.113.9",
			device: "Firefox on Linux",
		});
		expect(JSON.stringify(after)).not.toContain(person.email);
	});

	test("goes on for a browser whose cookie has an earlier release's name, until it signs out", async () => {
		const person = await createMember(await createWorkspace(), "agent");
		const cookie = person.cookie.replace("__Host-", "__Secure-");
		expect(cookie).toContain("__Secure-parley.session_token=");
		expect((await ask({ cookie }, "/api/me")).status).toBe(200);
		expect(await (await ask({ cookie }, "/api/auth/get-session")).json()).toMatchObject({
			user: { id: person.userId },
		});
		await ask({ cookie }, "/api/auth/sign-out", { method: "POST" });
		for (const each of [cookie, person.cookie]) expect((await ask({ cookie: each }, "/api/me")).status).toBe(401);
	});

	test("answers a wrong password and an unknown address alike", async () => {
		const { email } = await createMember(await createWorkspace(), "agent");
		const wrong = await attempt({ email, password: "not the password" });
		const unknown = await attempt({ email: "nobody@team.test", password: "a password for tests" });
		expect([wrong.status, unknown.status]).toEqual([401, 401]);
		expect(wrong.headers.getSetCookie()).toEqual([]);
		expect(await wrong.json()).toEqual(await unknown.json());
	});

	test("lets in people with any address that mail can reach", async () => {
		for (const email of [
			"sinead.o'brien@example.ie",
			"a&b@example.com",
			"info@xn--mller-kva.de",
			"x@example.xn--p1ai",
		]) {
			const { userId } = await createMember(await createWorkspace(), "agent");
			await database(env).update(user).set({ email }).where(eq(user.id, userId));
			expect((await attempt({ email, password: "not the password" })).status, email).toBe(401);
			expect((await attempt({ email, password: "a password for tests" })).status, email).toBe(200);
		}
	});

	test("is refused after ten failures, from whatever networks, whether or not there is such an account", async () => {
		const { email } = await createMember(await createWorkspace(), "agent");
		const other = await createMember(await createWorkspace(), "agent");
		const answers: unknown[] = [];
		for (const each of [email, "nobody.at.all@team.test"]) {
			const tries = await Promise.all(
				Array.from({ length: 14 }, () => attempt({ email: each, password: "not the password" })),
			);
			expect(tries.map(({ status }) => status).toSorted()).toEqual([
				...Array.from({ length: 10 }, () => 401),
				...Array.from({ length: 4 }, () => 429),
			]);
			// Now the right password is refused too, in other letters as well.
			const refused = await attempt({ email: ` ${each.toUpperCase()}.`, password: "a password for tests" });
			expect(refused.status).toBe(429);
			expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(800);
			answers.push(await refused.json());
		}
		expect(answers[0]).toEqual(answers[1]);
		expect(answers[0]).toMatchObject({ detail: "Try again in 15 minutes." });
		expect((await attempt({ email: other.email, password: "a password for tests" })).status).toBe(200);
	});

	test("is refused for a workspace after 200 failures over its accounts, and for nobody else; unknown addresses alike", async () => {
		const shop = await createWorkspace();
		const [tried, other] = [await createMember(shop, "agent"), await createMember(shop, "admin")];
		const elsewhere = await createMember(await createWorkspace(), "agent");
		const counting = { env, db: database(env) };
		const fail = (email: string, door: Door = "password") =>
			countAttempt(counting, { door, key: crypto.randomUUID(), email });
		// One account without end doesn't close the workspace.
		for (let count = 0; count < 40; count++)
			await countAttempt(counting, { door: "password", key: tried.email, email: tried.email });
		for (let count = 10; count < 200; count++) expect(await fail(tried.email)).toBeNull();
		expect(await fail(tried.email)).toBeGreaterThan(14 * 60_000);
		const right = { password: "a password for tests" };
		const refused = await attempt({ ...right, email: other.email });
		expect(refused.status).toBe(429);
		expect((await attempt({ ...right, email: elsewhere.email })).status).toBe(200);
		// Passkeys, and one's own pages while one is signed in, have counts of their own.
		expect(await fail(other.email, "passkey")).toBeNull();
		expect(await fail(other.email, "again")).toBeNull();
		// Addresses that nobody has are of some workspace too, each always of the same.
		let closed = "";
		for (let number = 0; closed === "" && number < 2_000; number++)
			if ((await fail(`nobody-${number}@nowhere.test`)) !== null) closed = `nobody-${number}@nowhere.test`;
		expect(closed).not.toBe("");
		const alike = await attempt({ ...right, email: closed });
		expect(alike.status).toBe(429);
		expect(await alike.json()).toEqual(await refused.json());
	});

	test("is possible again after a quarter of an hour, and a success forgets the failures before it", async () => {
		const counting = { env, db: database(env) };
		const email = "patient@team.test";
		const patient = { door: "password", key: email, email } as const;
		for (let count = 0; count < 10; count++) expect(await countAttempt(counting, patient, 1_000)).toBeNull();
		expect(await countAttempt(counting, patient, 61_000)).toBe(14 * 60_000);
		expect(await countAttempt(counting, patient, 1_000 + 15 * 60_000)).toBeNull();
		const { email: known } = await createMember(await createWorkspace(), "agent");
		for (let round = 0; round < 2; round++) {
			await Promise.all(Array.from({ length: 9 }, () => attempt({ email: known, password: "not the password" })));
			expect((await attempt({ email: known, password: "a password for tests" })).status).toBe(200);
		}
	});

	test("tells how many attempts have failed since the last sign-in, however long ago, and once", async () => {
		const { email } = await createMember(await createWorkspace(), "agent");
		const counting = { env, db: database(env) };
		const enter = async () => (await attempt({ email, password: "a password for tests" })).json();
		expect(await enter()).toEqual({ signedIn: true, failedBefore: 0 });
		await keepFailure(counting, email, Date.now() - 30 * 86_400_000);
		const wrong = await attempt({ email: ` ${email.toUpperCase()}`, password: "not the password" });
		expect(await wrong.json()).not.toHaveProperty("failedBefore");
		await vi.waitFor(async () => {
			const rows = await counting.db.select().from(verification).where(eq(verification.identifier, "failed sign-ins"));
			expect(rows.map(({ value }) => value)).toContain("2");
		});
		// Another account's sign-in, in the meantime, sweeps up what has expired.
		await attempt({ email: "nobody.again@team.test", password: "x" });
		expect(await enter()).toEqual({ signedIn: true, failedBefore: 2 });
		expect(await enter()).toEqual({ signedIn: true, failedBefore: 0 });
	});

	test("keeps nothing of attempts at an address without an account", async () => {
		const kept = () => database(env).$count(verification, eq(verification.identifier, "failed sign-ins"));
		const before = await kept();
		await keepFailure({ env, db: database(env) }, "nobody.ever@team.test");
		expect(await kept()).toBe(before);
	});

	test("is refused from another site, and from no site", async () => {
		const credentials = { email: "a@team.test", password: "a password for tests" };
		expect((await attempt(credentials, { Origin: "https://evil.test" })).status).toBe(403);
		expect((await attempt(credentials, { Origin: "null" })).status).toBe(403);
	});

	test("is damped for a network that tries too often, and for no other", async () => {
		const address = randomAddress();
		const credentials = { email: "not an address", password: "x" };
		const statuses: number[] = [];
		for (let count = 0; count < 45; count++)
			statuses.push((await attempt(credentials, { "CF-Connecting-IP": address })).status);
		expect(statuses[0]).toBe(422);
		expect(statuses).toContain(429);
		expect((await attempt(credentials)).status).toBe(422);
	});

	test.each([
		["POST", "/api/auth/sign-up/email"],
		["GET", "/api/auth/ok"],
		["POST", "/api/auth/organization/create"],
		["GET", "/api/auth/organization/list-members"],
		["POST", "/api/auth/update-user"],
		["POST", "/api/auth/change-password"],
		["POST", "/api/auth/request-password-reset"],
		["GET", "/api/auth/sign-out"],
	])("is the only way in: %s %s is nothing", async (method, path) => {
		const owner = await createMember(await createWorkspace(), "owner");
		const response = await ask(owner, path, method === "POST" ? { method, body: {} } : { method });
		expect(response.status).toBe(404);
		expect(response.headers.get("content-type")).toBe("application/problem+json");
	});
});

describe("a session", () => {
	test("tells who it is, without its token", async () => {
		const person = await createMember(await createWorkspace(), "agent", "Noor");
		const body = await (await ask(person, "/api/auth/get-session")).text();
		expect(JSON.parse(body)).toMatchObject({ user: { name: "Noor", email: person.email } });
		expect(body).not.toContain("token");
		expect(await (await ask(null, "/api/auth/get-session")).json()).toBeNull();
	});

	test("ends with signing out, for every copy of the cookie", async () => {
		const person = await createMember(await createWorkspace(), "agent");
		expect((await ask(person, "/api/me")).status).toBe(200);
		const out = await ask(person, "/api/auth/sign-out", { method: "POST" });
		expect(out.headers.getSetCookie().join()).toContain("Max-Age=0");
		expect((await ask(person, "/api/me")).status).toBe(401);
	});

	test("ends in every open tab, and another session of the same member goes on", async () => {
		const place = await createWorkspace();
		const person = await createMember(place, "agent");
		const elsewhere = { ...person, cookie: await signIn(person.email) };
		const colleague = await openInbox(await createMember(place, "agent", "Noor"));
		const [tab, otherTab, other] = [await openInbox(person), await openInbox(person), await openInbox(elsewhere)];
		await Promise.all([tab, otherTab, other, colleague].map((line) => line.next("hello")));
		await ask(person, "/api/auth/sign-out", { method: "POST" });
		for (const line of [tab, otherTab]) expect((await line.closed).code).toBe(CloseCode.renew);
		expect((await (await openInbox(person)).closed).code).toBe(CloseCode.unauthorized);
		await colleague.next("presence");
		await other.next("presence");
	});

	test("is renewed as it is used, and over when it isn't", async () => {
		const person = await createMember(await createWorkspace(), "agent");
		const DAY = 24 * 60 * 60 * 1000;
		const endsIn = (days: number) =>
			database(env)
				.update(session)
				.set({ expiresAt: new Date(Date.now() + days * DAY) })
				.where(eq(session.userId, person.userId));
		expect((await ask(person, "/api/me")).headers.getSetCookie()).toEqual([]);
		await endsIn(20);
		expect((await ask(person, "/api/me")).headers.getSetCookie()[0]).toMatch(/session_token=.+Max-Age=2592000/);
		const renewed = await database(env).select().from(session).where(eq(session.userId, person.userId)).get();
		expect(renewed?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 29 * DAY);
		expect(renewed?.ipAddress ?? "").toBe("");
		await endsIn(-1);
		expect((await ask(person, "/api/me")).status).toBe(401);
	});

	test("is worth nothing with a changed signature", async () => {
		const person = await createMember(await createWorkspace(), "owner");
		const forged = person.cookie.replace(/=([^.]{4})/, "=AAAA");
		expect((await ask({ cookie: forged }, "/api/me")).status).toBe(401);
	});

	test("opens nothing from the moment the member is removed", async () => {
		const person = await createMember(await createWorkspace(), "agent");
		await database(env).delete(member).where(eq(member.id, person.id));
		expect((await ask(person, "/api/me")).status).toBe(401);
	});

	test("has the new role from the moment it changes, and none that we don't know", async () => {
		const person = await createMember(await createWorkspace(), "admin");
		const change = (role: string) => database(env).update(member).set({ role }).where(eq(member.id, person.id));
		const patch = () => ask(person, "/api/workspace", { method: "PATCH", body: { noShowMinutes: 7 } });
		expect((await patch()).status).toBe(200);
		await change("viewer");
		expect((await patch()).status).toBe(403);
		await change("superuser");
		expect((await patch()).status).toBe(401);
	});

	test("goes with the account", async () => {
		const person = await createMember(await createWorkspace(), "agent");
		await database(env).delete(user).where(eq(user.id, person.userId));
		expect((await ask(person, "/api/me")).status).toBe(401);
	});
});

describe("a visitor's token", () => {
	const visitor = { workspaceId: "ws_one", visitorId: newVisitorId() };

	test("says who the visitor is and of which workspace", async () => {
		const token = await mintVisitorToken(env, visitor);
		expect(await readVisitorToken(env, token)).toMatchObject({ kind: "visitor", ...visitor });
	});

	test("is refused once its year is over", async () => {
		const year = 365 * 24 * 60 * 60 * 1000;
		expect(
			await readVisitorToken(env, await mintVisitorToken(env, visitor, Date.now() - year + 60_000)),
		).not.toBeNull();
		expect(await readVisitorToken(env, await mintVisitorToken(env, visitor, Date.now() - year - 60_000))).toBeNull();
	});

	test("is refused with another visitor or workspace written into it", async () => {
		const [head, body = "", signature] = (await mintVisitorToken(env, visitor)).split(".");
		const claims: object = JSON.parse(atob(body));
		for (const forged of [{ sub: newVisitorId() }, { ws: "ws_two" }]) {
			const changed = btoa(JSON.stringify({ ...claims, ...forged })).replaceAll("=", "");
			expect(await readVisitorToken(env, [head, changed, signature].join("."))).toBeNull();
		}
	});

	test("is refused when signed with another key, for another purpose, or not at all", async () => {
		const exp = Math.floor(Date.now() / 1000) + 3600;
		const claims = { sub: visitor.visitorId, ws: visitor.workspaceId, aud: "visitor", exp };
		const key = await secretFor(env, "visitor token");
		expect(await readVisitorToken(env, await sign(claims, key, "HS256"))).not.toBeNull();
		const tokens = [
			await sign(claims, "guessed", "HS256"),
			await sign(claims, env.PARLEY_SECRET, "HS256"),
			await sign(claims, await secretFor(env, "session cookie"), "HS256"),
			await sign(claims, key, "HS512"),
			await sign({ ...claims, aud: "unsubscribe" }, key, "HS256"),
			`${btoa('{"alg":"none","typ":"JWT"}')}.${btoa(JSON.stringify(claims))}.`.replaceAll("=", ""),
			"",
			"a.b.c",
		];
		for (const token of tokens) expect(await readVisitorToken(env, token)).toBeNull();
	});
});

describe("keys", () => {
	test("differ by purpose, and none is the secret", async () => {
		const all = await Promise.all(
			(["session cookie", "visitor token", "network address"] as const).map((label) => secretFor(env, label)),
		);
		expect(new Set([...all, env.PARLEY_SECRET]).size).toBe(4);
	});

	test("come from no secret that is missing or short", async () => {
		await expect(secretFor({ PARLEY_SECRET: "" }, "visitor token")).rejects.toThrow("PARLEY_SECRET");
		await expect(secretFor({ PARLEY_SECRET: "hunter2" }, "visitor token")).rejects.toThrow("PARLEY_SECRET");
	});

	test("compare whole texts", async () => {
		expect(await sameText("abc", "abc")).toBe(true);
		expect(await sameText("abc", "abcd")).toBe(false);
		expect(await sameText("", "abc")).toBe(false);
	});
});

describe("a network address", () => {
	test.each([
		["203.0.113.9", "203.0.113.9"],
		["::ffff:203.0.113.9", "203.0.113.9"],
		["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
		["2001:0DB8:0001:0002::6", "2001:db8:1:2::/64"],
		["2001:db8::6", "2001:db8:0:0::/64"],
		["::1", "0:0:0:0::/64"],
		["fe80::1%eth0", "fe80:0:0:0::/64"],
		["::ffff:cb00:7109", "203.0.113.9"],
		["2001:db8:1:2:3:4:203.0.113.9", "2001:db8:1:2::/64"],
		["unknown", "unknown"],
	])("%s stands for %s", (address, expected) => {
		expect(network(address)).toBe(expected);
	});

	test("is kept as a hash that needs our key, one for a whole IPv6 network", async () => {
		const from = (address: string) => new Request(ORIGIN, { headers: { "CF-Connecting-IP": address } });
		const hash = await addressHash(env, from("2001:db8:1:2::1"));
		expect(hash).toBe(await addressHash(env, from("2001:db8:1:2:ffff::9")));
		expect(hash).not.toBe(await addressHash(env, from("2001:db8:1:3::1")));
		expect(hash).not.toContain("2001");
		const other = { PARLEY_SECRET: "another secret that is also long enough" };
		expect(hash).not.toBe(await keyedHash(other, "network address", network("2001:db8:1:2::1")));
		expect(await addressHash(env, new Request(ORIGIN))).toBeNull();
	});
});

describe("a password", () => {
	test("is verified against its own hash, which differs each time", async () => {
		const hash = await hashPassword("correct horse");
		expect(await hashPassword("correct horse")).not.toBe(hash);
		expect(await verifyPassword({ hash, password: "correct horse" })).toBe(true);
		expect(await verifyPassword({ hash, password: "correct hors" })).toBe(false);
		expect(await verifyPassword({ hash: "nonsense", password: "correct horse" })).toBe(false);
	});
});
