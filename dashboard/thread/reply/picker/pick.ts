/** Where in a text a picker opens: at a sign that begins a word, up to the caret. Pure. */
import { beginsWord } from "../../../../src/protocol/text/word-start.ts";

/** `/` opens the canned responses, `@` the teammates. */
export type Sign = "/" | "@";

/** An open picker: where its sign stands, and what is typed after it. */
export type Pick = { sign: Sign; from: number; typed: string };

/** The longest word that is looked back over. */
const MAX_TYPED = 40;

/** The picker that the caret is in; null where it is in none. */
export function pickAt(text: string, caret: number, signs: readonly Sign[]): Pick | null {
	const start = Math.max(0, caret - MAX_TYPED);
	const word = text.slice(start, caret);
	for (let at = word.length - 1; at >= 0; at--) {
		const letter = word[at] ?? "";
		if (/\s/.test(letter)) return null;
		const sign = signs.find((one) => one === letter);
		if (sign === undefined) continue;
		const from = start + at;
		if (!beginsWord(text[from - 1])) return null;
		return { sign, from, typed: text.slice(from + 1, caret) };
	}
	return null;
}
