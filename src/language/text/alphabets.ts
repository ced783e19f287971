/**
 * The languages that a text may be in, by its script. Languages that borrow a script come before its owners (kana is looked
 * for before Chinese characters), and Latin comes last, for texts in every script contain Latin names.
 */
import { withoutNone, languages, type Language, packs, unspacedPacks } from "../packs.ts";

/** A pattern that finds a letter of one of these scripts. */
export const scriptPattern = (names: readonly string[]): RegExp =>
	new RegExp(`[${names.map((name) => `\\p{Script=${name}}`).join("")}]`, "u");

const borrowedBy = (language: Language): string[] => withoutNone([packs[language].writing.borrows]).flat();

const LATIN = "Latin";
const rank = (language: Language): number =>
	packs[language].writing.scripts.includes(LATIN) ? 2 : borrowedBy(language).length > 0 ? 0 : 1;

export type Alphabet = {
	scripts: string[];
	script: RegExp;
	/** The languages whose own script it is, then those that borrow it. */
	languages: Language[];
};

function alphabetsOf(): Alphabet[] {
	const found = new Map<string, Alphabet>();
	for (const language of [...languages].sort((a, b) => rank(a) - rank(b))) {
		const { scripts } = packs[language].writing;
		const known = found.get(scripts.join());
		if (known) known.languages.push(language);
		else found.set(scripts.join(), { scripts, script: scriptPattern(scripts), languages: [language] });
	}
	const all = [...found.values()];
	for (const alphabet of all)
		alphabet.languages.push(
			...languages.filter((language) => borrowedBy(language).some((name) => alphabet.scripts.includes(name))),
		);
	return all;
}

/** In order of precedence: a text is in a language of the first alphabet that has any of its letters. */
export const alphabets: readonly Alphabet[] = alphabetsOf();

/** The languages in Latin letters, which no script tells apart. */
export const latin: readonly Language[] = alphabets.find(({ scripts }) => scripts.includes(LATIN))?.languages ?? [];

/** True where one of two languages borrows the other's script, as Japanese borrows that of Chinese. */
export const sharesScript = (one: Language, other: Language): boolean =>
	borrowedBy(one).some((name) => packs[other].writing.scripts.includes(name)) ||
	borrowedBy(other).some((name) => packs[one].writing.scripts.includes(name));

/** A pattern that finds a letter of a language that is written without spaces. */
export const unspacedScript: RegExp = scriptPattern([
	...new Set(unspacedPacks.flatMap(({ writing }) => [...writing.scripts, ...withoutNone([writing.borrows]).flat()])),
]);
