/** Who may change a workspace's settings, and what can't be set: the action's own rules, whoever calls it. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "../../../src/db/database.ts";
import type { Actor, Role } from "../../../src/protocol/actor.ts";
import { changeSettings } from "../../../src/workspace/actions.ts";
import { workspaceById } from "../../../src/workspace/settings.ts";
import { createWorkspace, type Workspace } from "../setup/people.ts";

let shop: Workspace;

beforeEach(async () => {
	shop = await createWorkspace("Shop");
});

const db = database(env);
const member = (role: Role): Actor => ({ kind: "member", id: "mb_1", name: "Ines", role });
const change = (actor: Actor, to: Parameters<typeof changeSettings>[2]) =>
	changeSettings({ db, workspaceId: shop.id }, actor, to);
const now = () => workspaceById(db, shop.id);

const actors: [name: string, actor: Actor, may: boolean][] = [
	["owner", member("owner"), true],
	["admin", member("admin"), true],
	["agent", member("agent"), false],
	["viewer", member("viewer"), false],
	["visitor", { kind: "visitor", visitorId: "v_1" }, false],
	["an admin's key", { kind: "api_key", id: "k_1", name: "CI", role: "admin" }, true],
	["an agent's rule", { kind: "rule", id: "r_1", name: "Tidy", role: "agent" }, false],
];

describe("changeSettings", () => {
	test.each(actors)("by %s", async (_, actor, may) => {
		const done = await change(actor, { name: "New", noShowMinutes: 7 });
		expect(done).toEqual(may ? { ok: true } : { ok: false, reason: "forbidden" });
		expect((await now())?.name).toBe(may ? "New" : "Shop");
		expect((await now())?.settings.noShowMinutes === 7).toBe(may);
	});

	test("changes what is named and nothing else", async () => {
		const before = await now();
		await change(member("owner"), { threshold: 0.5 });
		expect(await now()).toEqual({ ...before, settings: { ...before?.settings, threshold: 0.5 } });
	});

	test("takes sites as they are typed, and names those that are none", async () => {
		await change(member("owner"), { allowedOrigins: ["shop.example/cart", "https://shop.example"] });
		expect((await now())?.settings.allowedOrigins).toEqual(["https://shop.example"]);
		const refused = await change(member("owner"), { allowedOrigins: ["shop.example", "my shop"], name: "New" });
		expect(refused).toMatchObject({ ok: false, reason: "invalid", fields: { "allowedOrigins.1": expect.any(String) } });
		expect((await now())?.name).toBe("Shop");
	});

	test("refuses hours in a time zone that nobody knows", async () => {
		const hours = { timezone: "Mars/Olympus", days: Array.from({ length: 7 }, () => null) };
		const refused = await change(member("owner"), { hours });
		expect(refused).toMatchObject({ reason: "invalid", fields: { "hours.timezone": expect.any(String) } });
	});
});
