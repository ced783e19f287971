/**
 * A workspace and its settings, as D1 has them: one JSON document, read with defaults, so that a row written before a
 * setting existed, or after its limits were tightened, still reads. Every request of a visitor or member asks here. What
 * changes them is change.ts.
 */
import { eq, type SQL } from "drizzle-orm";
import * as v from "valibot";
import type { Database } from "../db/database.ts";
import { settings, workspace } from "../db/schema.ts";
import { WorkspaceSettings } from "../protocol/workspace.ts";
import { Style } from "../protocol/style.ts";

export const defaultSettings: WorkspaceSettings = {
	greeting: "Hello. What can we help you with?",
	allowedOrigins: [],
	threshold: 0.85,
	onRequest: "connect",
	closeAfterAiHours: 24,
	closeAfterHumanHours: 72,
	noShowMinutes: 5,
	sensitiveTopics: [],
	hours: null,
	...v.parse(Style, {}),
};

export type Workspace = { id: string; name: string; publicKey: string; settings: WorkspaceSettings };

const Stored = v.fallback(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())), {});

/** A setting that isn't there, or that today's rules refuse, has its default; the others keep what they say. */
export function readSettings(json: string): WorkspaceSettings {
	const stored = v.parse(Stored, json);
	const result = v.safeParse(WorkspaceSettings, { ...defaultSettings, ...stored });
	if (result.success) return result.output;
	const refused = new Set(result.issues.map((issue) => issue.path?.[0]?.key));
	const kept = Object.entries(stored).filter(([name]) => !refused.has(name));
	return v.parse(WorkspaceSettings, { ...defaultSettings, ...Object.fromEntries(kept) });
}

async function find(db: Database, where: SQL): Promise<Workspace | null> {
	const row = await db
		.select({ id: workspace.id, name: workspace.name, publicKey: settings.publicKey, json: settings.json })
		.from(workspace)
		.innerJoin(settings, eq(settings.workspaceId, workspace.id))
		.where(where)
		.get();
	return row ? { id: row.id, name: row.name, publicKey: row.publicKey, settings: readSettings(row.json) } : null;
}

export const workspaceByKey = (db: Database, publicKey: string): Promise<Workspace | null> =>
	find(db, eq(settings.publicKey, publicKey));

export const workspaceById = (db: Database, id: string): Promise<Workspace | null> => find(db, eq(workspace.id, id));

/**
 * May a page of this origin show the widget? `own` is the deployment's own origin, which always may. The question is
 * about browsers, whose pages can't lie: they name the origin with every socket, POST and request to another site.
 * `origin` null is therefore a page of our own that reads, or a program, which could claim any origin it likes.
 */
export const originAllowed = (allowed: WorkspaceSettings, origin: string | null, own: string): boolean =>
	origin === null || origin === own || allowed.allowedOrigins.includes(origin);

/** There is no workspace yet. */
export async function setupNeeded(db: Database): Promise<boolean> {
	const first = await db.select({ id: workspace.id }).from(workspace).limit(1).get();
	return first === undefined;
}
