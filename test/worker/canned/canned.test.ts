/** Canned responses: who may make, change and use which, and how many there may be. */
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { beforeAll, describe, expect, test } from "vitest";
import * as actions from "../../../src/canned/actions.ts";
import { database } from "../../../src/db/database.ts";
import { cannedResponse, member } from "../../../src/db/schema.ts";
import {
	type CannedDraft,
	CannedList,
	CannedResponse,
	MAX_OWN_RESPONSES,
	MAX_TEAM_RESPONSES,
} from "../../../src/protocol/canned/response.ts";
import { actorNames, actors } from "../setup/actors.ts";
import { ask, createMember, createWorkspace, type Person, type Workspace } from "../setup/people.ts";

let shop: Workspace;
let lead: Person;
let agent: Person;
let other: Person;
let viewer: Person;
let stranger: Person;
const db = database(env);

beforeAll(async () => {
	const [here, elsewhere] = await Promise.all([createWorkspace("Shop"), createWorkspace("Elsewhere")]);
	shop = here;
	[lead, agent, other, viewer, stranger] = await Promise.all([
		createMember(here, "admin"),
		createMember(here, "agent"),
		createMember(here, "agent"),
		createMember(here, "viewer"),
		createMember(elsewhere, "owner"),
	]);
});

let made = 0;
const draft = (more: Partial<CannedDraft> = {}): CannedDraft => ({
	shortcut: `shortcut-${++made}`,
	title: "A greeting",
	text: "Hello {{contact.first_name|there}}",
	whose: "own",
	...more,
});

const add = (person: Person, body: unknown) => ask(person, "/api/canned", { body });
const put = (person: Person, id: string, body: unknown) => ask(person, `/api/canned/${id}`, { method: "PUT", body });
const remove = (person: Person, id: string) => ask(person, `/api/canned/${id}`, { method: "DELETE" });

async function make(person: Person, more: Partial<CannedDraft> = {}): Promise<CannedResponse> {
	const response = await add(person, draft(more));
	expect(response.status).toBe(201);
	return v.parse(CannedResponse, await response.json());
}

async function seen(person: Person): Promise<CannedResponse[]> {
	const response = await ask(person, "/api/canned");
	expect(response.status).toBe(200);
	return v.parse(CannedList, await response.json()).responses;
}
const sees = async (person: Person, id: string) => (await seen(person)).some((one) => one.id === id);

describe("one's own", () => {
	test("is seen by oneself alone", async () => {
		const { id } = await make(agent);
		expect(await sees(agent, id)).toBe(true);
		for (const person of [other, lead, stranger]) expect(await sees(person, id)).toBe(false);
	});

	test("is changed and removed by oneself alone: for others, leads too, it isn't there", async () => {
		const { id } = await make(agent);
		for (const person of [other, lead, stranger]) {
			expect((await put(person, id, draft())).status).toBe(404);
			expect((await put(person, id, draft({ whose: "team" }))).status).toBe(404);
			expect((await remove(person, id)).status).toBe(404);
		}
		expect((await put(agent, id, draft({ title: "Another" }))).status).toBe(200);
		expect((await seen(agent)).find((one) => one.id === id)?.title).toBe("Another");
		expect((await remove(agent, id)).status).toBe(204);
		expect(await sees(agent, id)).toBe(false);
	});

	test("isn't published by an agent", async () => {
		const { id, shortcut } = await make(agent);
		expect((await put(agent, id, draft({ shortcut, whose: "team" }))).status).toBe(403);
		expect(await sees(other, id)).toBe(false);
	});
});

describe("the team's", () => {
	test("is made by leads, and seen by all who may reply", async () => {
		expect((await add(agent, draft({ whose: "team" }))).status).toBe(403);
		const { id } = await make(lead, { whose: "team" });
		for (const person of [agent, other]) expect(await sees(person, id)).toBe(true);
		expect(await sees(stranger, id)).toBe(false);
	});

	test("isn't changed, taken over or removed by an agent, or by somebody of another workspace", async () => {
		const { id } = await make(lead, { whose: "team" });
		for (const [person, status] of [
			[agent, 403],
			[stranger, 404],
		] as const) {
			expect((await put(person, id, draft({ whose: "team" }))).status).toBe(status);
			expect((await put(person, id, draft({ whose: "own" }))).status).toBe(status);
			expect((await remove(person, id)).status).toBe(status);
		}
		expect(await sees(agent, id)).toBe(true);
	});

	test("comes from a lead's own by publishing it", async () => {
		const { id, shortcut } = await make(lead);
		expect(await sees(agent, id)).toBe(false);
		expect((await put(lead, id, draft({ shortcut, whose: "team" }))).status).toBe(200);
		expect(await sees(agent, id)).toBe(true);
		expect((await remove(lead, id)).status).toBe(204);
		expect(await sees(agent, id)).toBe(false);
	});
});

test("a viewer has none and sees none", async () => {
	const { id } = await make(lead, { whose: "team" });
	expect((await ask(viewer, "/api/canned")).status).toBe(403);
	expect((await add(viewer, draft())).status).toBe(403);
	expect((await put(viewer, id, draft())).status).toBe(403);
	expect((await remove(viewer, id)).status).toBe(403);
	expect((await ask(viewer, "/api/canned/used", { body: { ids: [id] } })).status).toBe(403);
});

describe("a shortcut", () => {
	test("is one response's of its owner, and two owners may have the same", async () => {
		const { shortcut } = await make(agent);
		const again = await add(agent, draft({ shortcut }));
		expect(again.status).toBe(422);
		expect(await again.json()).toMatchObject({ fields: { shortcut: expect.any(String) } });
		await make(other, { shortcut });
		const published = await make(lead, { shortcut, whose: "team" });
		// The lead's own of the same name can't be published over it.
		const own = await make(lead, { shortcut });
		expect((await put(lead, own.id, draft({ shortcut, whose: "team" }))).status).toBe(422);
		expect(await sees(agent, published.id)).toBe(true);
	});
});

test("a text with an unknown variable is refused with its name", async () => {
	const refused = await add(agent, draft({ text: "Hello {{contact.nmae|there}}" }));
	expect(refused.status).toBe(422);
	expect(await refused.json()).toMatchObject({ fields: { text: expect.stringContaining("{{contact.nmae|there}}") } });
});

describe("uses are counted", () => {
	test("together, for those one sees, and for no others", async () => {
		const [mine, teams, theirs] = [await make(agent), await make(lead, { whose: "team" }), await make(other)];
		const ids = [mine.id, teams.id, theirs.id, "cr_nobodys"];
		expect((await ask(agent, "/api/canned/used", { body: { ids } })).status).toBe(204);
		expect((await ask(stranger, "/api/canned/used", { body: { ids } })).status).toBe(204);
		const used = async (person: Person, id: string) => (await seen(person)).find((one) => one.id === id)?.used;
		expect(await used(agent, mine.id)).toBe(1);
		expect(await used(agent, teams.id)).toBe(1);
		expect(await used(other, theirs.id)).toBe(0);
	});
});

describe("there may be so many and no more", () => {
	/** Fills up with rows, as nobody clicks so often. */
	async function fill(memberId: string | null, count: number): Promise<void> {
		const rows = Array.from({ length: count }, (_, n) => ({
			id: `cr_${memberId ?? "team"}_${n}`,
			workspaceId: shop.id,
			memberId,
			shortcut: `filling-${n}`,
			title: "Filling",
			text: "Filling",
			updatedAt: 0,
		}));
		for (let from = 0; from < rows.length; from += 10)
			await db.insert(cannedResponse).values(rows.slice(from, from + 10));
	}

	test("of one's own", async () => {
		const full = await createMember(shop, "agent");
		await fill(full.id, MAX_OWN_RESPONSES - 1);
		const last = await make(full);
		expect((await add(full, draft())).status).toBe(409);
		// The last one can be changed still.
		expect((await put(full, last.id, draft())).status).toBe(200);
	});

	test("of the team's, by publishing neither", async () => {
		await db.delete(cannedResponse);
		await fill(null, MAX_TEAM_RESPONSES);
		const own = await make(lead);
		expect((await add(lead, draft({ whose: "team" }))).status).toBe(409);
		expect((await put(lead, own.id, draft({ whose: "team" }))).status).toBe(409);
	});
});

describe("the actions themselves", () => {
	test.each(actorNames)("by %s", async (name) => {
		const actor = actors[name];
		const context = { db, workspaceId: shop.id };
		await db.delete(cannedResponse).where(eq(cannedResponse.workspaceId, shop.id));
		const mayOwn = ["owner", "admin", "agent"].includes(name);
		const mayTeam = ["owner", "admin"].includes(name);
		// No such actor is a row, and a response of one's own needs its member.
		if (actor.kind === "member")
			await db
				.insert(member)
				.values({ id: actor.id, workspaceId: shop.id, userId: stranger.userId, role: "agent", createdAt: new Date() })
				.onConflictDoNothing();
		const own = await actions.addCanned(context, actor, draft());
		expect(own.ok).toBe(mayOwn);
		expect((await actions.addCanned(context, actor, draft({ whose: "team" }))).ok).toBe(mayTeam);
		const { id } = await make(lead, { whose: "team" });
		expect((await actions.changeCanned(context, actor, { id, draft: draft({ whose: "team" }) })).ok).toBe(mayTeam);
		expect((await actions.countCanned(context, actor, { ids: [id] })).ok).toBe(mayOwn);
		expect((await actions.removeCanned(context, actor, { id })).ok).toBe(mayTeam);
	});
});
