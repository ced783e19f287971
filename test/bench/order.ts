/** What the bench may ask of its own Worker (worker/entry.ts), for both ends. */
import * as v from "valibot";

/** On every request that is made in a workspace's name, so that it is counted for it. */
export const WORKSPACE_HEADER = "X-Bench-Workspace";

/** Conversations number `from` to `to`, each with `messages` sentences out of `sentences`. */
export const Filling = v.object({
	from: v.number(),
	to: v.number(),
	/** All there will be. */
	size: v.number(),
	messages: v.number(),
	sentences: v.array(v.string()),
	/** Teammates among whom the handled ones are spread. */
	members: v.array(v.object({ id: v.string(), name: v.string() })),
	/** The latest message's time, ms since 1970. */
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
