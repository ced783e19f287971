/** How a workspace wants its AI to write, and by which model: settings that an older row may not have. */
import * as v from "valibot";

export const Style = v.object({
	/** What the AI signs with. Empty: "AI". */
	aiName: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(40)), ""),
	tone: v.optional(v.picklist(["plain", "friendly", "formal"]), "plain"),
	answerLength: v.optional(v.picklist(["short", "medium", "long"]), "medium"),
	/** Notes for every answer, such as "Never promise dates". They narrow what the AI says; they are no source. */
	guidance: v.optional(
		v.pipe(v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300))), v.maxLength(20)),
		[],
	),
	/** Of the models on Workers AI (model/catalogue.ts). */
	model: v.optional(v.picklist(["cheaper", "stronger"]), "cheaper"),
});
export type Style = v.InferOutput<typeof Style>;
