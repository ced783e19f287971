/** What happens by itself when a deadline passes. For the system only. The end of a block is `unblock` (contact.ts). */
import type { Actor } from "../../protocol/actor.ts";
import { type ActionContext, change, refuse, type ActionOutcome } from "./context.ts";

/** Tells a visitor who waits that nobody is in. */
export const noShow = (context: ActionContext, actor: Actor): ActionOutcome =>
	actor.kind === "system" ? change(context, { type: "no_show" }) : refuse("forbidden");

/** Closes a conversation that was answered and in which the visitor said nothing since. */
export const closeIdle = (context: ActionContext, actor: Actor): ActionOutcome =>
	actor.kind === "system" ? change(context, { type: "close", by: "idle" }) : refuse("forbidden");
