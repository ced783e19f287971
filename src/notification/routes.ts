/** Routes of notifications: what a member has set for themselves. */
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { memberActor } from "../auth/actor.ts";
import { forbidden, type MemberEnv } from "../auth/member.ts";
import { memberRoute } from "../auth/route.ts";
import { database } from "../db/database.ts";
import { notifier } from "../durable/objects.ts";
import { invalid } from "../http/body.ts";
import { nothing } from "../http/contract.ts";
import { log } from "../http/log.ts";
import { notFound, problem, tooMany } from "../http/problem.ts";
import { NewDevice, PushKey } from "../protocol/notification/push.ts";
import { OwnNotifications } from "../protocol/notification/own.ts";
import { PreferencesChange } from "../protocol/notification/table.ts";
import * as actions from "./actions.ts";
import { ownNotifications } from "./preferences.ts";
import { signingKey } from "./push/key.ts";

const DeviceId = v.object({ id: v.string() });
const DeviceParams = v.object({ id: v.pipe(v.string(), v.regex(/^pd_[\w-]{1,40}$/)) });

/** The notifier reads preferences anew. Where it can't be reached, it does so within a minute. */
const forget = (c: Context<MemberEnv>): Promise<void> =>
	notifier(c.env, c.var.member.workspaceId)
		.forget()
		.catch((error: unknown) => log("seen_not_told", { workspace: c.var.member.workspaceId, error }));

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
				await forget(c);
				return own(c);
			},
		),
	)
	.get(
		"/notifications/push-key",
		...memberRoute({ summary: "The key that a browser subscribes for", may: "see", answer: PushKey }, async (c) => {
			const { publicKey } = await signingKey(c.env, c.var.member.workspaceId);
			return { publicKey };
		}),
	)
	.post(
		"/notifications/devices",
		...memberRoute(
			{
				summary: "Register this browser for pushes, until its session ends",
				may: "see",
				json: NewDevice,
				answer: DeviceId,
				status: 201,
				refuses: [429],
				example: {
					endpoint: "https://fcm.googleapis.com/fcm/send/abc",
					p256dh: "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA",
					auth: "tBHI",
				},
			},
			async (c) => {
				const { member } = c.var;
				const context = { db: database(c.env), workspaceId: member.workspaceId };
				const input = { ...c.req.valid("json"), sessionId: member.session.id, device: member.from.device };
				const done = await actions.addPushDevice(context, memberActor(member), input);
				await forget(c);
				if (done.ok) return { id: done.id };
				if (done.reason === "forbidden") throw forbidden();
				if (done.reason === "flood") throw tooMany(60, "You have too many devices. Remove one first.");
				throw invalid({ endpoint: "Pushes go only to the services of the known browsers." });
			},
		),
	)
	.delete(
		"/notifications/devices/:id",
		...memberRoute(
			{
				summary: "Send no more pushes to one of my browsers",
				thing: "device",
				may: "see",
				params: DeviceParams,
				answer: nothing,
			},
			async (c) => {
				const { member } = c.var;
				const context = { db: database(c.env), workspaceId: member.workspaceId };
				const done = await actions.removePushDevice(context, memberActor(member), c.req.valid("param"));
				if (!done.ok) throw done.reason === "forbidden" ? forbidden() : notFound("device");
				await forget(c);
			},
		),
	);
