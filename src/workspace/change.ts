/** Writes a change of a workspace's name and settings to D1. Only actions.ts imports it. */
import { eq, sql } from "drizzle-orm";
import { audit } from "../db/audit.ts";
import type { Database } from "../db/database.ts";
import { settings, workspace } from "../db/schema.ts";
import type { Actor } from "../protocol/actor.ts";
import type { WorkspaceSettings } from "../protocol/workspace.ts";

/** Sets what is named and nothing else: two people who change different settings at once both get theirs. */
export async function changeWorkspace(
	db: Database,
	id: string,
	actor: Actor,
	change: { name?: string; settings: Partial<WorkspaceSettings> },
): Promise<void> {
	const changed = [...(change.name === undefined ? [] : ["name"]), ...Object.keys(change.settings)];
	const set = Object.entries(change.settings)
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => sql`, ${`$.${name}`}, json(${JSON.stringify(value)})`);
	const json = set.length === 0 ? sql`${settings.json}` : sql`json_set(${settings.json}${sql.join(set)})`;
	await db.batch([
		db.update(settings).set({ json, updatedAt: Date.now() }).where(eq(settings.workspaceId, id)),
		db
			.update(workspace)
			.set({ name: change.name === undefined ? sql`${workspace.name}` : change.name })
			.where(eq(workspace.id, id)),
		audit(db, id, actor, id, { action: "settings.changed", detail: { fields: changed } }, Date.now()),
	]);
}
