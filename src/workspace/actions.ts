/**
 * The actions that change a workspace, one function each: `(context, actor, input) → Result`. Each checks the actor's
 * permission itself; nothing else imports what writes (change.ts, setup.ts). Creating the first workspace has no actor: the
 * deployment's set-up code takes its place.
 */
import { actorMay } from "../auth/actor.ts";
import { isCommonPassword } from "../auth/sign-in/common-password.ts";
import { sameText } from "../auth/keys.ts";
import type { Database } from "../db/database.ts";
import type { Actor } from "../protocol/actor.ts";
import type { SetupRequest, WorkspaceChange } from "../protocol/workspace.ts";
import { changeWorkspace } from "./change.ts";
import { isTimezone } from "./hours.ts";
import { setUp } from "./setup.ts";
import { setupNeeded } from "./settings.ts";
import { siteOrigin } from "./site.ts";

export type WorkspaceContext = { db: Database; workspaceId: string };

/** A sentence for each input that can't be used, by its path: "allowedOrigins.0". */
type Fields = Record<string, string>;

export type SettingsResult =
	| { ok: true }
	| { ok: false; reason: "forbidden" }
	| { ok: false; reason: "invalid"; fields: Fields };

/** Typed addresses as origins, without duplicates. `field` gives the path of the input at an index, for refusals. */
function origins(
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
	// Cleared, it is filled in again by the next deploy.
	const address = settings.address ? siteOrigin(settings.address) : null;
	if (address && !address.ok) return { ok: false, reason: "invalid", fields: { address: address.message } };
	if (settings.hours && !isTimezone(settings.hours.timezone))
		return {
			ok: false,
			reason: "invalid",
			fields: { "hours.timezone": "Choose a time zone, such as Europe/Berlin." },
		};
	await changeWorkspace(db, workspaceId, actor, {
		...(name !== undefined && { name }),
		settings: {
			...settings,
			...(sites && { allowedOrigins: sites.origins }),
			...(address && { address: address.origin }),
		},
	});
	return { ok: true };
}

export type SetupResult =
	| { ok: true }
	/** "conflict": there is a workspace already. */
	| { ok: false; reason: "forbidden" | "conflict" }
	| { ok: false; reason: "invalid"; fields: Fields };

/** Makes the first workspace and its owner, for whoever has the code. `setupCode` and `address` are the deployment's. */
export async function setUpWorkspace(
	{ db, setupCode, address }: { db: Database; setupCode: string | undefined; address: string },
	{ code, site, ...request }: SetupRequest,
): Promise<SetupResult> {
	if (!(await setupNeeded(db))) return { ok: false, reason: "conflict" };
	// An empty secret must not make an empty code right.
	if (!setupCode || !(await sameText(code, setupCode))) return { ok: false, reason: "forbidden" };
	const allowed = origins(() => "site", site === "" ? [] : [site]);
	if (!allowed.ok) return { ok: false, reason: "invalid", fields: allowed.fields };
	if (await isCommonPassword(request.password, [request.workspace, request.name, request.email]))
		return { ok: false, reason: "invalid", fields: { password: "Many people use this password. Choose another one." } };
	return (await setUp(db, request, { allowedOrigins: allowed.origins, address }))
		? { ok: true }
		: { ok: false, reason: "conflict" };
}
