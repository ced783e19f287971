/** The actions of deadlines, for the actor "system" only. A block's end is `unblock` (contact.ts). */
import type { Actor } from "../../protocol/actor.ts";
import { type ActionContext, change, refuse, type ActionOutcome } from "./context.ts";

/** Adds the event "nobody is in" for a visitor who waits for a person. */
export const noShow = (context: ActionContext, actor: Actor): ActionOutcome =>
	actor.kind === "system" ? change(context, { type: "no_show" }) : refuse("forbidden");

/** Closes a conversation in which the visitor has said nothing since our last reply. */
export const closeIdle = (context: ActionContext, actor: Actor): ActionOutcome =>
	actor.kind === "system" ? change(context, { type: "close", by: "idle" }) : refuse("forbidden");
