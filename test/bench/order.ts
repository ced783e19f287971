/** The requests of the bench to its own Worker's control route (worker/entry.ts), as schemas for both ends. */
import * as v from "valibot";
import { Filling } from "../../scripts/local/filling.ts";

/** The header that says for which workspace a request is counted. */
export const WORKSPACE_HEADER = "X-Bench-Workspace";

export const Order = v.variant("do", [
	v.object({ do: v.literal("counts"), workspace: v.string() }),
	v.object({ do: v.literal("sql"), statements: v.array(v.string()) }),
	v.object({ do: v.literal("fill"), workspace: v.string(), filling: Filling }),
	v.object({ do: v.literal("lengthen"), conversation: v.string(), messages: v.number() }),
	v.object({ do: v.literal("ring"), conversation: v.string() }),
	v.object({ do: v.literal("size"), conversation: v.string() }),
]);
export type Order = v.InferOutput<typeof Order>;
