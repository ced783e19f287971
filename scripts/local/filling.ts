/** What a list is filled with (fill.ts), as a schema for both ends. */
import * as v from "valibot";

/** Conversations number `from` to `to`, each with `messages` messages taken from `sentences`. */
export const Filling = v.object({
	from: v.number(),
	to: v.number(),
	/** The number of conversations after all fillings. */
	size: v.number(),
	messages: v.number(),
	sentences: v.array(v.string()),
	/** Teammates, to whom conversations are assigned in turn. */
	members: v.array(v.object({ id: v.string(), name: v.string() })),
	/** The time of the latest message, in ms since 1970. */
	now: v.number(),
});
export type Filling = v.InferOutput<typeof Filling>;
