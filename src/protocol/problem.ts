/** The body of every error over HTTP. */
import * as v from "valibot";
import { EventEntry } from "./conversation/entry.ts";

/** RFC 9457 problem details. `detail` says what to do; `fields` names the inputs that are wrong. */
export const Problem = v.object({
	type: v.string(),
	title: v.string(),
	status: v.number(),
	detail: v.optional(v.string()),
	/** A refusal's reason, for clients that switch on it. */
	reason: v.optional(v.string()),
	/** What another teammate did before, which the caller of an action on a conversation hadn't seen. */
	happened: v.optional(EventEntry),
	fields: v.optional(v.record(v.string(), v.string())),
});
export type Problem = v.InferOutput<typeof Problem>;
