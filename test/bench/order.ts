/** The requests of the bench to its own Worker's control route (worker/entry.ts), as schemas for both ends. */
import * as v from "valibot";

/** The header that says for which workspace a request is counted. */
export const WORKSPACE_HEADER = "X-Bench-Workspace";

/** Fill the list with conversations number `from` to `to`, each with `messages` messages taken from `sentences`. */
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

export const Order = v.variant("do", [
	v.object({ do: v.literal("counts"), workspace: v.string() }),
	v.object({ do: v.literal("sql"), statements: v.array(v.string()) }),
	v.object({ do: v.literal("fill"), workspace: v.string(), filling: Filling }),
	v.object({ do: v.literal("lengthen"), conversation: v.string(), messages: v.number() }),
	v.object({ do: v.literal("ring"), conversation: v.string() }),
	v.object({ do: v.literal("size"), conversation: v.string() }),
]);
export type Order = v.InferOutput<typeof Order>;
