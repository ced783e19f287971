/** What the widget's loader and chat are told over HTTP. Frames and entries, which the team reads too, are the conversation's. */
import * as v from "valibot";
import { Availability } from "./conversation/frames.ts";

/** POST /api/widget/boot, by the loader: may the launcher show, and is something unread? 403 means stay hidden. */
export const Boot = v.object({ name: v.string(), unread: v.number() });
export type Boot = v.InferOutput<typeof Boot>;

/** POST /api/widget/session, when the chat opens: who the visitor is and what to greet them with. */
export const WidgetSession = v.object({
	token: v.string(),
	visitorId: v.string(),
	name: v.string(),
	greeting: v.string(),
	availability: Availability,
});
export type WidgetSession = v.InferOutput<typeof WidgetSession>;
