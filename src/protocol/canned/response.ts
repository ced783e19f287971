/** Canned responses: texts that a teammate inserts into a reply or note. One is a member's own, or the team's. */
import * as v from "valibot";
import { isBlank, MAX_TEXT_LENGTH } from "../limits.ts";
import { variableExamples, variableProblem } from "./variables.ts";

export const MAX_TEAM_RESPONSES = 500;
export const MAX_OWN_RESPONSES = 200;

/** The most responses that one reply or note is counted for. */
export const MAX_USED = 20;

const CannedOwner = v.picklist(["own", "team"]);
export type CannedOwner = v.InferOutput<typeof CannedOwner>;

const visible = v.check((text: string) => !isBlank(text), "Write something here.");

export const CannedDraft = v.object({
	/** What is typed after the slash. */
	shortcut: v.pipe(
		v.string(),
		v.trim(),
		v.transform((text) => text.toLowerCase()),
		v.regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,31}$/u, "Use one word of up to 32 letters, digits and hyphens."),
	),
	title: v.pipe(v.string(), v.trim(), v.maxLength(120), visible, v.description("Not blank.")),
	/** Markdown, with variables (variables.ts). */
	text: v.pipe(
		v.string(),
		v.maxLength(MAX_TEXT_LENGTH),
		visible,
		v.check(
			(text) => variableProblem(text) === null,
			({ input }) => variableProblem(input) ?? "",
		),
		v.description(`Markdown. Its variables are ${variableExamples.join(", ")}.`),
	),
	whose: CannedOwner,
});
export type CannedDraft = v.InferOutput<typeof CannedDraft>;

export const CannedResponse = v.object({
	id: v.string(),
	shortcut: v.string(),
	title: v.string(),
	text: v.string(),
	/** An owner of a later release counts as the team, whose responses fewer may change. */
	whose: v.fallback(CannedOwner, "team"),
	/** How many sent replies and notes it was in, and when it was in the latest. */
	used: v.number(),
	usedAt: v.nullable(v.number()),
});
export type CannedResponse = v.InferOutput<typeof CannedResponse>;

/** A member's own and the team's, by title. */
export const CannedList = v.object({ responses: v.array(CannedResponse) });
export type CannedList = v.InferOutput<typeof CannedList>;

/** The responses that a sent reply or note was made with. */
export const CannedUse = v.object({
	ids: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.minLength(1), v.maxLength(MAX_USED)),
});
