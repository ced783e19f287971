/**
 * A message that is nothing but a greeting, thanks or a goodbye. It gets a short courteous reply; anything that also
 * asks something is not ours. "Hello, where is my parcel?" is a question.
 */
import { fold } from "../../language/text/fold.ts";
import { guessLanguage } from "../../language/text/guess.ts";
import type { Courtesy } from "../../language/pack.ts";
import { type Language, languages, packs, partsOf } from "../../language/packs.ts";
import { words } from "../../language/text/terms.ts";

/** "Hi, thanks" is thanks; "thanks, bye" is goodbye: the later of these counts. */
const courtesies: readonly Courtesy[] = ["greeting", "thanks", "goodbye"];

const plain = (text: string): string => words(fold(text)).join(" ");
const phrases = new Map<string, { courtesy: Courtesy; language: Language }>();
for (const language of languages)
	for (const courtesy of courtesies)
		for (const phrase of packs[language].smallTalk[courtesy].split("|"))
			if (!phrases.has(plain(phrase))) phrases.set(plain(phrase), { courtesy, language });

/** What may stand around a courtesy without making it a question. */
const around = new Set(partsOf(({ smallTalk }) => smallTalk.around).flatMap(words));

export type SmallTalkMatch = { courtesy: Courtesy; language: Language };

/** The courtesy a message consists of, or null where it is more than that. */
export function smallTalkIn(text: string): SmallTalkMatch | null {
	if (text.length > 120) return null;
	const all = words(fold(text));
	if (all.length === 0 || all.length > 8) return null;
	let found: SmallTalkMatch | null = null;
	for (let at = 0; at < all.length;) {
		let step = 0;
		for (let size = Math.min(4, all.length - at); size > 0 && step === 0; size--) {
			const match = phrases.get(all.slice(at, at + size).join(" "));
			if (!match) continue;
			step = size;
			if (!found || courtesies.indexOf(match.courtesy) > courtesies.indexOf(found.courtesy)) found = match;
		}
		if (step === 0) {
			if (!around.has(all[at] ?? "")) return null;
			step = 1;
		}
		at += step;
	}
	if (!found) return null;
	const guessed = guessLanguage(text);
	return guessed === "en" || all.length < 2 ? found : { ...found, language: guessed };
}
