/** Routes for set-up, "who am I" and the workspace's settings. They are for members, except set-up, which asks for a code. */
import { eq } from "drizzle-orm";
import { Hono } from "hono";
import { answererStatus } from "../answer/write/chain.ts";
import { memberActor } from "../auth/actor.ts";
import { auth } from "../auth/better.ts";
import { forbidden, type MemberEnv } from "../auth/member.ts";
import { takeCookies } from "../auth/own-page.ts";
import type { Member } from "../auth/principal.ts";
import { memberRoute, openRoute } from "../auth/route.ts";
import { database } from "../db/database.ts";
import { user } from "../db/schema.ts";
import { inbox } from "../durable/objects.ts";
import { invalid } from "../http/body.ts";
import { log } from "../http/log.ts";
import { ownOrigin } from "../http/origin.ts";
import { problem } from "../http/problem.ts";
import { Me, SetupRequest, SetupState, WorkspaceChange } from "../protocol/workspace.ts";
import { changeSettings, setUpWorkspace } from "./actions.ts";
import { members } from "./members.ts";
import { setupNeeded, workspaceById } from "./settings.ts";

async function me(env: Env, who: Member): Promise<Me> {
	const db = database(env);
	const [[workspace, answerer], team, reader] = await Promise.all([
		workspaceById(db, who.workspaceId).then(
			async (found) => [found, await answererStatus(env, found?.settings.model)] as const,
		),
		members(db, who.workspaceId),
		db.select({ language: user.language, timezone: user.timezone }).from(user).where(eq(user.id, who.userId)).get(),
	]);
	const self = team.find(({ id }) => id === who.memberId);
	// The member was removed between the route's check and this read.
	if (!workspace || !self) throw problem(401, "You are signed out", { reason: "unauthorized" });
	const { settings, id, name, publicKey } = workspace;
	const shown = reader ?? { language: null, timezone: null };
	return { member: self, reader: shown, workspace: { id, name, publicKey }, settings, members: team, answerer };
}

const setupRefusal = {
	conflict: () => problem(409, "Parley is set up already", { detail: "Sign in instead.", reason: "done" }),
	forbidden: () =>
		problem(403, "The set-up code is wrong", {
			detail: "It is the one the deploy command printed, or the secret SETUP_CODE.",
			reason: "forbidden",
			fields: { code: "This isn't the code." },
		}),
};

export const workspaceRoutes = new Hono<MemberEnv>()
	.get(
		"/setup",
		...openRoute(
			{ summary: "Is there no workspace yet?", limit: { of: "BOOT_LIMIT" }, answer: SetupState },
			async (c) => ({
				needed: await setupNeeded(database(c.env)),
			}),
		),
	)
	.post(
		"/setup",
		...openRoute(
			{
				summary: "Make the workspace and its first owner, who is signed in then",
				ownPage: true,
				limit: { of: "SIGN_IN_LIMIT" },
				json: SetupRequest,
				answer: SetupState,
				status: 201,
				refuses: [409],
				example: {
					code: "the code that the deploy command printed",
					workspace: "Corner shop",
					site: "https://shop.example",
					name: "Ana",
					email: "ana@shop.example",
					password: "a long password",
				},
			},
			async (c) => {
				const request = c.req.valid("json");
				const deployment = { setupCode: c.env.SETUP_CODE, address: ownOrigin(c.req.raw) };
				const made = await setUpWorkspace({ db: database(c.env), ...deployment }, request);
				if (!made.ok) throw made.reason === "invalid" ? invalid(made.fields) : setupRefusal[made.reason]();
				const { api } = await auth(c.env, ownOrigin(c.req.raw));
				const { email, password } = request;
				const { headers } = c.req.raw;
				takeCookies(c, await api.signInMember({ body: { email, password }, headers, asResponse: true }));
				return { needed: false };
			},
		),
	)
	.get(
		"/me",
		...memberRoute({ summary: "Who I am, and my workspace", may: "see", answer: Me }, (c) => me(c.env, c.var.member)),
	)
	.patch(
		"/workspace",
		...memberRoute(
			{
				summary: "Change the workspace's settings",
				may: "configure",
				json: WorkspaceChange,
				answer: Me,
				example: { noShowMinutes: 10, allowedOrigins: ["https://shop.example"] },
			},
			async (c) => {
				const { member } = c.var;
				const context = { db: database(c.env), workspaceId: member.workspaceId };
				const changed = await changeSettings(context, memberActor(member), c.req.valid("json"));
				if (!changed.ok) throw changed.reason === "forbidden" ? forbidden() : invalid(changed.fields);
				const followed = inbox(c.env, member.workspaceId)
					.rulesChanged()
					.catch((error: unknown) => log("rules_not_followed", { workspace: member.workspaceId, error }));
				c.executionCtx.waitUntil(followed);
				return me(c.env, member);
			},
		),
	);
