/** The audit log: who did what, when, from where; filtered, a page at a time, and never another workspace's. */
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { expect } from "vitest";
import { auditBy } from "../../../src/db/audit.ts";
import { database } from "../../../src/db/database.ts";
import { AuditPage } from "../../../src/protocol/people/audit.ts";
import { ask, createMember, createWorkspace, type Person } from "../setup/people.ts";
import { isolated as test } from "../setup/stage.ts";

const db = database(env);
const read = async (who: Person, query = "") =>
	v.parse(AuditPage, await (await ask(who, `/api/audit?${query}`)).json());

test("says who did what to whom, from where, and finds it by who, what and when", async ({ ines, marco }) => {
	const headers = { "CF-Connecting-IP": "2001:db8:1:2:3:4:5:6", "User-Agent": "Mozilla/5.0 (Macintosh) Firefox/140.0" };
	await ask(ines, `/api/team/${marco.id}`, { method: "PATCH", body: { role: "viewer" }, headers });
	await ask(ines, "/api/workspace", { method: "PATCH", body: { noShowMinutes: 9 } });
	const { rows } = await read(ines);
	const changed = rows.find(({ action }) => action === "member.role_changed");
	expect(changed).toMatchObject({
		actor: { id: ines.id, name: "Ines" },
		subject: { id: marco.id, name: "Marco" },
		detail: { role: "viewer" },
		origin: { address: "2001:db8:1:2::/64", device: expect.stringContaining("Firefox") },
	});
	const settings = await read(ines, `topic=settings&actor=${ines.id}`);
	expect(settings.rows.map(({ action }) => action)).toEqual(["settings.changed"]);
	expect((await read(ines, `topic=settings&actor=${marco.id}`)).rows).toEqual([]);
	expect((await read(ines, `from=${Date.now() + 60_000}`)).rows).toEqual([]);
	expect((await read(ines, `to=${Date.now() - 3_600_000}`)).rows).toEqual([]);
	for (const query of ["topic=everything", "from=yesterday", "cursor=1", "cursor=1.au_x' OR 1"])
		expect((await ask(ines, `/api/audit?${query}`)).status, query).toBe(422);
});

test("is read a page at a time, each row once, and by another workspace not at all", async ({ shop, ines }) => {
	const by = { id: ines.id, name: "Ines" };
	// Many at the same moment: the place in a page isn't the time alone.
	for (let batch = 0; batch < 6; batch++) {
		const add = () => auditBy(db, shop.id, by, shop.id, { action: "settings.changed", detail: { fields: [] } }, 1_000);
		await db.batch([add(), ...Array.from({ length: 19 }, add)]);
	}
	const seen: string[] = [];
	let cursor: string | null = null;
	do {
		const next: AuditPage = await read(ines, `topic=settings${cursor === null ? "" : `&cursor=${cursor}`}`);
		seen.push(...next.rows.map(({ id }) => id));
		cursor = next.cursor;
	} while (cursor !== null);
	expect(seen).toHaveLength(120);
	expect(new Set(seen).size).toBe(120);
	const rival = await createMember(await createWorkspace("Rival"), "owner", "Rival");
	expect((await read(rival)).rows.map(({ actor }) => actor.name)).toEqual(["Rival"]);
});

test("is only added to, whoever asks the database; it goes with its workspace alone", async ({ shop, ines }) => {
	await ask(ines, "/api/workspace", { method: "PATCH", body: { noShowMinutes: 8 } });
	const before = await read(ines);
	expect(before.rows.length).toBeGreaterThan(0);
	for (const change of [
		"UPDATE audit_log SET actor_name = 'Somebody'",
		"UPDATE audit_log SET at = 0 WHERE workspace_id = ?",
		"DELETE FROM audit_log WHERE workspace_id = ?",
	]) {
		const statement = env.DB.prepare(change);
		const bound = change.includes("?") ? statement.bind(shop.id) : statement;
		await expect(bound.run()).rejects.toThrow("only added to");
	}
	expect(await read(ines)).toEqual(before);
	await env.DB.prepare("DELETE FROM workspace WHERE id = ?").bind(shop.id).run();
	const left = await env.DB.prepare("SELECT count(*) AS n FROM audit_log WHERE workspace_id = ?").bind(shop.id).first();
	expect(left).toEqual({ n: 0 });
});
