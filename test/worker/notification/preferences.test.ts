/** What members set about notifications: their own, row by row, and what the workspace lowers for all. */
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, test } from "vitest";
import { database } from "../../../src/db/database.ts";
import * as actions from "../../../src/notification/actions.ts";
import { addressees } from "../../../src/notification/preferences.ts";
import { OwnNotifications } from "../../../src/protocol/notification/own.ts";
import { quietDefaults } from "../../../src/protocol/notification/table.ts";
import { actorNames, actors } from "../setup/actors.ts";
import { ask, createMember, createWorkspace, type Person, type Workspace } from "../setup/people.ts";

let shop: Workspace;
let other: Workspace;
let ines: Person;
let ana: Person;
const db = database(env);

beforeAll(async () => {
	[shop, other] = await Promise.all([createWorkspace("Shop"), createWorkspace("Other")]);
	[ines, ana] = await Promise.all([createMember(shop, "agent"), createMember(shop, "admin", "Ana")]);
});

async function own(person: Person): Promise<OwnNotifications> {
	const response = await ask(person, "/api/notifications");
	expect(response.status).toBe(200);
	return v.parse(OwnNotifications, await response.json());
}

async function change(person: Person, body: unknown): Promise<OwnNotifications> {
	const response = await ask(person, "/api/notifications", { method: "PATCH", body });
	expect(response.status).toBe(200);
	return v.parse(OwnNotifications, await response.json());
}

describe("a member's own table", () => {
	test("is empty until they set something, and the workspace's defaults hold", async () => {
		expect(await own(ines)).toEqual({
			preferences: { table: {}, quiet: null, whenOut: false },
			defaults: quietDefaults,
			timezone: "UTC",
			devices: [],
		});
	});

	test("changes row by row, and is nobody else's", async () => {
		await change(ines, { table: { mine: ["mail", "sound", "mail"] } });
		await change(ines, { quiet: { from: "22:00", to: "07:00" } });
		const { preferences } = await change(ines, { table: { waiting: [] } });
		expect(preferences).toEqual({
			table: { mine: ["sound", "mail"], waiting: [] },
			quiet: { from: "22:00", to: "07:00" },
			whenOut: false,
		});
		expect((await own(ana)).preferences.table).toEqual({});
		const read = await addressees(db, shop.id, { hours: null });
		expect(read.find(({ id }) => id === ines.id)?.preferences).toEqual(preferences);
	});

	test("goes back to the workspace's as a whole", async () => {
		const { preferences } = await change(ines, { table: null });
		expect(preferences.table).toEqual({});
		expect(preferences.quiet).toEqual({ from: "22:00", to: "07:00" });
	});

	test.each([{ table: { mine: ["smoke"] } }, { quiet: { from: "25:00", to: "07:00" } }, { whenOut: "yes" }])(
		"refuses %j",
		async (body) => {
			expect((await ask(ines, "/api/notifications", { method: "PATCH", body })).status).toBe(422);
		},
	);

	test("has quiet hours in the member's time zone, else the workspace's", async () => {
		const days = Array.from({ length: 7 }, () => null);
		await ask(ana, "/api/workspace", { method: "PATCH", body: { hours: { timezone: "Europe/Lisbon", days } } });
		expect((await own(ines)).timezone).toBe("Europe/Lisbon");
		await ask(ines, "/api/account", { method: "PATCH", body: { timezone: "Asia/Tokyo" } });
		expect((await own(ines)).timezone).toBe("Asia/Tokyo");
	});
});

test("a workspace lowers what holds for all, and can't raise it", async () => {
	const notificationDefaults = { ...quietDefaults, mine: ["badge"], reopened: ["badge", "mail"] };
	expect((await ask(ines, "/api/workspace", { method: "PATCH", body: { notificationDefaults } })).status).toBe(403);
	expect((await ask(ana, "/api/workspace", { method: "PATCH", body: { notificationDefaults } })).status).toBe(200);
	const { defaults } = await own(ines);
	expect(defaults.mine).toEqual(["badge"]);
	expect(defaults.reopened).toEqual(["badge"]);
	expect(defaults.waiting).toEqual(quietDefaults.waiting);
});

describe("changePreferences", () => {
	test.each(actorNames)("by %s", async (name) => {
		// These actors are members of no workspace, so the row would be nobody's.
		const done = await actions.changePreferences({ db, workspaceId: shop.id }, actors[name], { whenOut: true });
		expect(done).toEqual({ ok: false, reason: "forbidden" });
	});

	test("by a member of another workspace is refused", async () => {
		const actor = { kind: "member", id: ines.id, name: "Ines", role: "owner" } as const;
		const done = await actions.changePreferences({ db, workspaceId: other.id }, actor, { whenOut: true });
		expect(done).toEqual({ ok: false, reason: "forbidden" });
		expect((await own(ines)).preferences.whenOut).toBe(false);
	});
});
