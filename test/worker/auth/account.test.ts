/**
 * One's own account: the profile, the password, the sessions, and the ways back in. Most of these try to get more than is
 * theirs: without the old password, with a link that is used, old or somebody else's, or on another's session.
 */
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { describe, expect, vi } from "vitest";
import { ownerReset } from "../../../scripts/owner-reset.ts";
import { resetLink, passwordOf } from "../../../src/auth/account/reset.ts";
import { hashPassword } from "../../../src/auth/password.ts";
import { database } from "../../../src/db/database.ts";
import { auditLog, session, user } from "../../../src/db/schema.ts";
import { Account, ResetLink } from "../../../src/protocol/people/account.ts";
import { ask, createMember, createWorkspace, ORIGIN, type Person, randomAddress, signIn } from "../setup/people.ts";
import { openInbox } from "../setup/socket.ts";
import { isolated as test } from "../setup/stage.ts";

const db = database(env);
const OLD = "a password for tests";
const NEW = "another one, and long";

const accountOf = async (who: Pick<Person, "cookie">) =>
	v.parse(Account, await (await ask(who, "/api/account")).json());
const isIn = async (cookie: string) => (await ask({ cookie }, "/api/me")).status === 200;
const change = (who: Pick<Person, "cookie">, current: string, next: string) =>
	ask(who, "/api/account/password", { body: { current, next } });
const reset = (token: string, password = NEW) =>
	ask(null, "/api/auth/reset", { body: { token, password }, headers: { "CF-Connecting-IP": randomAddress() } });
const tokenOf = (link: string) => link.split("#")[1] ?? "";
const linkFor = async (by: Person, id: string) =>
	tokenOf(v.parse(ResetLink, await (await ask(by, `/api/team/${id}/reset-link`, { method: "POST" })).json()).link);

describe("a password", () => {
	test("is changed with the old one, which ends every other session and its sockets", async ({ marco }) => {
		const other = { cookie: await signIn(marco.email) };
		const line = await openInbox({ ...marco, cookie: other.cookie });
		await line.next("hello");
		expect((await change(marco, "not the password", NEW)).status).toBe(422);
		expect((await change(marco, OLD, "password123")).status).toBe(422);
		expect((await change(marco, OLD, "short")).status).toBe(422);
		expect([await isIn(marco.cookie), await isIn(other.cookie)]).toEqual([true, true]);
		expect((await change(marco, OLD, NEW)).status).toBe(204);
		expect([await isIn(marco.cookie), await isIn(other.cookie)]).toEqual([true, false]);
		await line.closed;
		await expect(signIn(marco.email)).rejects.toThrow("401");
		await signIn(marco.email, NEW);
		const rows = await db.select().from(auditLog).where(eq(auditLog.actorId, marco.id));
		expect(rows.map(({ action }) => action)).toContain("member.password_changed");
	});

	test("can't be guessed with a stolen session: wrong ones count as at signing in", async ({ marco }) => {
		const tries = await Promise.all(Array.from({ length: 12 }, (_, n) => change(marco, `guess number ${n}`, NEW)));
		expect(tries.filter(({ status }) => status === 422)).toHaveLength(10);
		expect((await change(marco, OLD, NEW)).status).toBe(429);
		expect(await isIn(marco.cookie)).toBe(true);
	});

	test("is set anew by the owner's link, once, and ends every session; another's link is no way in", async ({
		ines,
		marco,
		vera,
	}) => {
		const token = await linkFor(ines, marco.id);
		for (const forged of ["", "x", `${token}A`, token.replace(marco.userId, vera.userId), token.replace(".c", ".m")])
			expect((await reset(forged)).status, forged).toBe(404);
		const [, until = ""] = /\.c(\d+)\./.exec(token) ?? [];
		expect((await reset(token.replace(until, `${Number(until) + 1}`))).status).toBe(404);
		expect((await reset(token, "password123")).status).toBe(422);
		const both = await Promise.all([reset(token), reset(token, "yet another long one")]);
		expect(both.map(({ status }) => status).toSorted()).toEqual([204, 404]);
		expect((await reset(token)).status).toBe(404);
		expect(await isIn(marco.cookie)).toBe(false);
		expect(await isIn(vera.cookie)).toBe(true);
		// It signs nobody in by itself.
		expect((await reset(await linkFor(ines, vera.id))).headers.getSetCookie()).toEqual([]);
	});

	test("by a link is over after a day, and a mailed one after an hour, which proves the address", async ({ marco }) => {
		const found = await passwordOf(db, marco.userId);
		if (!found) throw new Error("There is no password.");
		await db.update(user).set({ emailVerified: false }).where(eq(user.id, marco.userId));
		const linkAt = async (kind: "c" | "m", agoMs: number) =>
			tokenOf((await resetLink(env, ORIGIN, kind, found, Date.now() - agoMs)).link);
		expect((await reset(await linkAt("c", 24 * 3_600_000))).status).toBe(404);
		expect((await reset(await linkAt("m", 3_600_000))).status).toBe(404);
		expect((await reset(await linkAt("m", 3_500_000))).status).toBe(204);
		expect((await db.select().from(user).where(eq(user.id, marco.userId)).get())?.emailVerified).toBe(true);
	});

	test("is somebody's first by a link, who joined with a provider and has lost it: once", async ({ ines, marco }) => {
		await env.DB.prepare("DELETE FROM account WHERE user_id = ?").bind(marco.userId).run();
		const link = await linkFor(ines, marco.id);
		expect((await reset(link)).status).toBe(204);
		expect((await reset(link)).status).toBe(404);
		await signIn(marco.email, NEW);
	});

	test("of the owner, of another workspace's member, or of somebody who is in two, is no owner's to set", async ({
		shop,
		ines,
		marco,
	}) => {
		const adam = await createMember(shop, "admin", "Adam");
		const rival = await createMember(await createWorkspace("Rival"), "owner", "Rival");
		const status = async (by: Person, id: string) =>
			(await ask(by, `/api/team/${id}/reset-link`, { method: "POST" })).status;
		expect(await status(adam, marco.id)).toBe(403);
		expect(await status(adam, ines.id)).toBe(403);
		expect(await status(ines, ines.id)).toBe(404);
		expect(await status(rival, marco.id)).toBe(404);
		const id = `mb_${crypto.randomUUID()}`;
		const elsewhere = await createWorkspace("Elsewhere");
		await env.DB.prepare(
			"INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES (?, ?, ?, 'agent', 0)",
		)
			.bind(id, elsewhere.id, marco.userId)
			.run();
		expect(await status(ines, marco.id)).toBe(409);
	});

	test("of the owner is set by the deployer, and nobody else's", async ({ ines, marco }) => {
		const now = Date.now();
		for (const sql of ownerReset({ hash: await hashPassword(NEW), email: ines.email.toUpperCase(), now }))
			await env.DB.prepare(sql).run();
		expect([await isIn(ines.cookie), await isIn(marco.cookie)]).toEqual([false, true]);
		await signIn(ines.email, NEW);
		await signIn(marco.email);
	});
});

describe("sessions", () => {
	test("are listed with their device, and ended one by one or all others", async ({ marco, vera }) => {
		await db
			.update(session)
			.set({ userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" })
			.where(eq(session.userId, marco.userId));
		const others = [await signIn(marco.email), await signIn(marco.email)];
		const { sessions } = await accountOf(marco);
		expect(sessions).toHaveLength(3);
		expect(sessions[0]).toMatchObject({ device: "Firefox on Linux", current: true });
		expect(sessions.slice(1).map(({ current }) => current)).toEqual([false, false]);
		const mine = await accountOf({ cookie: others[0] ?? "" });
		const [own] = mine.sessions;
		const line = await openInbox({ ...marco, cookie: others[0] ?? "" });
		await line.next("hello");
		const end = (who: Pick<Person, "cookie">, id = "") => ask(who, `/api/account/sessions/${id}`, { method: "DELETE" });
		expect((await end(vera, own?.id)).status).toBe(404);
		expect((await end(marco, own?.id)).status).toBe(204);
		expect(await isIn(others[0] ?? "")).toBe(false);
		await line.closed;
		expect((await ask(marco, "/api/account/sessions/end-others", { method: "POST" })).status).toBe(204);
		expect([await isIn(marco.cookie), await isIn(others[1] ?? ""), await isIn(vera.cookie)]).toEqual([
			true,
			false,
			true,
		]);
	});
});

describe("a profile", () => {
	test("has a name, a language and a time zone, which others see at once; no other field can be set", async ({
		ines,
		marco,
	}) => {
		const patch = (body: unknown) => ask(marco, "/api/account", { method: "PATCH", body });
		const colleague = await openInbox(ines);
		await colleague.next("hello");
		const saved = await patch({ name: " Marco P. ", language: "pt-BR", timezone: "Europe/Lisbon" });
		expect(await saved.json()).toMatchObject({ name: "Marco P.", language: "pt-BR", timezone: "Europe/Lisbon" });
		await colleague.next("team");
		await patch({ email: "eve@x.test", emailVerified: true, id: "us_x", role: "owner" });
		expect(await accountOf(marco)).toMatchObject({ email: marco.email, name: "Marco P." });
		expect((await patch({ language: "not a language" })).status).toBe(422);
		expect((await patch({ timezone: "Mars/Olympus" })).status).toBe(422);
		expect((await patch({ name: "" })).status).toBe(422);
		await patch({ language: null });
		expect(await accountOf(marco)).toMatchObject({ language: null, timezone: "Europe/Lisbon" });
		await vi.waitFor(async () =>
			expect(await (await ask(ines, "/api/me")).json()).toMatchObject({
				members: expect.arrayContaining([expect.objectContaining({ name: "Marco P." })]),
			}),
		);
	});
});
