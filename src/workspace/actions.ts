/**
 * The actions that change a workspace, one function each: `(context, actor, input) → Result`. Each checks the actor's
 * permission itself. Creating the first workspace is in setup.ts, because it has no actor.
 */
import { actorMay } from "../auth/actor.ts";
import type { Database } from "../db/database.ts";
import type { Actor } from "../protocol/actor.ts";
import type { WorkspaceChange } from "../protocol/workspace.ts";
import { isTimezone } from "./hours.ts";
import { changeWorkspace } from "./settings.ts";
import { siteOrigin } from "./site.ts";

export type WorkspaceContext = { db: Database; workspaceId: string };

/** A sentence for each input that can't be used, by its path: "allowedOrigins.0". */
type Fields = Record<string, string>;

export type SettingsResult =
	| { ok: true }
	| { ok: false; reason: "forbidden" }
	| { ok: false; reason: "invalid"; fields: Fields };

/** Typed addresses as origins, without duplicates. `field` gives the path of the input at an index, for refusals. */
export function origins(
	field: (index: number) => string,
	typed: string[],
): { ok: true; origins: string[] } | { ok: false; fields: Fields } {
	const fields: Fields = {};
	const found = typed.map((text, index) => {
		const site = siteOrigin(text);
		if (!site.ok) fields[field(index)] = site.message;
		return site.ok ? site.origin : "";
	});
	return Object.keys(fields).length > 0 ? { ok: false, fields } : { ok: true, origins: [...new Set(found)] };
}

/** Changes the settings that `change` contains, and no others. */
export async function changeSettings(
	{ db, workspaceId }: WorkspaceContext,
	actor: Actor,
	{ name, ...settings }: WorkspaceChange,
): Promise<SettingsResult> {
	if (!actorMay(actor, "configure")) return { ok: false, reason: "forbidden" };
	const sites = settings.allowedOrigins && origins((index) => `allowedOrigins.${index}`, settings.allowedOrigins);
	if (sites && !sites.ok) return { ok: false, reason: "invalid", fields: sites.fields };
	if (settings.hours && !isTimezone(settings.hours.timezone))
		return {
			ok: false,
			reason: "invalid",
			fields: { "hours.timezone": "Choose a time zone, such as Europe/Berlin." },
		};
	await changeWorkspace(db, workspaceId, {
		...(name !== undefined && { name }),
		settings: { ...settings, ...(sites && { allowedOrigins: sites.origins }) },
	});
	return { ok: true };
}
