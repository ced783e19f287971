/** Which canned responses fit what is typed, the best first. Pure. */
import type { CannedResponse } from "../../src/protocol/canned/response.ts";
import { folded, matchOf } from "../palette/choices.ts";

/** Whether the letters are in the word in their order, the first at its beginning: "rtn" in "return". */
function isSubsequence(letters: string, word: string): boolean {
	if (letters[0] !== word[0]) return false;
	let at = 0;
	for (const letter of word) if (letter === letters[at]) at++;
	return at === letters.length;
}

/** How well a response fits, from 6; null: not at all. What it says counts for less than what it is called. */
export function fitOf(typed: string, { shortcut, title, text }: CannedResponse): number | null {
	const [wanted, name] = [folded(typed.trim()), folded(shortcut)];
	if (name === wanted) return 6;
	if (name.startsWith(wanted)) return 5;
	if (matchOf(typed, title) !== null) return 4;
	if (isSubsequence(wanted, name)) return 3;
	if (`${name} ${folded(title)}`.includes(wanted)) return 2;
	return matchOf(typed, text) === null ? null : 1;
}

/** Those that fit. Of two that fit as well, the one that was used later comes first, then the one that is used more. */
export const fitting = (all: readonly CannedResponse[], typed: string): CannedResponse[] =>
	all
		.flatMap((response) => {
			const fit = fitOf(typed, response);
			return fit === null ? [] : [{ response, fit }];
		})
		.toSorted(
			(one, other) =>
				other.fit - one.fit ||
				(other.response.usedAt ?? 0) - (one.response.usedAt ?? 0) ||
				other.response.used - one.response.used,
		)
		.map(({ response }) => response);
