/** To whom a conversation that waits is offered. Used by the conversation and by dashboards. Pure. */
import type { Routing, Teammate } from "./entry.ts";

/** Its assignee, who doesn't handle it yet. Null: it isn't offered. */
export const offeredTo = (of: { routing?: Routing | null | undefined; assignee: Teammate | null }): Teammate | null =>
	(of.routing?.until ?? null) === null ? null : of.assignee;
