/** Routes of notifications: what a member has set for themselves. */
import { type Context, Hono } from "hono";
import { memberActor } from "../auth/actor.ts";
import { forbidden, type MemberEnv } from "../auth/member.ts";
import { memberRoute } from "../auth/route.ts";
import { database } from "../db/database.ts";
import { problem } from "../http/problem.ts";
import { OwnNotifications } from "../protocol/notification/own.ts";
import { PreferencesChange } from "../protocol/notification/table.ts";
import * as actions from "./actions.ts";
import { ownNotifications } from "./preferences.ts";

async function own(c: Context<MemberEnv>): Promise<OwnNotifications> {
	const found = await ownNotifications(database(c.env), c.var.member);
	if (!found) throw problem(401, "You are signed out", { reason: "unauthorized" });
	return found;
}

export const notificationRoutes = new Hono<MemberEnv>()
	.get(
		"/notifications",
		...memberRoute({ summary: "What I am told of, and how", may: "see", answer: OwnNotifications }, own),
	)
	.patch(
		"/notifications",
		...memberRoute(
			{
				summary: "Change what I am told of, and how",
				may: "see",
				json: PreferencesChange,
				answer: OwnNotifications,
				example: { table: { mine: ["badge", "mail"] }, quiet: { from: "22:00", to: "07:00" } },
			},
			async (c) => {
				const { member } = c.var;
				const context = { db: database(c.env), workspaceId: member.workspaceId };
				const done = await actions.changePreferences(context, memberActor(member), c.req.valid("json"));
				if (!done.ok) throw forbidden();
				return own(c);
			},
		),
	);
