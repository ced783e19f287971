/** The part of a message around the first match of a query, for the list of results. Pure. */
import { isUnspaced } from "../language/text/terms.ts";
import { matcherOf } from "./message-terms.ts";

/** Characters shown, and how many of them come before the match. */
const LENGTH = 140;
const LEAD = 40;

/** Characters of a piece that is compared at a time, and how many it shares with the next: a match lies within one of them. */
const PIECE = 16;
const OVERLAP = 8;

/** Words with the invisible characters inside them, and emoji. */
const word = /[\p{L}\p{M}\p{N}\p{DI}]+|\p{RI}{2}|\p{Extended_Pictographic}/gu;

/** Marks and joiners in a row past which a text is cut all the same: more than any letter or emoji has. */
const MAX_MARKS = 32;

/** Where a text may be cut: not within a surrogate pair, nor before a mark or joiner. */
function cutAt(text: string, index: number): number {
	const end = Math.max(0, index);
	let at = end;
	while (
		at > 0 &&
		at < text.length &&
		end - at < MAX_MARKS &&
		/^(?:[\p{M}\p{DI}]|[\udc00-\udfff])/u.test(text.slice(at, at + 2))
	)
		at--;
	return at;
}

/** The position of the match within a long run of letters, such as a text in a script without spaces. */
function within(run: string, matches: (piece: string) => boolean): number {
	if (run.length <= LEAD) return 0;
	for (let start = 0; start < run.length; start += PIECE - OVERLAP)
		if (matches(run.slice(cutAt(run, start), cutAt(run, start + PIECE)))) return start;
	return 0;
}

function around(plain: string, found: number): string {
	if (found <= LEAD) return plain.slice(0, cutAt(plain, LENGTH));
	// The cut is at a space, if there is one near.
	const space = plain.lastIndexOf(" ", found - LEAD / 2);
	const start = space >= found - LENGTH / 2 ? space + 1 : cutAt(plain, found - LEAD / 2);
	return `… ${plain.slice(start, cutAt(plain, start + LENGTH))}`;
}

export function excerpt(text: string, query: string): string {
	const plain = text.replace(/\s+/g, " ").trim();
	const literal = isUnspaced(query) ? plain.indexOf(query.trim()) : -1;
	// In a script without spaces the pairs of the query stand in other words too, so the query as a whole comes first.
	if (literal >= 0) return around(plain, literal);
	const matches = matcherOf(query);
	for (const { 0: run, index } of plain.matchAll(word)) {
		if (matches(run)) return around(plain, index + within(run, matches));
	}
	return around(plain, 0);
}
