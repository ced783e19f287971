/**
 * Mails of accounts: invitations, the link to a new password, and word of what was changed. Most of these try to learn who has
 * an account, to get more mails than the limits allow, or to use a link that is over.
 */
import { env } from "cloudflare:workers";
import { base32 } from "@better-auth/utils/base32";
import { createOTP } from "@better-auth/utils/otp";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { describe, expect, vi } from "vitest";
import { database } from "../../../src/db/database.ts";
import { member, outbox as outboxTable, user } from "../../../src/db/schema.ts";
import { outbox } from "../../../src/durable/objects.ts";
import { NewApp, RecoveryCodes } from "../../../src/protocol/people/factor.ts";
import { InvitationLink } from "../../../src/protocol/people/team.ts";
import { mailBy, mailsTo, tokenIn } from "../setup/mails.ts";
import { ask, createWorkspace, createMember, ORIGIN, type Person, randomAddress, signIn } from "../setup/people.ts";
import { isolated as test } from "../setup/stage.ts";

const db = database(env);
const PASSWORD = "a password for tests";
const NEW = "another one, and long";
const fresh = () => `${crypto.randomUUID().slice(0, 8)}@new.test`;

const post = (path: string, body: unknown, who: Pick<Person, "cookie"> | null = null, address = randomAddress()) =>
	ask(who, path, { body, headers: { "CF-Connecting-IP": address, "User-Agent": FIREFOX } });
const FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

async function invite(by: Person, email: string): Promise<InvitationLink> {
	const answer = await post("/api/invitations", { email, role: "agent" }, by);
	expect(answer.status, await answer.clone().text()).toBe(201);
	return v.parse(InvitationLink, await answer.json());
}

/** The subjects of what arrives at an address, once there are so many. */
const arrived = (email: string, many = 1) =>
	vi.waitFor(async () => {
		const mails = await mailsTo(email);
		if (mails.length < many) throw new Error(`There are ${mails.length} mails.`);
		return mails;
	});
/** What was owed so far is delivered. */
const settled = ({ id }: { id: string }) => outbox(env, id).drain();
const owedRows = ({ id }: { id: string }) => db.select().from(outboxTable).where(eq(outboxTable.workspaceId, id));
const isVerified = async (email: string) =>
	(await db.select().from(user).where(eq(user.email, email)).get())?.emailVerified;

describe("an invitation", () => {
	test("is mailed, and accepting by that link proves the address; the copied one doesn't", async ({ shop, ines }) => {
		mailBy("log");
		const email = fresh();
		const { mailed, link } = await invite(ines, email);
		expect(mailed).toBe(true);
		const [mail] = await arrived(email);
		expect(mail).toMatchObject({ to: email, fromName: shop.name, subject: "Ines invites you to Fjord Bags" });
		const token = tokenIn(mail ?? { text: "" }, "join");
		expect(token).toContain(".m");
		// Whoever invited has a link, and not the one that proves something.
		expect(link).not.toContain(token);
		const accepted = await post("/api/invitations/accept", { token, account: { name: "Noor", password: PASSWORD } });
		expect(accepted.status).toBe(204);
		expect(await isVerified(email)).toBe(true);
	});

	test("isn't mailed where no mail is set up: there is the link", async ({ shop, ines }) => {
		const email = fresh();
		const { mailed, link } = await invite(ines, email);
		expect([mailed, link.startsWith(`${ORIGIN}/join#iv_`)]).toEqual([false, true]);
		expect(await owedRows(shop)).toEqual([]);
	});

	test("that was revoked, accepted or renewed before its mail left isn't mailed; renewed, it has a new one", async ({
		shop,
		ines,
	}) => {
		mailBy("log");
		const [revoked, renewed] = [fresh(), fresh()];
		const first = await invite(ines, revoked);
		const second = await invite(ines, renewed);
		await Promise.all([arrived(revoked), arrived(renewed)]);
		const at = (expiresAt: number, invitationId: string) => ({
			type: "invitation_mail",
			id: "ml_again",
			invitationId,
			expiresAt,
			origin: ORIGIN,
		});
		const { id } = first.invitation;
		expect((await ask(ines, `/api/invitations/${id}`, { method: "DELETE" })).status).toBe(204);
		const now = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 1_000);
		expect((await ask(ines, `/api/invitations/${second.invitation.id}/renew`, { method: "POST" })).status).toBe(200);
		now.mockRestore();
		const mails = await arrived(renewed, 2);
		for (const { expiresAt, id: invitationId } of [first.invitation, second.invitation])
			await db.insert(outboxTable).values({
				workspaceId: shop.id,
				body: JSON.stringify(at(expiresAt, invitationId)),
				dueAt: 0,
				createdAt: 0,
			});
		await settled(shop);
		expect(await owedRows(shop)).toEqual([]);
		expect([(await mailsTo(revoked)).length, (await mailsTo(renewed)).length]).toEqual([1, 2]);
		// The earlier link is over.
		const [later, earlier] = mails.map((mail) => tokenIn(mail, "join"));
		expect((await post("/api/invitations/open", { token: earlier })).status).toBe(404);
		expect((await post("/api/invitations/open", { token: later })).status).toBe(200);
	});

	test("leaves no link in the database while its mail waits", async ({ shop, ines, marco }) => {
		vi.spyOn(console, "error").mockImplementation(() => {});
		vi.spyOn(console, "warn").mockImplementation(() => {});
		await ask(ines, "/api/workspace", { method: "PATCH", body: { mailFrom: "team@fjord.example" } });
		mailBy("nowhere");
		const email = fresh();
		expect((await invite(ines, email)).mailed).toBe(true);
		await post("/api/auth/forgotten", { email: marco.email });
		const rows = await vi.waitFor(async () => {
			const found = await owedRows(shop);
			if (found.length < 2) throw new Error("Not owed yet.");
			return found;
		});
		const bodies = rows.map(({ body }) => body).join();
		expect(bodies).toContain("invitation_mail");
		expect(bodies).toContain("password_reset");
		expect(bodies).not.toMatch(/#|[\w-]{43}/);
		// Both are sent once the server is there again.
		mailBy("log");
		await db.update(outboxTable).set({ dueAt: 0 }).where(eq(outboxTable.workspaceId, shop.id));
		await settled(shop);
		expect([(await mailsTo(email)).length, (await mailsTo(marco.email)).length]).toEqual([1, 1]);
	});
});

describe("a forgotten password", () => {
	const forgotten = (email: string, address?: string) => post("/api/auth/forgotten", { email }, null, address);

	test("is set anew by a mailed link, which proves the address and ends every session", async ({ marco }) => {
		mailBy("log");
		await db.update(user).set({ emailVerified: false }).where(eq(user.id, marco.userId));
		expect((await forgotten(` ${marco.email.toUpperCase()}`)).status).toBe(204);
		const [mail] = await arrived(marco.email);
		expect(mail?.subject).toBe("Choose a new password");
		expect(mail?.text).toContain("Firefox on Linux");
		const token = tokenIn(mail ?? { text: "" }, "reset");
		expect(token).toContain(".m");
		expect((await post("/api/auth/reset", { token, password: NEW })).status).toBe(204);
		expect((await post("/api/auth/reset", { token, password: "yet another long one" })).status).toBe(404);
		expect((await ask(marco, "/api/me")).status).toBe(401);
		await signIn(marco.email, NEW);
		expect(await isVerified(marco.email)).toBe(true);
		const [told] = await arrived(marco.email, 2);
		expect(told).toMatchObject({
			subject: "Your password was changed",
			headers: { "Auto-Submitted": "auto-generated" },
		});
		expect(told?.text).not.toMatch(/#us_/);
	});

	test("answers the same for an address without an account, which gets nothing", async ({ shop, marco }) => {
		mailBy("log");
		const nobody = fresh();
		const [known, unknown] = [await forgotten(marco.email), await forgotten(nobody)];
		const seen = async (answer: Response) => [answer.status, await answer.text(), [...answer.headers.keys()]];
		expect(await seen(known)).toEqual(await seen(unknown));
		await arrived(marco.email);
		await settled(shop);
		expect(await mailsTo(nobody)).toEqual([]);
	});

	test("isn't mailed to who was removed, or is nobody's member", async ({ shop, marco }) => {
		mailBy("log");
		await db.update(member).set({ role: "removed" }).where(eq(member.id, marco.id));
		expect((await forgotten(marco.email)).status).toBe(204);
		await settled(shop);
		expect(await mailsTo(marco.email)).toEqual([]);
	});

	test("mails one address three times an hour, whoever asks, with the same answer", async ({ shop, marco }) => {
		mailBy("log");
		for (let times = 0; times < 6; times++) expect((await forgotten(marco.email)).status).toBe(204);
		await arrived(marco.email, 3);
		await settled(shop);
		expect(await mailsTo(marco.email)).toHaveLength(3);
	});

	test("is asked for ten times an hour from one network", async () => {
		const address = randomAddress();
		const answers: number[] = [];
		for (let times = 0; times < 11; times++) answers.push((await forgotten(fresh(), address)).status);
		expect(answers.filter((status) => status === 204)).toHaveLength(10);
		expect(answers.at(-1)).toBe(429);
		expect((await forgotten(fresh())).status).toBe(204);
	});

	test("needs a page of this deployment, and is never a GET", async ({ marco }) => {
		const elsewhere = { body: { email: marco.email }, headers: { Origin: "https://evil.test" } };
		expect((await ask(null, "/api/auth/forgotten", elsewhere)).status).toBe(403);
		expect(await (await ask(null, `/api/auth/forgotten?email=${marco.email}`)).json()).toEqual({ mail: false });
	});

	test("owes nothing and says so where no mail is set up", async ({ shop, marco }) => {
		expect(await (await ask(null, "/api/auth/forgotten")).json()).toEqual({ mail: false });
		expect((await forgotten(marco.email)).status).toBe(204);
		await settled(shop);
		expect(await owedRows(shop)).toEqual([]);
		mailBy("log");
		expect(await (await ask(null, "/api/auth/forgotten")).json()).toEqual({ mail: true });
		expect(await mailsTo(marco.email)).toEqual([]);
	});

	test("keeps no link in the database, and sends none that is over", async ({ shop, marco }) => {
		mailBy("log");
		const effect = {
			type: "account_mail",
			id: "ml_old",
			userId: marco.userId,
			about: "password_reset",
			at: Date.now() - 3_700_000,
			place: null,
			device: null,
			origin: ORIGIN,
		};
		vi.spyOn(console, "error").mockImplementation(() => {});
		await db.insert(outboxTable).values({ workspaceId: shop.id, body: JSON.stringify(effect), dueAt: 0, createdAt: 0 });
		await settled(shop);
		expect([await mailsTo(marco.email), await owedRows(shop)]).toEqual([[], []]);
	});
});

describe("an account is told by mail", () => {
	const subjects = async (email: string, many: number) => (await arrived(email, many)).map(({ subject }) => subject);
	const codeOf = (secret: string) => createOTP(base32.decode(secret)).hotp(Math.floor(Date.now() / 30_000));

	async function setUp(who: Pick<Person, "cookie">): Promise<{ id: string; codes: string[] }> {
		const { secret } = v.parse(
			NewApp,
			await (await post("/api/account/factors/app", { password: PASSWORD }, who)).json(),
		);
		const done = await post("/api/account/factors/app/confirm", { code: await codeOf(secret) }, who);
		const { codes } = v.parse(RecoveryCodes, await done.json());
		const { factors } = v.parse(
			v.object({ factors: v.array(v.object({ id: v.string() })) }),
			await (await ask(who, "/api/account/factors")).json(),
		);
		return { id: factors[0]?.id ?? "", codes };
	}

	test("of a changed password, and of none that was refused", async ({ shop, marco }) => {
		mailBy("log");
		const change = (current: string) => post("/api/account/password", { current, next: NEW }, marco);
		expect((await change("not it")).status).toBe(422);
		expect((await change(PASSWORD)).status).toBe(204);
		const [mail] = await arrived(marco.email);
		expect(mail?.subject).toBe("Your password was changed");
		expect(mail?.text).toContain("Firefox on Linux");
		await settled(shop);
		expect(await mailsTo(marco.email)).toHaveLength(1);
	});

	test("of a factor that was added, used by a recovery code, removed", async ({ shop, marco }) => {
		mailBy("log");
		const { id, codes } = await setUp(marco);
		expect(await subjects(marco.email, 1)).toEqual(["A second factor was added"]);
		const second = { cookie: await signIn(marco.email) };
		expect((await post("/api/auth/factor", { code: codes[0] }, second)).status).toBe(204);
		expect((await subjects(marco.email, 2))[0]).toBe("A recovery code was used");
		const third = { cookie: await signIn(marco.email) };
		expect((await post("/api/auth/factor", { code: codes[0] }, third)).status).toBe(422);
		const remove = (factor: string) => post(`/api/account/factors/${factor}/remove`, { password: PASSWORD }, second);
		expect((await remove(`fa_${"x".repeat(22)}`)).status).toBe(404);
		expect((await remove(id)).status).toBe(204);
		expect((await subjects(marco.email, 3))[0]).toBe("A second factor was removed");
		await settled(shop);
		expect(await mailsTo(marco.email)).toHaveLength(3);
	});

	test("in their own language, else the workspace's, and in its colour", async ({ shop, ines, marco }) => {
		mailBy("log");
		await ask(ines, "/api/workspace", { method: "PATCH", body: { languages: ["de", "en"], colour: "#0a3d2c" } });
		await db.update(user).set({ language: "fr" }).where(eq(user.email, marco.email));
		for (const one of [ines, marco])
			expect((await post("/api/account/password", { current: PASSWORD, next: NEW }, one)).status).toBe(204);
		await settled(shop);
		const [german] = await arrived(ines.email);
		expect(german).toMatchObject({ subject: "Ihr Passwort wurde geändert" });
		expect(german?.html).toContain('lang="de"');
		expect(german?.html).toContain("solid #0a3d2c");
		expect((await arrived(marco.email))[0]).toMatchObject({ subject: "Votre mot de passe a été changé" });
		const email = fresh();
		await invite(ines, email);
		expect((await arrived(email))[0]).toMatchObject({ subject: "Ines lädt Sie zu Fjord Bags ein" });
	});

	test("of factors that somebody reset", async ({ ines, marco }) => {
		mailBy("log");
		await setUp(marco);
		expect((await post(`/api/team/${marco.id}/reset-factors`, {}, ines)).status).toBe(204);
		expect((await subjects(marco.email, 2))[0]).toBe("Your second factors were reset");
	});

	test("by nothing that stays owed where no mail is set up", async ({ shop, marco }) => {
		expect((await post("/api/account/password", { current: PASSWORD, next: NEW }, marco)).status).toBe(204);
		await settled(shop);
		expect(await owedRows(shop)).toEqual([]);
	});

	test("at their own address, from their own workspace", async ({ marco }) => {
		mailBy("log");
		const other = await createMember(await createWorkspace("Other"), "owner", "Olu");
		expect((await post("/api/account/password", { current: PASSWORD, next: NEW }, marco)).status).toBe(204);
		const [mail] = await arrived(marco.email);
		expect(mail?.fromName).toBe("Fjord Bags");
		expect(await mailsTo(other.email)).toEqual([]);
	});
});
