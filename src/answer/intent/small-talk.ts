/**
 * Recognises small talk: a message that is only a greeting, thanks or a goodbye, which gets a short courteous reply. A message
 * that also asks something ("Hello, where is my parcel?") isn't small talk.
 */
import { fold } from "../../language/text/fold.ts";
import type { Courtesy } from "../../language/pack.ts";
import { type Language, languages, packs, partsOf } from "../../language/packs.ts";
import { words } from "../../language/text/terms.ts";

/** In rising rank: "Hi, thanks" is thanks, and "thanks, bye" is a goodbye. */
const courtesies: readonly Courtesy[] = ["greeting", "thanks", "goodbye"];

const plain = (text: string): string => words(fold(text)).join(" ");
const phrases = new Map<string, SmallTalkMatch>();
for (const language of languages)
	for (const courtesy of courtesies)
		for (const phrase of packs[language].smallTalk[courtesy].split("|")) {
			const known = phrases.get(plain(phrase));
			// "Ciao" is a greeting in one language and a goodbye in another: the first pack's meaning counts.
			if (known?.courtesy === courtesy) known.languages.push(language);
			else if (!known) phrases.set(plain(phrase), { courtesy, languages: [language] });
		}

/** Words that may be around a courtesy without making the message a question. */
const around = new Set(partsOf(({ smallTalk }) => smallTalk.around).flatMap(words));

/** `languages`: those that have the phrase, in the order of the packs. */
export type SmallTalkMatch = { courtesy: Courtesy; languages: Language[] };

/** The courtesy that a message consists of; null where it has anything else. */
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
	return found;
}
