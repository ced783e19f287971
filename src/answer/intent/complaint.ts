/**
 * A message that says nothing but that our last one was of no use: "That didn't help", "that's not what I asked", "still
 * not working". Whatever else it asks makes it a question: "It's not working since I washed it, what can I do?"
 */
import { unspacedScript } from "../../language/text/alphabets.ts";
import { fold } from "../../language/text/fold.ts";
import { spacedPacks, unspacedPacks } from "../../language/packs.ts";
import { words } from "../../language/text/terms.ts";

/** On folded words, joined: no accents, no apostrophes. What is left when these are taken out must be filler. */
const spaced = spacedPacks.flatMap(({ complaints }) => complaints.said);
const unspaced = unspacedPacks.flatMap(({ complaints }) => complaints.said);

/** What may stand around it without asking anything. */
const filler = new Set(spacedPacks.flatMap(({ complaints }) => words(fold(complaints.filler))));
const fillerUnspaced = new RegExp(unspacedPacks.map(({ complaints }) => complaints.filler).join("|"), "g");

const MAX_WORDS = 16;
/** Characters. */
const MAX_LENGTH = 160;

/** What is left of a message without what says so; null where nothing does. */
function remainderOf(text: string): string | null {
	const unspacedText = unspacedScript.test(text);
	const whole = words(text).join(unspacedText ? "" : " ");
	const left = unspacedText
		? unspaced.reduce((rest, pattern) => rest.replace(pattern, ""), whole)
		: spaced.reduce(withoutAll, whole);
	return left === whole ? null : left;
}

/** The same may be said twice: "no, wrong, that's wrong". */
function withoutAll(text: string, pattern: RegExp): string {
	const without = text.replace(pattern, " ");
	return without === text ? text : withoutAll(without, pattern);
}

/** Says so among other things: "no, password reset isn't working". */
export const containsComplaint = (text: string): boolean => text.length <= MAX_LENGTH && remainderOf(text) !== null;

/** Our last answer didn't help, and nothing else is asked. */
export function isComplaint(text: string): boolean {
	if (text.length > MAX_LENGTH || words(text).length > MAX_WORDS) return false;
	const left = remainderOf(text);
	if (left === null) return false;
	return unspacedScript.test(text)
		? left.replace(fillerUnspaced, "") === ""
		: left.split(" ").every((word) => word === "" || filler.has(word));
}
