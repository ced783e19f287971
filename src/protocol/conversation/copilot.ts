/** Copilot: what a teammate asks for while writing a reply, and what comes back. Nothing of it is sent by itself. */
import * as v from "valibot";
import { Citation } from "./entry.ts";
import { CopilotUse } from "../figures.ts";
import { MAX_TEXT_LENGTH } from "../limits.ts";

/** What a draft can be translated to, by code and English name. */
export const LANGUAGES = {
	ar: "Arabic",
	zh: "Chinese",
	nl: "Dutch",
	en: "English",
	fr: "French",
	de: "German",
	it: "Italian",
	ja: "Japanese",
	pl: "Polish",
	pt: "Portuguese",
	es: "Spanish",
	tr: "Turkish",
} as const;

export const TranslationLanguage = v.picklist(["ar", "zh", "nl", "en", "fr", "de", "it", "ja", "pl", "pt", "es", "tr"]);
export type TranslationLanguage = v.InferOutput<typeof TranslationLanguage>;

const draft = v.pipe(
	v.string(),
	v.maxLength(MAX_TEXT_LENGTH),
	v.check((text) => text.trim() !== "", "Write something first."),
	v.description("Not only spaces."),
);

/** POST /api/conversations/:id/copilot */
export const CopilotRequest = v.variant("do", [
	v.object({ do: v.literal("suggest") }),
	v.object({ do: v.picklist(["rephrase", "shorter"]), draft }),
	/** Without a language: the one the visitor writes in. */
	v.object({ do: v.literal("translate"), draft, language: v.optional(TranslationLanguage) }),
]);
export type CopilotRequest = v.InferOutput<typeof CopilotRequest>;
export type Rewriting = Exclude<CopilotRequest["do"], "suggest">;

export const CopilotAnswer = v.object({
	/** Of a suggestion, to tell later what became of it; null for a rewritten draft. */
	id: v.nullable(v.string()),
	text: v.string(),
	/** What it rests on; nothing for a rewritten draft. */
	sources: v.array(Citation),
	/** 0 to 1; null for a rewritten draft. */
	confidence: v.nullable(v.number()),
});
export type CopilotAnswer = v.InferOutput<typeof CopilotAnswer>;

/** POST /api/conversations/:id/copilot/:suggestion, once; telling it again changes nothing. */
export const CopilotOutcome = v.object({ use: CopilotUse });
