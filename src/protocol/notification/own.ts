/** A member's notifications as they see and change them: the table, their quiet hours, the browsers that take pushes. */
import * as v from "valibot";
import { Preferences, WayTable } from "./table.ts";

/** A browser that takes pushes for the member. */
export const PushDevice = v.object({
	id: v.string(),
	device: v.nullable(v.string()),
	/** ms since 1970. */
	addedAt: v.number(),
});
export type PushDevice = v.InferOutput<typeof PushDevice>;

export const OwnNotifications = v.object({
	preferences: Preferences,
	/** What holds where the member has set nothing. */
	defaults: WayTable,
	/** The time zone of the quiet hours: the member's, else the workspace's. */
	timezone: v.string(),
	devices: v.array(PushDevice),
});
export type OwnNotifications = v.InferOutput<typeof OwnNotifications>;
