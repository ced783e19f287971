/** The fixed sentences of the AI (offers, courtesies, introductions to a foreign quotation), in the visitor's language. */
import type { Courtesy } from "../../language/pack.ts";
import { type Language, packs } from "../../language/packs.ts";
import type { HandoffReason } from "../../protocol/conversation/entry.ts";

export function offerText(reason: HandoffReason, language: Language): string {
	const { offers } = packs[language].phrases;
	if (reason === "nothing_found") return offers.nothing;
	if (reason === "ai_failed") return offers.failed;
	if (reason === "too_many_turns") return offers.stuck;
	return reason === "asked_for_person" ? offers.person : offers.unsure;
}

export const courtesyText = (courtesy: Courtesy, language: Language): string =>
	packs[language].phrases.courtesies[courtesy];

export const foreignLead = (language: Language): string => packs[language].phrases.foreignLead;

export const fileAloneText = (language: Language): string => packs[language].phrases.fileAlone;

export const goAheadText = (language: Language): string => packs[language].phrases.goAhead;
