/** The widget's own HTTP answers: the loader's and the chat's. Frames and entries are in conversation/, shared with the dashboard. */
import * as v from "valibot";
import { Availability } from "./conversation/frames.ts";

/**
 * /api/widget/boot, by the loader, GET without a token and POST with one: the launcher's name and unread count, and the styles
 * of the workspace's colour. A 403 means that it must stay hidden.
 */
export const Boot = v.object({ name: v.string(), unread: v.number(), css: v.optional(v.string(), "") });
export type Boot = v.InferOutput<typeof Boot>;

/** POST /api/widget/session, when the chat opens: the visitor's identity and token, the greeting, the team's availability. */
export const WidgetSession = v.object({
	token: v.string(),
	visitorId: v.string(),
	name: v.string(),
	greeting: v.string(),
	availability: Availability,
	/** Whether an answer can reach the visitor by mail. Where it can't, no sentence says so. */
	mails: v.optional(v.boolean(), false),
});
export type WidgetSession = v.InferOutput<typeof WidgetSession>;
