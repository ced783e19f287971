/**
 * A workspace and its settings in D1. The settings are one JSON document, read with defaults, so that a row from before a
 * setting existed, or before its limits were tightened, can still be read. Every request of a visitor or member reads it.
 * change.ts is what writes it.
 */
import { eq, type SQL } from "drizzle-orm";
import * as v from "valibot";
import type { Database } from "../db/database.ts";
import { settings, workspace } from "../db/schema.ts";
import { WorkspaceSettings } from "../protocol/workspace.ts";
import { NotificationSettings } from "../protocol/notification/table.ts";
import { CallLimits, FileLimits, StartLimits } from "../protocol/settings/budgets.ts";
import { ColourSettings } from "../protocol/settings/colour.ts";
import { MailSettings } from "../protocol/settings/mail.ts";
import { RoutingSettings } from "../protocol/settings/routing.ts";
import { Style } from "../protocol/style.ts";

export const defaultSettings: WorkspaceSettings = {
	greeting: "Hello. What can we help you with?",
	allowedOrigins: [],
	keepPageQuery: false,
	requireSecondFactor: false,
	threshold: 0.85,
	onRequest: "connect",
	closeAfterAiHours: 24,
	closeAfterHumanHours: 72,
	noShowMinutes: 5,
	sensitiveTopics: [],
	languages: [],
	hours: null,
	...v.parse(ColourSettings, {}),
	...v.parse(MailSettings, {}),
	...v.parse(Style, {}),
	...v.parse(StartLimits, {}),
	...v.parse(CallLimits, {}),
	...v.parse(FileLimits, {}),
	...v.parse(NotificationSettings, {}),
	...v.parse(RoutingSettings, {}),
	onFileAlone: "say",
};

export type Workspace = { id: string; name: string; publicKey: string; settings: WorkspaceSettings };

const Stored = v.fallback(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())), {});

/** Parses stored settings. A setting that is missing, or that today's schema refuses, gets its default; the others are kept. */
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
 * Whether a page of this origin may show the widget. `own` is the deployment's own origin, which always may. This restricts
 * browsers only, where a page can't forge its origin: a browser sends it with every socket, every POST and every request to
 * another site. A null `origin` therefore comes from a GET of our own page or from a program, which could claim any origin.
 */
export const originAllowed = (allowed: WorkspaceSettings, origin: string | null, own: string): boolean =>
	origin === null || origin === own || allowed.allowedOrigins.includes(origin);

/** Whether the deployment has no workspace yet. */
export async function setupNeeded(db: Database): Promise<boolean> {
	const first = await db.select({ id: workspace.id }).from(workspace).limit(1).get();
	return first === undefined;
}
