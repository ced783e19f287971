/** Settings of how the AI writes, and by which model. Each has a default, because a row stored by an older release may lack it. */
import * as v from "valibot";
import { ShownLine } from "./text/shown.ts";

export const Style = v.object({
	/** The AI's name under its messages. Empty: "AI". */
	aiName: v.optional(v.pipe(ShownLine, v.maxLength(40)), ""),
	tone: v.optional(v.picklist(["plain", "friendly", "formal"]), "plain"),
	answerLength: v.optional(v.picklist(["short", "medium", "long"]), "medium"),
	/** Instructions for every answer, such as "Never promise dates". They restrict the AI; they are not a source of facts. */
	guidance: v.optional(v.pipe(v.array(v.pipe(ShownLine, v.minLength(1), v.maxLength(300))), v.maxLength(20)), []),
	/** Which of the models on Workers AI writes (model/catalogue.ts). */
	model: v.optional(v.picklist(["cheaper", "stronger"]), "cheaper"),
});
export type Style = v.InferOutput<typeof Style>;
