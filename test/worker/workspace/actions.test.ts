/** Who may change a workspace's settings, and what can't be set: the action's own rules, whoever calls it. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "../../../src/db/database.ts";
import type { Actor } from "../../../src/protocol/actor.ts";
import * as actions from "../../../src/workspace/actions.ts";
import { workspaceById } from "../../../src/workspace/settings.ts";
import { actorNames, actors, leads } from "../setup/actors.ts";
import { createWorkspace, type Workspace } from "../setup/people.ts";

let shop: Workspace;

beforeEach(async () => {
	shop = await createWorkspace("Shop");
});

const db = database(env);
const { changeSettings } = actions;
const { owner } = actors;
const change = (actor: Actor, to: Parameters<typeof changeSettings>[2]) =>
	changeSettings({ db, workspaceId: shop.id }, actor, to);
const now = () => workspaceById(db, shop.id);

/** Every action of the domain stands here. Making the first workspace asks for a code in place of an actor. */
const table: Record<Exclude<keyof typeof actions, "setUpWorkspace">, typeof leads> = { changeSettings: leads };

test("every action has its row", () => {
	expect([...Object.keys(table), "setUpWorkspace"].toSorted()).toEqual(Object.keys(actions).toSorted());
});

describe("changeSettings", () => {
	test.each(actorNames)("by %s", async (name) => {
		const may = table.changeSettings.includes(name);
		const done = await change(actors[name], { name: "New", noShowMinutes: 7 });
		expect(done).toEqual(may ? { ok: true } : { ok: false, reason: "forbidden" });
		expect((await now())?.name).toBe(may ? "New" : "Shop");
		expect((await now())?.settings.noShowMinutes === 7).toBe(may);
	});

	test("changes what is named and nothing else", async () => {
		const before = await now();
		await change(owner, { threshold: 0.5 });
		expect(await now()).toEqual({ ...before, settings: { ...before?.settings, threshold: 0.5 } });
	});

	test("takes sites as they are typed, and names those that are none", async () => {
		await change(owner, { allowedOrigins: ["shop.example/cart", "https://shop.example"] });
		expect((await now())?.settings.allowedOrigins).toEqual(["https://shop.example"]);
		const refused = await change(owner, { allowedOrigins: ["shop.example", "my shop"], name: "New" });
		expect(refused).toMatchObject({ ok: false, reason: "invalid", fields: { "allowedOrigins.1": expect.any(String) } });
		expect((await now())?.name).toBe("Shop");
	});

	test("refuses hours in a time zone that nobody knows", async () => {
		const hours = { timezone: "Mars/Olympus", days: Array.from({ length: 7 }, () => null) };
		const refused = await change(owner, { hours });
		expect(refused).toMatchObject({ reason: "invalid", fields: { "hours.timezone": expect.any(String) } });
	});
});

test("nobody sets up a deployment that has a workspace, with any code", async () => {
	const request = { workspace: "Mine", site: "", name: "Eve", email: "eve@x.test", password: "a long password" };
	for (const code of ["", "right"]) {
		const made = await actions.setUpWorkspace(
			{ db, setupCode: "right", address: "https://parley.test" },
			{ ...request, code },
		);
		expect(made).toEqual({ ok: false, reason: "conflict" });
	}
});
