/** Classifies how a suggested reply was used, by comparing it with the sent text. Pure. */
import type { CopilotUse } from "../../../src/protocol/figures/days.ts";

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
const words = (text: string): string[] =>
	[...segmenter.segment(text)]
		.filter(({ isWordLike }) => isWordLike === true)
		.map(({ segment }) => segment.toLocaleLowerCase());

/** A text is made from a suggestion if it contains at least this share of the suggestion's words. */
const SHARE = 0.3;
/** Or if at least this share of the text's own words is in the suggestion: then it is a part of it. */
const OWN_SHARE = 0.7;
/** The fewest words for that second test, which shorter texts could pass by chance. */
const LEAST_WORDS = 4;

function madeOf(suggested: string, sent: string): boolean {
	const [theirs, ours] = [new Set(words(suggested)), words(sent)];
	const shared = new Set(ours.filter((word) => theirs.has(word))).size;
	if (shared >= Math.max(1, theirs.size * SHARE)) return true;
	return ours.length >= LEAST_WORDS && ours.filter((word) => theirs.has(word)).length >= ours.length * OWN_SHARE;
}

/**
 * How a suggestion was used. `versions`: the suggestion, and copilot's later rewrites of it, because a translation shares no
 * words with the original.
 */
export function suggestionUseOf(versions: readonly string[], sent: string): CopilotUse {
	const [suggested = ""] = versions;
	if (sent.trim() === suggested.trim()) return "used";
	return versions.some((version) => madeOf(version, sent)) ? "edited" : "dropped";
}
