/**
 * What members change about notifications, one function an action, with its permission inside. A member sets their own table;
 * what holds for all is in the workspace's settings, whose action is there.
 */
import { and, eq, sql } from "drizzle-orm";
import { actorMay } from "../auth/actor.ts";
import type { Database } from "../db/database.ts";
import { member, notificationPreference } from "../db/schema.ts";
import type { Actor } from "../protocol/actor.ts";
import type { NewDevice } from "../protocol/notification/push.ts";
import type { PreferencesChange } from "../protocol/notification/table.ts";
import { addDevice, removeDevice } from "./push/devices.ts";
import { isPushService } from "./push/allowed-hosts.ts";

export type NotificationContext = { db: Database; workspaceId: string };

/**
 * Changes what a member has set for themselves: what is present, and of the table the rows that are present, so that two tabs
 * that change different rows both get theirs.
 */
export async function changePreferences(
	{ db, workspaceId }: NotificationContext,
	actor: Actor,
	{ table, ...rest }: PreferencesChange,
): Promise<{ ok: true } | { ok: false; reason: "forbidden" }> {
	if (actor.kind !== "member" || !actorMay(actor, "see")) return { ok: false, reason: "forbidden" };
	const here = and(eq(member.workspaceId, workspaceId), eq(member.id, actor.id));
	if (!(await db.select({ id: member.id }).from(member).where(here).get())) return { ok: false, reason: "forbidden" };
	const rows = Object.entries(table ?? {}).map(([what, ways]) => [`$.table.${what}`, ways] as const);
	const whole = Object.entries(rest).map(([name, value]) => [`$.${name}`, value] as const);
	const set = [...whole, ...rows].filter(([, value]) => value !== undefined);
	const parts = set.map(([path, value]) => sql`, ${path}, json(${JSON.stringify(value)})`);
	// `$.table` has to be there before a row of it can be set.
	const base = (json: ReturnType<typeof sql>) =>
		table === null
			? sql`json_set(${json}, '$.table', json('{}'))`
			: sql`json_set(${json}, '$.table', json(coalesce(json_extract(${json}, '$.table'), '{}')))`;
	const changed = (json: ReturnType<typeof sql>) =>
		parts.length === 0 ? base(json) : sql`json_set(${base(json)}${sql.join(parts)})`;
	const now = Date.now();
	await db
		.insert(notificationPreference)
		.values({ memberId: actor.id, json: changed(sql`'{}'`), updatedAt: now })
		.onConflictDoUpdate({
			target: notificationPreference.memberId,
			set: { json: changed(sql`${notificationPreference.json}`), updatedAt: now },
		});
	return { ok: true };
}

/** Registers the browser of a member's session for pushes. "flood": they have too many. */
export async function addPushDevice(
	{ db, workspaceId }: NotificationContext,
	actor: Actor,
	{ sessionId, device, ...browser }: NewDevice & { sessionId: string; device: string | null },
): Promise<{ ok: true; id: string } | { ok: false; reason: "forbidden" | "flood" | "unknown_service" }> {
	if (actor.kind !== "member" || !actorMay(actor, "see")) return { ok: false, reason: "forbidden" };
	const here = and(eq(member.workspaceId, workspaceId), eq(member.id, actor.id));
	if (!(await db.select({ id: member.id }).from(member).where(here).get())) return { ok: false, reason: "forbidden" };
	if (!isPushService(browser.endpoint)) return { ok: false, reason: "unknown_service" };
	const id = await addDevice(db, { workspaceId, memberId: actor.id, sessionId, device }, browser);
	return id === null ? { ok: false, reason: "flood" } : { ok: true, id };
}

/** Ends one of a member's own browsers. */
export async function removePushDevice(
	{ db }: NotificationContext,
	actor: Actor,
	{ id }: { id: string },
): Promise<{ ok: true } | { ok: false; reason: "forbidden" | "not_found" }> {
	if (actor.kind !== "member" || !actorMay(actor, "see")) return { ok: false, reason: "forbidden" };
	return (await removeDevice(db, actor.id, id)) ? { ok: true } : { ok: false, reason: "not_found" };
}
