/**
 * Folding: one spelling for texts that are to be compared. Four foldings, for what is stored was folded by the same one:
 * changing a folding means folding anew what it wrote. No folding knows a language, only letters and their marks.
 */

/** Letters that Unicode doesn't take apart, but keyboards do. */
const plainLetters: Record<string, string> = { ß: "ss", ł: "l", ø: "o", đ: "d", ı: "i", æ: "ae", œ: "oe" };

/** For search and answers: lower case, one spelling for what looks alike, no accents on Latin, Greek or Cyrillic letters. */
export const fold = (text: string): string =>
	text
		.normalize("NFKD")
		.toLowerCase()
		.replace(/[\u0300-\u036f\u064b-\u0652\u0670\u0640]/g, "")
		.normalize("NFC")
		.replace(/[’‘ʼ`´]/g, "'")
		.replace(/[أإآٱ]/g, "ا")
		.replace(/ى/g, "ي")
		.replace(/[ßłøđıæœ]/g, (letter) => plainLetters[letter] ?? letter);

/** `fold` for hasty typing, in wishes for a person: two ways to write an Arabic ending are one, and so is "hellooo". */
export const foldHasty = (text: string): string =>
	fold(text)
		.replaceAll("ة", "ه")
		.replace(/(\p{L})\1{2,}/gu, "$1");

/** For names of people: no case and no marks at all, so that "jose" finds "José". The letters themselves stay. */
export const foldMarks = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** For titles: no case, and one spelling for characters that Unicode calls compatible. Accents count. */
export const foldCase = (text: string): string => text.normalize("NFKC").toLowerCase();
