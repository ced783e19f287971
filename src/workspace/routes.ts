/** Set-up, "who am I", and the workspace's settings. Members only, save for set-up, which has its code. */
import { Hono } from "hono";
import * as v from "valibot";
import { answererStatus } from "../answer/write/chain.ts";
import { auth } from "../auth/better.ts";
import { sameText } from "../auth/keys.ts";
import { member, type MemberEnv } from "../auth/member.ts";
import type { Member } from "../auth/principal.ts";
import { dampAttempts, requireSameOrigin, takeCookies } from "../auth/routes.ts";
import { database } from "../db/database.ts";
import { invalid, readJson } from "../http/body.ts";
import { ownOrigin } from "../http/origin.ts";
import { problem } from "../http/problem.ts";
import { type Me, SetupRequest, type SetupState, WorkspaceSettings } from "../protocol/workspace.ts";
import { isTimezone } from "./hours.ts";
import { members } from "./members.ts";
import { setUp, setupNeeded } from "./setup.ts";
import { changeWorkspace, workspaceById } from "./settings.ts";
import { siteOrigin } from "./site.ts";

const WorkspaceChange = v.partial(
	v.object({
		...WorkspaceSettings.entries,
		name: v.pipe(v.string(), v.trim(), v.minLength(1, "Give the workspace a name."), v.maxLength(80)),
	}),
);

async function me(env: Env, who: Member): Promise<Me> {
	const db = database(env);
	const [[workspace, answerer], team] = await Promise.all([
		workspaceById(db, who.workspaceId).then(
			async (found) => [found, await answererStatus(env, found?.settings.model)] as const,
		),
		members(db, who.workspaceId),
	]);
	const self = team.find(({ id }) => id === who.memberId);
	// Removed in the moment between the check and the reading.
	if (!workspace || !self) throw problem(401, "You are signed out", { reason: "unauthorized" });
	const { settings, id, name, publicKey } = workspace;
	return { member: self, workspace: { id, name, publicKey }, settings, members: team, answerer };
}

/** Each typed address as an origin, once; throws a 422 that names the ones that are none. */
function origins(field: (index: number) => string, typed: string[]): string[] {
	const fields: Record<string, string> = {};
	const found = typed.map((text, index) => {
		const site = siteOrigin(text);
		if (!site.ok) fields[field(index)] = site.message;
		return site.ok ? site.origin : "";
	});
	if (Object.keys(fields).length > 0) throw invalid(fields);
	return [...new Set(found)];
}

export const workspaceRoutes = new Hono<MemberEnv>()
	.get("/setup", async (c) => c.json({ needed: await setupNeeded(database(c.env)) } satisfies SetupState))
	.post("/setup", async (c) => {
		requireSameOrigin(c.req.raw);
		await dampAttempts(c.env, c.req.raw);
		const { code, site, ...request } = await readJson(c, SetupRequest);
		const db = database(c.env);
		const done = problem(409, "Parley is set up already", { detail: "Sign in instead.", reason: "done" });
		if (!(await setupNeeded(db))) throw done;
		// An empty secret must not make an empty code right.
		if (!c.env.SETUP_CODE || !(await sameText(code, c.env.SETUP_CODE)))
			throw problem(403, "The set-up code is wrong", {
				detail: "It is the one the deploy command printed, or the secret SETUP_CODE.",
				reason: "forbidden",
				fields: { code: "This isn't the code." },
			});
		const allowed = origins(() => "site", site === "" ? [] : [site]);
		if (!(await setUp(db, request, allowed))) throw done;
		const { api } = await auth(c.env, ownOrigin(c.req.raw));
		const { email, password } = request;
		takeCookies(c, await api.signInEmail({ body: { email, password }, headers: c.req.raw.headers, asResponse: true }));
		return c.json({ needed: false } satisfies SetupState, 201);
	})
	.get("/me", member("see"), async (c) => c.json(await me(c.env, c.var.member)))
	.patch("/workspace", member("configure"), async (c) => {
		const { name, ...settings } = await readJson(c, WorkspaceChange);
		if (settings.allowedOrigins)
			settings.allowedOrigins = origins((index) => `allowedOrigins.${index}`, settings.allowedOrigins);
		if (settings.hours && !isTimezone(settings.hours.timezone))
			throw invalid({ "hours.timezone": "Choose a time zone, such as Europe/Berlin." });
		await changeWorkspace(database(c.env), c.var.member.workspaceId, { name, settings });
		return c.json(await me(c.env, c.var.member));
	});
