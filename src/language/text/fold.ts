/**
 * Folding: normalises texts that are compared, by letters and their marks, whatever the language. There are three foldings for
 * different purposes. Stored texts were folded with them, so changing one means folding the stored texts anew.
 */

/** Letters that Unicode doesn't decompose, and that people type as these. */
const plainLetters: Record<string, string> = {
	ß: "ss",
	ł: "l",
	ø: "o",
	đ: "d",
	ð: "d",
	þ: "th",
	ħ: "h",
	ŧ: "t",
	ı: "i",
	æ: "ae",
	œ: "oe",
	// The end of a word isn't its end while it is being typed.
	ς: "σ",
};

/** What nobody sees (soft hyphens, joiners, variation selectors, fillers) and controls; tab and line breaks are spaces. */
// oxlint-disable-next-line no-control-regex -- controls are what this looks for
const unseen = /[\p{DI}\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufff9-\ufffb]/gu;

/**
 * The text in single letters and marks. U+FDFA alone is eighteen of them, so a text of nothing else is cut: no text that
 * people write grows fourfold.
 */
const decomposed = (text: string): string => text.normalize("NFKD").slice(0, 4 * text.length + 64);

/**
 * For search and answers: lower case, one form of compatible characters and apostrophes, no accents on Latin, Greek or
 * Cyrillic letters, nothing that nobody sees.
 */
export const fold = (text: string): string =>
	decomposed(text)
		.replace(unseen, "")
		.toLowerCase()
		.replace(/[\u0300-\u036f\u064b-\u0652\u0670\u0640]/g, "")
		.normalize("NFC")
		.replace(/[’‘ʼʻʹ`´]/g, "'")
		.replace(/[أإآٱ]/g, "ا")
		.replace(/ى/g, "ي")
		.replace(/[ßłøđðþħŧıæœς]/g, (letter) => plainLetters[letter] ?? letter);

/** For requests for a person, which are typed in haste: `fold`, one form of an Arabic ending, and "hello" for "hellooo". */
export const foldHasty = (text: string): string =>
	fold(text)
		.replaceAll("ة", "ه")
		.replace(/(\p{L})\1{2,}/gu, "$1");

/** For names and addresses, any part of which is searched: `fold`, no marks of any script, one form of dashes. */
export const foldNames = (text: string): string =>
	fold(text)
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.replace(/[\u2010-\u2015\u2212]/g, "-");

/** The folding of names of earlier releases, which an earlier release still searches by after a roll-back. */
export const foldMarks = (text: string): string => decomposed(text).replace(/\p{M}/gu, "").toLowerCase();
