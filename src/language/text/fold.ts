/**
 * Folding: normalises texts that are compared, by letters and their marks, whatever the language. There are four foldings for
 * different purposes. Stored texts were folded with them, so changing one means folding the stored texts anew.
 */

/** Letters that Unicode doesn't decompose, and that people type as these. */
const plainLetters: Record<string, string> = { ß: "ss", ł: "l", ø: "o", đ: "d", ı: "i", æ: "ae", œ: "oe" };

/** For search and answers: lower case, one form of compatible characters and apostrophes, no accents on Latin, Greek or Cyrillic letters. */
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

/** For requests for a person, which are typed in haste: `fold`, one form of an Arabic ending, and "hello" for "hellooo". */
export const foldHasty = (text: string): string =>
	fold(text)
		.replaceAll("ة", "ه")
		.replace(/(\p{L})\1{2,}/gu, "$1");

/** For names of people: no case and no marks, so that "jose" finds "José". Letters aren't replaced. */
export const foldMarks = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** For titles: no case, and one form of compatible characters. Accents stay. */
export const foldCase = (text: string): string => text.normalize("NFKC").toLowerCase();
