/**
 * Passkeys: whoever has the authenticator gets in, and nobody else: not with a challenge that was used, is old or was for
 * something else, not from another address, not with another's passkey or one that was removed, not with a copy.
 */
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { afterEach, describe, expect, vi } from "vitest";
import { database } from "../../../src/db/database.ts";
import { auditLog, verification } from "../../../src/db/schema.ts";
import { outbox } from "../../../src/durable/objects.ts";
import { CloseCode } from "../../../src/protocol/limits.ts";
import { Factors, RecoveryCodes } from "../../../src/protocol/people/factor.ts";
import { type Authenticator, type Lies, newAuthenticator } from "../setup/authenticator.ts";
import { ask, createMember, ORIGIN, type Person, randomAddress, signIn } from "../setup/people.ts";
import { mailBy, mailsTo } from "../setup/mails.ts";
import { openInbox } from "../setup/socket.ts";
import { isolated as test } from "../setup/stage.ts";

const db = database(env);
const PASSWORD = "a password for tests";
const Options = v.looseObject({ challenge: v.string() });

afterEach(() => void vi.useRealTimers());

type Who = Pick<Person, "cookie">;
const post = (who: Who | null, path: string, body: unknown = {}, origin = ORIGIN) =>
	ask(who, path, { body, headers: { "CF-Connecting-IP": randomAddress(), Origin: origin } });
const me = async (who: Who) => (await ask(who, "/api/me")).status;
const factorsOf = async (who: Who) => v.parse(Factors, await (await ask(who, "/api/account/factors")).json());

const challengeOf = async (answer: Response) => {
	expect(answer.status, await answer.clone().text()).toBe(200);
	return v.parse(Options, await answer.json()).challenge;
};
const beginAdding = (who: Who, password = PASSWORD) => post(who, "/api/account/passkeys/options", { password });
const add = (who: Who, credential: unknown, name = "Laptop") =>
	post(who, "/api/account/passkeys", { name, credential });
const challenge = async () => challengeOf(await post(null, "/api/auth/passkey/options"));
const enter = (credential: unknown) => post(null, "/api/auth/passkey", { credential });
const cookieOf = (answer: Response): Who => ({
	cookie: answer.headers
		.getSetCookie()
		.map((each) => each.split(";")[0])
		.join("; "),
});

/** A passkey of theirs, and the recovery codes that came with it. */
async function setUp(who: Who, name?: string): Promise<{ key: Authenticator; codes: string[] }> {
	const key = await newAuthenticator(ORIGIN);
	const answer = await add(who, key.make(await challengeOf(await beginAdding(who))), name);
	expect(answer.status, await answer.clone().text()).toBe(201);
	return { key, codes: v.parse(RecoveryCodes, await answer.json()).codes };
}

/** The status of a sign-in with this passkey. */
const tryWith = async (key: Authenticator, lies?: Lies) => (await enter(await key.use(await challenge(), lies))).status;

describe("a passkey", () => {
	test("signs in without a name or a password, and is the second factor too", async ({ marco }) => {
		const { key, codes } = await setUp(marco, "My laptop");
		expect(codes).toHaveLength(10);
		expect(await factorsOf(marco)).toMatchObject({
			factors: [{ name: "My laptop", kind: "passkey", usedAt: null }],
			codesLeft: 10,
			state: "done",
		});
		const entered = await enter(await key.use(await challenge(), { userHandle: marco.userId }));
		expect(entered.status).toBe(200);
		expect(await entered.clone().text()).not.toContain("token");
		expect(entered.headers.getSetCookie()[0]).toMatch(
			/^__Host-parley\.session_token=.+; HttpOnly; Secure; SameSite=Lax$/,
		);
		expect(await me(cookieOf(entered))).toBe(200);
		// The password alone reaches nothing now, in older sessions too but for the one that added it.
		expect(await me({ cookie: await signIn(marco.email) })).toBe(401);
		expect(await me(marco)).toBe(200);
		const rows = await db.select().from(auditLog).where(eq(auditLog.subjectId, marco.id));
		expect(rows.map(({ action, detail }) => [action, JSON.parse(detail)])).toEqual(
			expect.arrayContaining([
				["factor.added", { kind: "passkey" }],
				["member.signed_in", { way: "passkey" }],
			]),
		);
	});

	test("closes the lines of sessions that haven't shown it, and lets them in once they do", async ({ marco, vera }) => {
		const older = { cookie: await signIn(marco.email) };
		const line = await openInbox({ ...marco, cookie: older.cookie });
		await line.next("hello");
		const { key } = await setUp(marco);
		expect((await line.closed).code).toBeGreaterThan(1000);
		expect((await (await openInbox({ ...marco, cookie: older.cookie })).closed).code).toBe(CloseCode.unauthorized);
		const show = async (who: Who, by: Authenticator) =>
			(await post(who, "/api/auth/factor/passkey", { credential: await by.use(await challenge()) })).status;
		const { key: theirs } = await setUp(vera);
		expect(await show(older, theirs)).toBe(422);
		expect(await me(older)).toBe(401);
		expect(await show(older, key)).toBe(204);
		expect(await me(older)).toBe(200);
		expect(await show(older, key)).toBe(409);
	});

	test("is what a workspace asks for that requires a second factor, and can be set up there", async ({
		ines,
		marco,
	}) => {
		await setUp(ines);
		await ask(ines, "/api/workspace", { method: "PATCH", body: { requireSecondFactor: true } });
		expect(await me(marco)).toBe(401);
		await setUp(marco);
		expect(await me(marco)).toBe(200);
	});

	test("answers a challenge once, and only the kind of challenge it was asked", async ({ marco, vera }) => {
		const { key } = await setUp(marco);
		const asked = await challenge();
		const [first, second] = await Promise.all([enter(await key.use(asked)), enter(await key.use(asked))]);
		expect([first.status, second.status].toSorted()).toEqual([200, 401]);
		expect((await enter(await key.use(asked))).status).toBe(401);
		// One made up, one of another use, and one that is too old.
		expect((await enter(await key.use("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))).status).toBe(401);
		expect((await enter(await key.use(await challengeOf(await beginAdding(marco))))).status).toBe(401);
		const mine = await newAuthenticator(ORIGIN);
		expect((await add(marco, mine.make(await challenge()))).status).toBe(422);
		const forVera = await challengeOf(await beginAdding(vera));
		expect((await add(marco, mine.make(forVera))).status).toBe(422);
		const old = await challenge();
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 6 * 60_000 });
		expect((await enter(await key.use(old))).status).toBe(401);
		expect(await tryWith(key)).toBe(200);
	});

	test("counts for this address only, and only where its owner was asked", async ({ marco }) => {
		const { key } = await setUp(marco);
		for (const lies of [
			{ origin: "https://evil.test" },
			{ origin: "http://parley.test" },
			{ origin: `${ORIGIN}.evil.test` },
			{ rpId: "evil.test" },
			{ verified: false },
			{ userHandle: "us_somebody-else" },
		])
			expect([lies, await tryWith(key, lies)]).toEqual([lies, 401]);
		const begun = async (lies: Lies) => {
			const other = await newAuthenticator(ORIGIN);
			return (await add(marco, other.make(await challengeOf(await beginAdding(marco)), lies))).status;
		};
		expect(await begun({ origin: "https://evil.test" })).toBe(422);
		expect(await begun({ rpId: "evil.test" })).toBe(422);
		expect(await begun({ verified: false })).toBe(422);
		expect(await tryWith(key)).toBe(200);
		// From a page of another site nothing is asked at all.
		for (const [path, body] of [
			["/api/auth/passkey/options", {}],
			["/api/auth/passkey", { credential: await key.use(await challenge()) }],
			["/api/account/passkeys/options", { password: PASSWORD }],
		] as const)
			expect((await post(marco, path, body, "https://evil.test")).status).toBe(403);
	});

	test("is refused as a copy is, whose counter is behind", async ({ marco }) => {
		const { key } = await setUp(marco);
		expect(await tryWith(key, { counter: 7 })).toBe(200);
		expect(await tryWith(key, { counter: 7 })).toBe(401);
		expect(await tryWith(key, { counter: 3 })).toBe(401);
		expect(await tryWith(key, { counter: 8 })).toBe(200);
	});

	test("opens nothing of another's: the signature has to be by the key of the passkey that is named", async ({
		marco,
		vera,
	}) => {
		const { key } = await setUp(marco);
		const { key: theirs } = await setUp(vera);
		const forged = { ...(await theirs.use(await challenge())), id: key.credentialId, rawId: key.credentialId };
		expect((await enter(forged)).status).toBe(401);
		// An authenticator that is Vera's already isn't Marco's too.
		expect((await add(marco, theirs.make(await challengeOf(await beginAdding(marco))))).status).toBe(422);
	});

	test("is over once it is removed, which takes the password and one's own session", async ({ marco, vera }) => {
		const { key } = await setUp(marco);
		const [{ id } = { id: "" }] = (await factorsOf(marco)).factors;
		const remove = async (who: Who, password: string) =>
			(await post(who, `/api/account/factors/${id}/remove`, { password })).status;
		const rename = async (who: Who, name: string) =>
			(await ask(who, `/api/account/factors/${id}`, { method: "PATCH", body: { name } })).status;
		expect(await rename(vera, "Mine now")).toBe(404);
		expect(await rename(marco, " ")).toBe(422);
		expect(await rename(marco, "Phone")).toBe(204);
		expect((await factorsOf(marco)).factors).toMatchObject([{ name: "Phone" }]);
		expect(await remove(marco, "not the password")).toBe(422);
		expect(await remove(vera, PASSWORD)).toBe(404);
		expect(await tryWith(key)).toBe(200);
		expect(await remove(marco, PASSWORD)).toBe(204);
		expect(await tryWith(key)).toBe(401);
		// Nothing is left to show, so the password is enough again.
		expect(await me({ cookie: await signIn(marco.email) })).toBe(200);
	});

	test("isn't added by a stolen session without the password, nor by one that owes its factor", async ({ marco }) => {
		expect((await beginAdding(marco, "not the password")).status).toBe(422);
		expect((await beginAdding({ cookie: "" })).status).toBe(401);
		await setUp(marco);
		const owing = { cookie: await signIn(marco.email) };
		expect((await beginAdding(owing)).status).toBe(409);
		const key = await newAuthenticator(ORIGIN);
		const asked = await challengeOf(await beginAdding(marco));
		expect((await add(owing, key.make(asked))).status).toBe(409);
	});

	test("is reset by an admin with every other factor", async ({ shop, marco }) => {
		const adam = await createMember(shop, "admin", "Adam");
		const { key } = await setUp(marco);
		expect((await post(adam, `/api/team/${marco.id}/reset-factors`)).status).toBe(204);
		expect(await tryWith(key)).toBe(401);
	});

	test("is told by mail when it is added and when it is removed", async ({ shop, marco }) => {
		mailBy("log");
		await setUp(marco);
		const [{ id } = { id: "" }] = (await factorsOf(marco)).factors;
		expect((await post(marco, `/api/account/factors/${id}/remove`, { password: PASSWORD })).status).toBe(204);
		await outbox(env, shop.id).drain();
		const subjects = (await mailsTo(marco.email)).map(({ subject }) => subject);
		expect(subjects).toEqual(["A passkey was removed", "A passkey was added"]);
	});
});

describe("the door for passkeys", () => {
	test("answers alike for a passkey that nobody has, and after ten tries refuses both", async ({ marco }) => {
		const { key } = await setUp(marco);
		const nobodys = await newAuthenticator(ORIGIN);
		const answers = await Promise.all(
			[key, nobodys].map(async (each) => {
				const tries: [number, unknown][] = [];
				for (let count = 0; count < 12; count++) {
					const answer = await enter(await each.use(await challenge(), { origin: "https://evil.test" }));
					tries.push([answer.status, await answer.json()]);
				}
				return tries;
			}),
		);
		expect(answers[0]).toEqual(answers[1]);
		expect(answers[0]?.map(([status]) => status)).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
		expect(await tryWith(key)).toBe(429);
	});

	test("keeps no challenge that has run out", async () => {
		await challenge();
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 6 * 60_000 });
		await challenge();
		const kept = await db.$count(verification, eq(verification.identifier, "passkey challenge"));
		expect(kept).toBe(1);
	});
});
