/** How conversations that wait for a person reach one: part of a workspace's settings. */
import * as v from "valibot";

/** By hand: whoever takes one has it. Else each is offered to one member after another. */
export const RoutingMode = v.picklist(["by_hand", "round_robin", "least_busy"]);
export type RoutingMode = v.InferOutput<typeof RoutingMode>;

export const RoutingSettings = v.object({
	routing: v.optional(RoutingMode, "by_hand"),
	/** A member with so many open conversations is offered no more. */
	routingLimit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)), 10),
	/** After so many minutes without a reaction an offer goes to the next. */
	routingMinutes: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(60)), 2),
});
export type RoutingSettings = v.InferOutput<typeof RoutingSettings>;
