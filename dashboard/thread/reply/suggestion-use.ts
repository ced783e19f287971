/** What became of a suggested reply, by comparing it with what is sent. Pure. */
import type { CopilotUse } from "../../../src/protocol/figures.ts";

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });
const words = (text: string): string[] =>
	[...segmenter.segment(text)]
		.filter(({ isWordLike }) => isWordLike === true)
		.map(({ segment }) => segment.toLocaleLowerCase());

/** Share of the suggestion's words that a text must have to be made of it. */
const SHARE = 0.3;
/** Or, for a text that is a part of it, share of the text's own; shorter texts could have them by chance. */
const OWN_SHARE = 0.7;
const LEAST_WORDS = 4;

function madeOf(suggested: string, sent: string): boolean {
	const [theirs, ours] = [new Set(words(suggested)), words(sent)];
	const shared = new Set(ours.filter((word) => theirs.has(word))).size;
	if (shared >= Math.max(1, theirs.size * SHARE)) return true;
	return ours.length >= LEAST_WORDS && ours.filter((word) => theirs.has(word)).length >= ours.length * OWN_SHARE;
}

/** `versions`: the suggestion, and what copilot has made of it since: a translation shares no word with it. */
export function suggestionUseOf(versions: readonly string[], sent: string): CopilotUse {
	const [suggested = ""] = versions;
	if (sent.trim() === suggested.trim()) return "used";
	return versions.some((version) => madeOf(version, sent)) ? "edited" : "dropped";
}
