/**
 * Reads what members have set about notifications. A stored document is read with defaults, so that one of an earlier or later
 * release can be read. The time zone is the member's; where they have none, that of the business hours.
 */
import { and, eq, ne, sql } from "drizzle-orm";
import * as v from "valibot";
import { REMOVED } from "../auth/roles.ts";
import type { Database } from "../db/database.ts";
import { member, notificationPreference, pushSubscription, user } from "../db/schema.ts";
import { Role } from "../protocol/actor.ts";
import type { OwnNotifications } from "../protocol/notification/own.ts";
import { lowered, Preferences } from "../protocol/notification/table.ts";
import type { WorkspaceSettings } from "../protocol/workspace.ts";
import { workspaceById } from "../workspace/settings.ts";
import type { Recipient } from "./decide.ts";

const Stored = v.fallback(v.pipe(v.string(), v.parseJson(), Preferences), v.parse(Preferences, {}));

/** A member without where they are at the moment, and with what is needed to write to them. */
export type Addressee = Omit<Recipient, "presence"> & {
	name: string;
	email: string;
	language: string | null;
	/** How many of their browsers take pushes. */
	devices: number;
};

const timezoneOf = (own: string | null, { hours }: Pick<WorkspaceSettings, "hours">): string =>
	own ?? hours?.timezone ?? "UTC";

/** Everybody on the team, with what they have set. */
export async function addressees(
	db: Database,
	workspaceId: string,
	settings: Pick<WorkspaceSettings, "hours">,
): Promise<Addressee[]> {
	const rows = await db
		.select({
			id: member.id,
			role: member.role,
			name: user.name,
			email: user.email,
			language: user.language,
			timezone: user.timezone,
			json: notificationPreference.json,
			devices: sql<number>`(SELECT count(*) FROM ${pushSubscription} WHERE ${pushSubscription.memberId} = ${member.id})`,
		})
		.from(member)
		.innerJoin(user, eq(user.id, member.userId))
		.leftJoin(notificationPreference, eq(notificationPreference.memberId, member.id))
		.where(and(eq(member.workspaceId, workspaceId), ne(member.role, REMOVED)));
	return rows.flatMap(({ role, json, timezone, ...row }) => {
		const known = v.safeParse(Role, role);
		if (!known.success) return [];
		const preferences = v.parse(Stored, json ?? "{}");
		return [{ ...row, role: known.output, preferences, timezone: timezoneOf(timezone, settings) }];
	});
}

/** What a member sees of their own. Null: there is no such member. */
export async function ownNotifications(
	db: Database,
	{ workspaceId, memberId }: { workspaceId: string; memberId: string },
): Promise<OwnNotifications | null> {
	const [workspace, row, devices] = await Promise.all([
		workspaceById(db, workspaceId),
		db
			.select({ timezone: user.timezone, json: notificationPreference.json })
			.from(member)
			.innerJoin(user, eq(user.id, member.userId))
			.leftJoin(notificationPreference, eq(notificationPreference.memberId, member.id))
			.where(and(eq(member.workspaceId, workspaceId), eq(member.id, memberId)))
			.get(),
		db
			.select({ id: pushSubscription.id, device: pushSubscription.device, addedAt: pushSubscription.createdAt })
			.from(pushSubscription)
			.where(eq(pushSubscription.memberId, memberId))
			.orderBy(pushSubscription.createdAt),
	]);
	if (!workspace || !row) return null;
	return {
		preferences: v.parse(Stored, row.json ?? "{}"),
		defaults: lowered(workspace.settings.notificationDefaults),
		timezone: timezoneOf(row.timezone, workspace.settings),
		devices,
	};
}
