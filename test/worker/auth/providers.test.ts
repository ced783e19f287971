/**
 * Sign-in with a provider: only who is linked gets in, and only by the provider's signed word, for this sign-in, in the browser
 * that began it. An address or a domain opens nothing; an invitation is accepted only by its own address, verified.
 */
import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import * as v from "valibot";
import { afterEach, beforeAll, beforeEach, describe, expect, vi } from "vitest";
import { database } from "../../../src/db/database.ts";
import { account, auditLog, invitation, member, user } from "../../../src/db/schema.ts";
import { outbox } from "../../../src/durable/objects.ts";
import { Account } from "../../../src/protocol/people/account.ts";
import { InvitationLink } from "../../../src/protocol/people/team.ts";
import { mailBy, mailsTo } from "../setup/mails.ts";
import { ask, createMember, createWorkspace, ORIGIN, type Person, randomAddress } from "../setup/people.ts";
import { isolated as test } from "../setup/stage.ts";

const db = database(env);
const PASSWORD = "a password for tests";
const ISSUER = "https://login.test/tenant";
const CLIENT = "parley-for-tests";
const SECOND = 1_000;

/** What the provider does next, where it isn't honest. */
type Lies = { claims?: JWTPayload; issuer?: string; key?: CryptoKey; discovery?: Record<string, unknown> };
let lies: Lies = {};
/** The accounts there, by the code that stands for them. */
const codes = new Map<string, JWTPayload>();
let key: CryptoKey;
let others: CryptoKey;
let jwk: Record<string, unknown>;
/** What the token endpoint was sent. */
let exchanged: URLSearchParams[] = [];

beforeAll(async () => {
	const pair = await generateKeyPair("RS256");
	key = pair.privateKey;
	jwk = { ...(await exportJWK(pair.publicKey)), alg: "RS256", kid: "one", use: "sig" };
	others = (await generateKeyPair("RS256")).privateKey;
});

beforeEach(() => {
	lies = {};
	exchanged = [];
	vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
		const url = new Request(input).url;
		if (url === `${ISSUER}/.well-known/openid-configuration`)
			return Response.json({
				issuer: lies.issuer ?? ISSUER,
				authorization_endpoint: "https://login.test/authorize",
				token_endpoint: "https://login.test/token",
				jwks_uri: "https://login.test/keys",
				...lies.discovery,
			});
		if (url === "https://login.test/keys") return Response.json({ keys: [jwk] });
		if (url !== "https://login.test/token") return new Response(null, { status: 404 });
		const sent = new URLSearchParams(`${init?.body instanceof URLSearchParams ? init.body : ""}`);
		exchanged.push(sent);
		const claims = codes.get(sent.get("code") ?? "");
		if (!claims) return Response.json({ error: "invalid_grant" }, { status: 400 });
		const token = await new SignJWT({ ...claims, ...lies.claims })
			.setProtectedHeader({ alg: "RS256", kid: "one" })
			.sign(lies.key ?? key);
		return Response.json({ id_token: token, access_token: "a secret of the provider", token_type: "Bearer" });
	});
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
});

type Browser = { cookie: string };
const post = (who: Browser | null, path: string, body: unknown = {}, origin = ORIGIN) =>
	ask(who, path, { body, headers: { "CF-Connecting-IP": randomAddress(), Origin: origin } });
const cookiesOf = (answer: Response): string =>
	answer.headers
		.getSetCookie()
		.map((each) => each.split(";")[0])
		.join("; ");
const plus = (browser: Browser | null, answer: Response): Browser => ({
	cookie: [browser?.cookie, cookiesOf(answer)].filter(Boolean).join("; "),
});

type Left = { browser: Browser; state: string; nonce: string; url: URL };
async function left(browser: Browser | null, answer: Response): Promise<Left> {
	expect(answer.status, await answer.clone().text()).toBe(200);
	const url = new URL(v.parse(v.object({ url: v.string() }), await answer.json()).url);
	const { state = "", nonce = "" } = Object.fromEntries(url.searchParams);
	return { browser: plus(browser, answer), state, nonce, url };
}

const leave = async (use: "sign_in" | "join" = "sign_in", browser: Browser | null = null) =>
	left(browser, await post(browser, "/api/auth/provider/start", { provider: "oidc", use }));
const leaveToLink = async (who: Browser, password = PASSWORD) =>
	post(who, "/api/account/providers/start", { provider: "oidc", password });

let number = 0;
/** The provider lets somebody in, and sends the browser back with a code. */
function consent(
	{ nonce }: Left,
	who: { sub: string; email?: string; email_verified?: unknown; name?: string },
): string {
	const code = `code-${++number}`;
	const now = Math.floor(Date.now() / SECOND);
	codes.set(code, { iss: ISSUER, aud: CLIENT, iat: now, exp: now + 300, nonce, ...who });
	return code;
}

const finish = (browser: Browser | null, code: string, state: string) =>
	post(browser, "/api/auth/provider/finish", { code, state });
const me = async (who: Browser) => (await ask(who, "/api/me")).status;

const fresh = () => `sub-${crypto.randomUUID()}`;
async function linkTo(person: Person): Promise<string> {
	const sub = fresh();
	const away = await left(person, await leaveToLink(person));
	const done = await finish(away.browser, consent(away, { sub }), away.state);
	expect(done.status, await done.clone().text()).toBe(200);
	return sub;
}

/** The status of signing in as the provider's `sub`. */
async function enter(sub: string, more: object = {}): Promise<number> {
	const away = await leave();
	return (await finish(away.browser, consent(away, { sub, ...more }), away.state)).status;
}

describe("a provider's account", () => {
	test("signs in whoever has linked it, and the second factor is owed as after a password", async ({ marco }) => {
		const sub = await linkTo(marco);
		const away = await leave();
		expect(Object.fromEntries(away.url.searchParams)).toMatchObject({
			response_type: "code",
			client_id: CLIENT,
			redirect_uri: `${ORIGIN}/sign-in/provider`,
			code_challenge_method: "S256",
		});
		const done = await finish(away.browser, consent(away, { sub }), away.state);
		expect(await done.clone().json()).toEqual({ did: "signed_in", failedBefore: 0 });
		expect(await done.text()).not.toContain("secret");
		expect(await me(plus(null, done))).toBe(200);
		// The exchange proves by PKCE that it is the same sign-in.
		const verifier = exchanged.at(-1)?.get("code_verifier") ?? "";
		const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
		expect(Buffer.from(hash).toString("base64url")).toBe(away.url.searchParams.get("code_challenge"));
		await ask(marco, "/api/account/factors/app", { body: { password: PASSWORD } });
		const rows = await db.select().from(auditLog).where(eq(auditLog.subjectId, marco.id));
		expect(rows.map(({ action, detail }) => [action, JSON.parse(detail)])).toEqual(
			expect.arrayContaining([
				["member.provider_linked", { provider: "Example ID" }],
				["member.signed_in", { way: "Example ID" }],
			]),
		);
		await env.DB.prepare(
			"INSERT INTO factor (id, user_id, kind, name, secret, created_at, confirmed_at) VALUES (?, ?, 'totp', 'App', 'x', 1, 1)",
		)
			.bind(`fa_${crypto.randomUUID()}`, marco.userId)
			.run();
		expect(await me(plus(null, done))).toBe(401);
	});

	test("opens nothing where it isn't linked, whatever address it has, and makes no account", async ({
		ines,
		marco,
	}) => {
		await linkTo(marco);
		const before = await db.$count(user);
		for (const more of [
			{},
			{ email: marco.email, email_verified: true },
			{ email: ines.email, email_verified: true },
			{ email: `new@${marco.email.split("@")[1]}`, email_verified: true, hd: "team.test" },
		])
			expect(await enter(fresh(), more)).toBe(401);
		expect(await db.$count(user)).toBe(before);
	});

	test("counts only by a word that is signed by the provider, for us, for this sign-in, and now", async ({ marco }) => {
		const sub = await linkTo(marco);
		const now = Math.floor(Date.now() / SECOND);
		for (const lie of [
			{ key: others },
			{ claims: { iss: "https://evil.test" } },
			{ claims: { aud: "another-client" } },
			{ claims: { aud: [CLIENT, "another-client"] } },
			{ claims: { azp: "another-client" } },
			{ claims: { nonce: "another-nonce" } },
			{ claims: { exp: now - 3_600, iat: now - 4_000 } },
			{ claims: { iat: now - 4_000 } },
			{ issuer: "https://evil.test" },
			{ discovery: { token_endpoint: "http://login.test/token" } },
		] satisfies Lies[]) {
			lies = {};
			const away = await leave();
			const code = consent(away, { sub });
			lies = lie;
			expect([lie, (await finish(away.browser, code, away.state)).status]).toEqual([lie, 409]);
		}
		lies = {};
		expect(await enter(sub)).toBe(200);
	});

	test("comes back once, in time, and to the browser that it left", async ({ marco }) => {
		const sub = await linkTo(marco);
		const away = await leave();
		const other = await leave();
		// Somebody else's way back, sent to a browser that began none or another one.
		expect((await finish(null, consent(away, { sub }), away.state)).status).toBe(409);
		expect((await finish(other.browser, consent(away, { sub }), away.state)).status).toBe(409);
		const code = consent(away, { sub });
		const both = await Promise.all([finish(away.browser, code, away.state), finish(away.browser, code, away.state)]);
		expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
		expect((await finish(away.browser, code, away.state)).status).toBe(409);
		const late = await leave();
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 11 * 60_000 });
		expect((await finish(late.browser, consent(late, { sub }), late.state)).status).toBe(409);
		vi.useRealTimers();
		const denied = await leave();
		expect((await finish(denied.browser, "a code that the provider doesn't know", denied.state)).status).toBe(409);
		for (const path of ["/api/auth/provider/start", "/api/auth/provider/finish"])
			expect((await post(denied.browser, path, {}, "https://evil.test")).status).toBe(403);
		expect((await post(null, "/api/auth/provider/start", { provider: "google", use: "sign_in" })).status).toBe(404);
	});

	test("is linked by who is signed in and knows the password, with one account, and unlinked by them", async ({
		marco,
		vera,
	}) => {
		expect((await leaveToLink(marco, "not the password")).status).toBe(422);
		const sub = await linkTo(marco);
		// A link that Marco began isn't finished by Vera, nor a sign-in turned into a link.
		const away = await left(marco, await leaveToLink(marco));
		const [, way = ""] = away.browser.cookie.split("__Host-parley.provider=");
		const asVera = { cookie: `${vera.cookie}; __Host-parley.provider=${way}` };
		expect((await finish(asVera, consent(away, { sub: fresh() }), away.state)).status).toBe(409);
		// The same account there isn't two people's here.
		const hers = await left(vera, await leaveToLink(vera));
		const taken = await finish(hers.browser, consent(hers, { sub }), hers.state);
		expect([taken.status, await taken.json()]).toMatchObject([409, { reason: "taken" }]);
		expect(await enter(sub)).toBe(200);
		const unlink = async (who: Browser, password = PASSWORD) =>
			(await post(who, "/api/account/providers/oidc/unlink", { password })).status;
		expect(await unlink(marco, "not the password")).toBe(422);
		expect(await unlink(vera)).toBe(404);
		expect(await unlink(marco)).toBe(204);
		expect(await enter(sub)).toBe(401);
	});

	test("is told by mail when it is linked and when it is unlinked", async ({ shop, marco }) => {
		mailBy("log");
		await linkTo(marco);
		expect((await post(marco, "/api/account/providers/oidc/unlink", { password: PASSWORD })).status).toBe(204);
		await outbox(env, shop.id).drain();
		const subjects = (await mailsTo(marco.email)).map(({ subject }) => subject);
		expect(subjects).toEqual(["A way to sign in was removed", "A way to sign in was added"]);
	});

	test("stays away from the sign-in page where its secret isn't set", async () => {
		const answer = await ask(null, "/api/auth/providers");
		expect(await answer.json()).toEqual([{ id: "oidc", name: "Example ID" }]);
	});

	test("is refused after ten tries, whoever it stands for", async ({ marco }) => {
		const linked = await linkTo(marco);
		const nobodys = fresh();
		const tries = [];
		for (let count = 0; count < 11; count++) tries.push(await enter(nobodys));
		expect(tries).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
		expect(await enter(linked)).toBe(200);
	});
});

describe("an invitation accepted with a provider", () => {
	async function invited(by: Person): Promise<{ email: string; token: string }> {
		const email = `${crypto.randomUUID().slice(0, 8)}@new.test`;
		const answer = await post(by, "/api/invitations", { email, role: "agent" });
		const { link } = v.parse(InvitationLink, await answer.json());
		return { email, token: link.split("#")[1] ?? "" };
	}
	const accept = async (token: string, who: { sub: string; email?: string; email_verified?: unknown }) => {
		const away = await leave("join");
		const code = consent(away, { ...who, name: "Noor" });
		return post(away.browser, "/api/invitations/accept-with-provider", { token, code, state: away.state });
	};

	test("makes the member where the verified address is the invited one, and only there", async ({ shop, ines }) => {
		const { email, token } = await invited(ines);
		const sub = fresh();
		for (const who of [
			{ sub },
			{ sub, email },
			{ sub, email, email_verified: false },
			{ sub, email: ines.email, email_verified: true },
			{ sub, email: `x${email}`, email_verified: true },
		])
			expect((await accept(token, who)).status).toBe(409);
		expect(await db.$count(user, eq(user.email, email))).toBe(0);
		expect((await accept(`${token}x`, { sub, email, email_verified: true })).status).toBe(404);
		const done = await accept(token, { sub, email: email.toUpperCase(), email_verified: true });
		expect(done.status, await done.clone().text()).toBe(204);
		const noor = plus(null, done);
		expect(await me(noor)).toBe(200);
		const row = await db
			.select({ name: user.name, verified: user.emailVerified, role: member.role })
			.from(user)
			.innerJoin(member, eq(member.userId, user.id))
			.where(and(eq(user.email, email), eq(member.workspaceId, shop.id)))
			.get();
		expect(row).toEqual({ name: "Noor", verified: true, role: "agent" });
		// The link is used up, and the provider's account is theirs from now on.
		expect((await accept(token, { sub: fresh(), email, email_verified: true })).status).toBe(404);
		expect(await enter(sub)).toBe(200);

		// Without a password, a fresh session stands for it; an old one doesn't.
		expect(v.parse(Account, await (await ask(noor, "/api/account")).json()).hasPassword).toBe(false);
		expect((await post(noor, "/api/account/providers/oidc/unlink", { password: "" })).status).toBe(409);
		const set = async (current: string) =>
			(await post(noor, "/api/account/password", { current, next: "quite another long one" })).status;
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 11 * 60_000 });
		expect(await set("")).toBe(422);
		vi.useRealTimers();
		expect(await set("")).toBe(204);
		expect(await set("not the password")).toBe(422);
		expect(await db.$count(account, eq(account.providerId, "credential"))).toBeGreaterThan(0);
		expect(
			(await post(noor, "/api/account/providers/oidc/unlink", { password: "quite another long one" })).status,
		).toBe(204);
	});

	test("is nothing for an address that has an account, which signs in first, nor for a sign-in's way back", async ({
		ines,
	}) => {
		const elsewhere = await createMember(await createWorkspace(), "agent");
		const answer = await post(ines, "/api/invitations", { email: elsewhere.email, role: "agent" });
		const token = v.parse(InvitationLink, await answer.json()).link.split("#")[1] ?? "";
		const who = { sub: fresh(), email: elsewhere.email, email_verified: true };
		expect(await (await accept(token, who)).json()).toMatchObject({ status: 409, reason: "sign_in" });
		const { email, token: second } = await invited(ines);
		const away = await leave("sign_in");
		const code = consent(away, { sub: fresh(), email, email_verified: true });
		const turned = await post(away.browser, "/api/invitations/accept-with-provider", {
			token: second,
			code,
			state: away.state,
		});
		expect(turned.status).toBe(404);
		// And a join's way back signs nobody in, and links nothing.
		const joining = await leave("join");
		expect((await finish(joining.browser, consent(joining, { sub: fresh() }), joining.state)).status).toBe(401);
		expect(await db.$count(invitation, and(eq(invitation.email, email), eq(invitation.status, "pending")))).toBe(1);
	});
});
