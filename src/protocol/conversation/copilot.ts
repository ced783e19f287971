/** Copilot: a teammate's requests for help with a reply, and the answers. Copilot never sends anything to the visitor. */
import * as v from "valibot";
import { Citation } from "./entry.ts";
import { CopilotUse } from "../figures/days.ts";
import { MAX_TEXT_LENGTH } from "../limits.ts";

/** The languages that a draft can be translated to: English names by ISO 639-1 code. */
export const LANGUAGES = {
	ar: "Arabic",
	zh: "Chinese",
	nl: "Dutch",
	en: "English",
	fr: "French",
	de: "German",
	he: "Hebrew",
	hi: "Hindi",
	it: "Italian",
	ja: "Japanese",
	ko: "Korean",
	pl: "Polish",
	pt: "Portuguese",
	ru: "Russian",
	es: "Spanish",
	sv: "Swedish",
	tr: "Turkish",
} as const;

export const TranslationLanguage = v.picklist([
	"ar",
	"zh",
	"nl",
	"en",
	"fr",
	"de",
	"he",
	"hi",
	"it",
	"ja",
	"ko",
	"pl",
	"pt",
	"ru",
	"es",
	"sv",
	"tr",
]);
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
	/** Without `language`, copilot translates to the visitor's language. */
	v.object({ do: v.literal("translate"), draft, language: v.optional(TranslationLanguage) }),
]);
export type CopilotRequest = v.InferOutput<typeof CopilotRequest>;
export type Rewriting = Exclude<CopilotRequest["do"], "suggest">;

export const CopilotAnswer = v.object({
	/** The suggestion's id, by which the dashboard reports how it was used; null for a rewritten draft. */
	id: v.nullable(v.string()),
	text: v.string(),
	/** The documents that the suggestion cites; empty for a rewritten draft. */
	sources: v.array(Citation),
	/** From 0 to 1; null for a rewritten draft. */
	confidence: v.nullable(v.number()),
});
export type CopilotAnswer = v.InferOutput<typeof CopilotAnswer>;

/** POST /api/conversations/:id/copilot/:suggestion. The first report counts; later ones change nothing. */
export const CopilotOutcome = v.object({ use: CopilotUse });
