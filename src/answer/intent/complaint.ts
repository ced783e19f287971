/**
 * Recognises complaints about our last answer: "That didn't help", "that's not what I asked", "still not working". A message
 * that also asks something is a question: "It's not working since I washed it, what can I do?"
 */
import { unspacedScript } from "../../language/text/alphabets.ts";
import { fold } from "../../language/text/fold.ts";
import { spacedPacks, unspacedPacks } from "../../language/packs.ts";
import { words } from "../../language/text/terms.ts";

/** Patterns on folded words, joined: no accents, no apostrophes. A complaint has nothing else but filler. */
const spaced = spacedPacks.flatMap(({ complaints }) => complaints.said);
const unspaced = unspacedPacks.flatMap(({ complaints }) => complaints.said);

/** Words that may be around it without asking anything. */
const filler = new Set(spacedPacks.flatMap(({ complaints }) => words(fold(complaints.filler))));
const fillerUnspaced = new RegExp(unspacedPacks.map(({ complaints }) => complaints.filler).join("|"), "g");

const MAX_WORDS = 16;
/** Characters. */
const MAX_LENGTH = 160;

/** A message without the words of a complaint; null where it has none. */
function remainderOf(text: string): string | null {
	const unspacedText = unspacedScript.test(text);
	const whole = words(text).join(unspacedText ? "" : " ");
	const left = unspacedText
		? unspaced.reduce((rest, pattern) => rest.replace(pattern, ""), whole)
		: spaced.reduce(withoutAll, whole);
	return left === whole ? null : left;
}

/** Removes every occurrence: "no, wrong, that's wrong" has two. */
function withoutAll(text: string, pattern: RegExp): string {
	const without = text.replace(pattern, " ");
	return without === text ? text : withoutAll(without, pattern);
}

/** True where a message complains, also among other things: "no, password reset isn't working". */
export const containsComplaint = (text: string): boolean => text.length <= MAX_LENGTH && remainderOf(text) !== null;

/** True where a message only says that our last answer didn't help. */
export function isComplaint(text: string): boolean {
	if (text.length > MAX_LENGTH || words(text).length > MAX_WORDS) return false;
	const left = remainderOf(text);
	if (left === null) return false;
	return unspacedScript.test(text)
		? left.replace(fillerUnspaced, "") === ""
		: left.split(" ").every((word) => word === "" || filler.has(word));
}
