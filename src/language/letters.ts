/** What a mail to a teammate says, in the first language of theirs that we have; English where we have none. */
import type { LetterWords } from "./letters/words.ts";
import { languagesOf } from "./detect.ts";
import { type Language, packs } from "./packs.ts";

export type LetterLanguage = { language: Language; rightToLeft: boolean; words: LetterWords };

/** `tags`: the reader's language, then the workspace's. */
export async function lettersIn(tags: readonly (string | null | undefined)[]): Promise<LetterLanguage> {
	const [language = "en"] = languagesOf(tags);
	// Some forty kilobytes that no request needs: they are loaded with the first mail.
	const { letters } = await import("./letters/letters.ts");
	return { language, rightToLeft: packs[language].writing.direction === "rtl", words: letters[language] };
}

/** A sentence with its names: "{who}" becomes `values.who`. What stands in a name stays as it is. */
export const filled = (sentence: string, values: Record<string, string | number>): string =>
	sentence.replace(/\{(\w+)\}/g, (whole, name: string) => `${values[name] ?? whole}`);
