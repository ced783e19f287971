/**
 * The team: inviting, joining, roles, removing, handing over. Most of these try to get in, or to get more than is theirs: with
 * a link that is used, old or made up, at once with others, from another workspace, or past the owner.
 */
import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import * as v from "valibot";
import { describe, expect, vi } from "vitest";
import { database } from "../../../src/db/database.ts";
import { auditLog, invitation, member, session, user } from "../../../src/db/schema.ts";
import { inbox, outbox } from "../../../src/durable/objects.ts";
import type { Actor } from "../../../src/protocol/actor.ts";
import { CloseCode } from "../../../src/protocol/limits.ts";
import { InvitationLink, InvitationView, Team } from "../../../src/protocol/people/team.ts";
import * as actions from "../../../src/workspace/team/actions.ts";
import { invitationLink } from "../../../src/workspace/team/invitation.ts";
import { actorNames, actors, leads } from "../setup/actors.ts";
import { ask, createMember, createWorkspace, ORIGIN, type Person, randomAddress, signIn } from "../setup/people.ts";
import { openInbox, openMember } from "../setup/socket.ts";
import { act, everything, isMessage, say, untilMessage } from "../setup/talk.ts";
import { isolated as test } from "../setup/stage.ts";

const db = database(env);
const PASSWORD = "a password for tests";
const fresh = () => `${crypto.randomUUID().slice(0, 8)}@new.test`;

const post = (path: string, body: unknown, cookie?: string) =>
	ask(cookie === undefined ? null : { cookie }, path, { body, headers: { "CF-Connecting-IP": randomAddress() } });

async function invite(by: Person, email: string, role = "agent"): Promise<{ id: string; token: string; link: string }> {
	const answer = await post("/api/invitations", { email, role }, by.cookie);
	expect(answer.status, await answer.clone().text()).toBe(201);
	const { link, invitation: made } = v.parse(InvitationLink, await answer.json());
	return { id: made.id, link, token: link.split("#")[1] ?? "" };
}

const account = (name = "Noor") => ({ name, password: PASSWORD });
const accept = (token: string, who: { name: string; password: string } | null, cookie?: string) =>
	post("/api/invitations/accept", { token, account: who }, cookie);

const roleIn = async (workspaceId: string, email: string): Promise<string[]> =>
	(
		await db
			.select({ role: member.role })
			.from(member)
			.innerJoin(user, eq(user.id, member.userId))
			.where(and(eq(member.workspaceId, workspaceId), eq(user.email, email)))
	).map(({ role }) => role);

const teamOf = async (who: Pick<Person, "cookie">) => v.parse(Team, await (await ask(who, "/api/team")).json());
const cookieOf = (answer: Response) =>
	answer.headers
		.getSetCookie()
		.map((each) => each.split(";")[0])
		.join("; ");

describe("an invitation", () => {
	test("lets whoever has its link join with the role it names, signed in at once", async ({ shop, ines }) => {
		const email = fresh();
		const { link, token } = await invite(ines, ` ${email.toUpperCase()} `, "viewer");
		// Behind the "#", so that no server and no log sees it.
		expect(link).toMatch(new RegExp(`^${ORIGIN}/join#iv_`));
		const view = v.parse(InvitationView, await (await post("/api/invitations/open", { token })).json());
		expect(view).toEqual({ workspace: shop.name, email, role: "viewer", invitedBy: "Ines", hasAccount: false });
		expect(await roleIn(shop.id, email)).toEqual([]);
		const joined = await accept(token, account());
		expect(joined.status).toBe(204);
		const noor = { cookie: cookieOf(joined) };
		expect(await (await ask(noor, "/api/me")).json()).toMatchObject({
			member: { name: "Noor", email, role: "viewer" },
		});
		// A copied link doesn't prove that its bearer reads the address.
		expect((await db.select().from(user).where(eq(user.email, email)).get())?.emailVerified).toBe(false);
		expect((await teamOf(ines)).invitations).toEqual([]);
		const rows = await db.select().from(auditLog).where(eq(auditLog.workspaceId, shop.id));
		expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(["member.invited", "member.joined"]));
		expect(JSON.stringify(rows)).not.toContain(email);
	});

	test("that was mailed verifies the address; the copied link can't be turned into it", async ({ ines }) => {
		const email = fresh();
		const { id, token } = await invite(ines, email);
		expect((await accept(token.replace(".c", ".m"), account())).status).toBe(404);
		const row = await db.select().from(invitation).where(eq(invitation.id, id)).get();
		if (!row) throw new Error("There is no row.");
		const mailed = (await invitationLink(env, ORIGIN, "m", row)).split("#")[1] ?? "";
		expect((await accept(mailed, account())).status).toBe(204);
		expect((await db.select().from(user).where(eq(user.email, email)).get())?.emailVerified).toBe(true);
	});

	test("makes one member, however often and by how many at once it is used", async ({ shop, ines }) => {
		const email = fresh();
		const { token } = await invite(ines, email);
		const answers = await Promise.all(["A", "B", "C", "D"].map((name) => accept(token, account(name))));
		expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
		for (const { status } of answers) expect([204, 404, 409]).toContain(status);
		expect(await roleIn(shop.id, email)).toEqual(["agent"]);
		expect(await db.$count(user, eq(user.email, email))).toBe(1);
		expect((await accept(token, account("E"))).status).toBe(404);
		const joined = await db.select().from(auditLog).where(eq(auditLog.workspaceId, shop.id));
		expect(joined.filter(({ action }) => action === "member.joined")).toHaveLength(1);
	});

	test("ends: revoked, renewed, followed by another, after seven days; and no other token opens anything", async ({
		ines,
	}) => {
		const email = fresh();
		const first = await invite(ines, email);
		const again = await invite(ines, email, "admin");
		expect((await accept(first.token, account())).status).toBe(404);
		const renewed = await ask(ines, `/api/invitations/${again.id}/renew`, { method: "POST" });
		const { link } = v.parse(InvitationLink, await renewed.json());
		const token = link.split("#")[1] ?? "";
		expect((await accept(again.token, account())).status).toBe(404);
		expect((await post("/api/invitations/open", { token })).status).toBe(200);
		for (const forged of [
			"",
			"x",
			`${token}x`,
			token.slice(0, -1),
			token.replace(/.$/, token.endsWith("A") ? "B" : "A"),
		])
			expect((await accept(forged, account())).status).toBe(404);
		const elsewhere = await invite(ines, fresh());
		expect((await accept(token.replace(again.id, elsewhere.id), account())).status).toBe(404);
		await db
			.update(invitation)
			.set({ expiresAt: new Date(Date.now() - 1) })
			.where(eq(invitation.id, elsewhere.id));
		expect((await accept(elsewhere.token, account())).status).toBe(404);
		expect((await ask(ines, `/api/invitations/${again.id}`, { method: "DELETE" })).status).toBe(204);
		expect((await accept(token, account())).status).toBe(404);
	});

	test("is for its address: who has an account signs in first, and nobody else's session accepts", async ({
		shop,
		ines,
	}) => {
		const elsewhere = await createWorkspace("Elsewhere");
		const noor = await createMember(elsewhere, "agent", "Noor");
		const { token } = await invite(ines, noor.email);
		const refused = await accept(token, account());
		expect([refused.status, await refused.json()]).toMatchObject([409, { reason: "sign_in" }]);
		const other = await accept(token, null, ines.cookie);
		expect([other.status, await other.json()]).toMatchObject([409, { reason: "other_account" }]);
		expect(await roleIn(shop.id, noor.email)).toEqual([]);
		expect((await accept(token, null, noor.cookie)).status).toBe(204);
		expect(await roleIn(shop.id, noor.email)).toEqual(["agent"]);
		// The session goes on in the workspace that was joined.
		expect(await (await ask(noor, "/api/me")).json()).toMatchObject({ workspace: { id: shop.id } });
		const again = await post("/api/invitations", { email: noor.email, role: "admin" }, ines.cookie);
		expect(again.status).toBe(409);
	});

	test("is accepted from our own page only, by a POST, with a password that isn't everybody's", async ({ ines }) => {
		const { token } = await invite(ines, fresh());
		const how = { body: { token, account: account() }, headers: { Origin: "https://evil.test" } };
		expect((await ask(null, "/api/invitations/accept", how)).status).toBe(403);
		expect((await ask(null, `/api/invitations/accept?token=${token}`)).status).toBe(404);
		const weak = await accept(token, { name: "Noor", password: "password123" });
		expect([weak.status, await weak.json()]).toMatchObject([422, { fields: { password: expect.any(String) } }]);
		expect((await accept(token, null)).status).toBe(422);
		expect((await accept(token, account())).status).toBe(204);
	});

	test("never makes an owner, and is shown to nobody who may not invite", async ({ ines, marco }) => {
		expect((await post("/api/invitations", { email: fresh(), role: "owner" }, ines.cookie)).status).toBe(422);
		await invite(ines, fresh());
		expect((await teamOf(ines)).invitations).toHaveLength(1);
		expect((await teamOf(marco)).invitations).toEqual([]);
		expect(JSON.stringify(await teamOf(ines))).not.toContain("join#");
	});
});

describe("the actions", () => {
	const context = (workspaceId: string): actions.TeamContext => ({ env, workspaceId, origin: ORIGIN });
	type Tried = (actor: Actor, workspaceId: string, about: { memberId: string; id: string }) => Promise<unknown>;
	const tried: Record<
		Exclude<keyof typeof actions, "acceptInvitation" | "acceptByProvider">,
		{ by: typeof leads; call: Tried }
	> = {
		invite: {
			by: leads,
			call: (actor, id, { memberId }) =>
				actions.invite(context(id), actor, { email: fresh(), role: "agent", inviterId: memberId }),
		},
		copyLink: { by: leads, call: (actor, ws, { id }) => actions.copyLink(context(ws), actor, { id }) },
		renewInvitation: { by: leads, call: (actor, ws, { id }) => actions.renewInvitation(context(ws), actor, { id }) },
		revokeInvitation: { by: leads, call: (actor, ws, { id }) => actions.revokeInvitation(context(ws), actor, { id }) },
		changeRole: {
			by: leads,
			call: (actor, ws) => actions.changeRole(context(ws), actor, { memberId: "mb_none", role: "viewer" }),
		},
		removeMember: { by: leads, call: (actor, ws) => actions.removeMember(context(ws), actor, { memberId: "mb_none" }) },
		handOverWorkspace: {
			by: ["owner"],
			call: (actor, ws) => actions.handOverWorkspace(context(ws), actor, { memberId: "mb_none" }),
		},
	};

	test("each has its row, and is refused to everybody else", async ({ shop, ines }) => {
		expect([...Object.keys(tried), "acceptInvitation", "acceptByProvider"].toSorted()).toEqual(
			Object.keys(actions).toSorted(),
		);
		const { id } = await invite(ines, fresh());
		for (const name of actorNames)
			for (const [action, { by, call }] of Object.entries(tried)) {
				const done = await call(actors[name], shop.id, { memberId: ines.userId, id });
				const refused = JSON.stringify(done) === JSON.stringify({ ok: false, reason: "forbidden" });
				expect({ name, action, refused }).toEqual({ name, action, refused: !by.includes(name) });
			}
	});
});

describe("a member", () => {
	const changeRole = (by: Person, id: string, role: string) =>
		ask(by, `/api/team/${id}`, { method: "PATCH", body: { role } });
	const remove = (by: Person, id: string) => ask(by, `/api/team/${id}`, { method: "DELETE" });

	test("feels a lower role at once, on the list and in an open thread; others hear of it", async ({
		ines,
		marco,
		start,
	}) => {
		const { id } = await start();
		const [list, thread, colleague] = await Promise.all([openInbox(marco), openMember(marco, id), openInbox(ines)]);
		await Promise.all([list.next("hello"), thread.next("welcome"), colleague.next("hello")]);
		expect((await changeRole(ines, marco.id, "viewer")).status).toBe(200);
		expect((await list.closed).code).toBe(CloseCode.renew);
		expect((await thread.closed).code).toBe(CloseCode.renew);
		await colleague.next("team");
		expect((await act(marco, id, { type: "take_over" })).status).toBe(403);
		expect(await (await ask(marco, "/api/me")).json()).toMatchObject({ member: { role: "viewer" } });
	});

	test("who is removed is out at once; what they had goes back to the queue, and their name stays", async ({
		shop,
		ines,
		marco,
		start,
		stubOf,
	}) => {
		const [open, pending] = [await start(), await start()];
		for (const { line, id } of [open, pending]) {
			await untilMessage(line, "ai");
			expect((await act(marco, id, { type: "take_over" })).status).toBe(200);
		}
		const frames = `/api/conversations/${pending.id}/frames`;
		await ask(marco, frames, { body: { type: "send", id: crypto.randomUUID(), text: "Here it is." } });
		await say(open.line, "Are you there?");
		await vi.waitFor(async () =>
			expect((await inbox(env, shop.id).assignedTo(marco.id, null)).ids.toSorted()).toEqual(
				[open.id, pending.id].toSorted(),
			),
		);
		const list = await openInbox(marco);
		await list.next("hello");
		expect((await remove(ines, marco.id)).status).toBe(204);
		await list.closed;
		expect((await ask(marco, "/api/me")).status).toBe(401);
		expect(await db.$count(session, eq(session.userId, marco.userId))).toBe(0);
		const stateOf = async (id: string) => {
			const details = await (await ask(ines, `/api/conversations/${id}`)).json();
			return v.parse(v.looseObject({ item: v.looseObject({}) }), details).item;
		};
		expect(await stateOf(open.id)).toMatchObject({ status: "open", handler: "waiting", assignee: null });
		expect(await stateOf(pending.id)).toMatchObject({ status: "pending", handler: "waiting", assignee: null });
		// Who was answered joins the queue by writing again.
		await say(pending.line, "Thanks, and one more thing");
		await vi.waitFor(async () =>
			expect(await stateOf(pending.id)).toMatchObject({ status: "open", handler: "waiting" }),
		);
		const said = (await everything(stubOf(pending.id))).filter(isMessage).find(({ text }) => text === "Here it is.");
		expect(said?.author).toMatchObject({ kind: "member", id: marco.id, name: "Marco" });
		const team = await teamOf(ines);
		expect(team.members.map(({ id }) => id)).not.toContain(marco.id);
		expect(team.removed).toMatchObject([{ id: marco.id, name: "Marco", role: null }]);
		// Nothing is assigned to them any more.
		expect((await act(ines, open.id, { type: "assign", member: marco.id })).status).toBe(422);
	});

	test("who is invited again is the same member, with the role of the new invitation", async ({
		shop,
		ines,
		marco,
	}) => {
		await remove(ines, marco.id);
		const { token } = await invite(ines, marco.email, "viewer");
		expect((await accept(token, account())).status).toBe(409);
		const cookie = await signIn(marco.email);
		expect((await ask({ cookie }, "/api/me")).status).toBe(401);
		expect((await accept(token, null, cookie)).status).toBe(204);
		expect(await (await ask({ cookie }, "/api/me")).json()).toMatchObject({ member: { id: marco.id, role: "viewer" } });
		expect(await roleIn(shop.id, marco.email)).toEqual(["viewer"]);
	});

	test("can't touch the owner, nor make one; another workspace's owner can't touch anybody here", async ({
		shop,
		ines,
		marco,
	}) => {
		const adam = await createMember(shop, "admin", "Adam");
		const rival = await createMember(await createWorkspace("Rival"), "owner", "Rival");
		expect((await changeRole(adam, ines.id, "viewer")).status).toBe(404);
		expect((await remove(adam, ines.id)).status).toBe(404);
		expect((await remove(ines, ines.id)).status).toBe(404);
		expect((await changeRole(adam, adam.id, "owner")).status).toBe(422);
		for (const who of [ines, marco, adam]) {
			expect((await changeRole(rival, who.id, "viewer")).status).toBe(404);
			expect((await remove(rival, who.id)).status).toBe(404);
			expect((await ask(rival, `/api/team/${who.id}/hand-over`, { method: "POST" })).status).toBe(404);
		}
		expect((await ask(marco, "/api/me")).status).toBe(200);
		expect(await roleIn(shop.id, ines.email)).toEqual(["owner"]);
	});

	test("becomes the owner by the owner's word alone, and there is one owner, whatever happens at once", async ({
		shop,
		ines,
		marco,
	}) => {
		const adam = await createMember(shop, "admin", "Adam");
		const handOver = (by: Person, to: Person) => ask(by, `/api/team/${to.id}/hand-over`, { method: "POST" });
		expect((await handOver(adam, adam)).status).toBe(403);
		const both = await Promise.all([handOver(ines, marco), handOver(ines, adam)]);
		expect(both.map(({ status }) => status).toSorted()).toEqual([204, 404]);
		const rows = await db.select().from(member).where(eq(member.workspaceId, shop.id));
		expect(rows.filter(({ role }) => role === "owner")).toHaveLength(1);
		expect(rows.find(({ id }) => id === ines.id)?.role).toBe("admin");
		expect((await handOver(ines, marco)).status).toBe(403);
	});

	test("has a last time they were there, from the moment a dashboard opens", async ({ ines, marco }) => {
		const activeAt = async () => (await teamOf(ines)).members.find(({ id }) => id === marco.id)?.activeAt;
		expect(await activeAt()).toBeNull();
		await (await openInbox(marco)).next("hello");
		await vi.waitFor(async () => expect(await activeAt()).toBeGreaterThan(Date.now() - 60_000));
	});

	test("is looked at once more a minute after their removal, for what the list had not heard of", async ({
		shop,
		ines,
		marco,
		start,
		stubOf,
	}) => {
		const { id, line } = await start();
		await untilMessage(line, "ai");
		await remove(ines, marco.id);
		// As if the list had the conversation as theirs only now.
		await stubOf(id).act({ kind: "member", id: marco.id, name: "Marco", role: "agent" }, "take_over", {});
		await vi.waitFor(async () => expect((await inbox(env, shop.id).assignedTo(marco.id, null)).ids).toEqual([id]));
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
		await outbox(env, shop.id).drain();
		vi.useRealTimers();
		await vi.waitFor(async () => expect((await inbox(env, shop.id).assignedTo(marco.id, null)).ids).toEqual([]));
	});
});
