/**
 * Finds passages for what the visitor asks. A follow-up ("And to Norway?") is searched together with the question it
 * follows; the judge is told which words are the visitor's own, so that the earlier ones can't vouch for the later.
 */
import type { Passage } from "../knowledge/article/passage.ts";
import { wholeWord } from "../language/pack.ts";
import { withoutNone, partsOf, spacedPacks, unspacedPacks } from "../language/packs.ts";
import { informativeWords, lengthInWords, words } from "../language/text/terms.ts";
import { withoutPacks } from "../language/text/without-packs.ts";
import type { ThreadMessage } from "./write/writer.ts";
import { isComplaint } from "./intent/complaint.ts";

/** Passages to judge by and to write from. More would cost a model's time and blur the margin. */
export const PASSAGES = 8;

const FOLLOW_UP_WORDS = 4;

const spacedFollowUps = spacedPacks.map(({ followUps }) => followUps);
const unspacedFollowUps = [...unspacedPacks.map(({ followUps }) => followUps), ...withoutPacks];

/** Openings that lean on what was said before. */
const leaning = new RegExp(`^(?:${spacedFollowUps.map(({ openings }) => openings).join("|")})(?![\\p{L}\\p{N}])`, "u");
/** The same where the next word follows without a space. */
const leaningUnspaced = new RegExp(`^(?:${unspacedFollowUps.map(({ openings }) => openings).join("|")})`, "u");

/** Words that point back, which in a short question need the one before. */
const pointing = wholeWord(withoutNone(spacedFollowUps.map(({ pointers }) => pointers)).join("|"));
const pointingUnspaced = new RegExp(withoutNone(unspacedFollowUps.map(({ pointers }) => pointers)).join("|"), "u");
const POINTING_WORDS = 7;

/** Short as they are, these name what they ask about and what they ask of it. */
const whole = partsOf(({ followUps }) => followUps.whole);

/** The chance from which a short question is taken to be a whole one. */
const LIKELY = 0.9;

export type Retrieved = {
	passages: Passage[];
	/** True: searched together with an earlier question. */
	followUp: boolean;
};

/** "That didn't help" asks nothing that another question could follow on. */
const previousQuestion = (thread: ThreadMessage[]): string | null =>
	thread.findLast(({ author, text }) => author === "visitor" && informativeWords(text).length > 0 && !isComplaint(text))
		?.text ?? null;

export async function retrieve(
	{ question, thread }: { question: string; thread: ThreadMessage[] },
	search: (query: string, limit: number) => Promise<Passage[]>,
): Promise<Retrieved> {
	const text = words(question).join(" ");
	const own = informativeWords(question);
	const length = lengthInWords(question);
	const refersBack =
		leaning.test(text) ||
		leaningUnspaced.test(text) ||
		(length <= POINTING_WORDS && (pointing.test(text) || pointingUnspaced.test(text)));
	const leans =
		refersBack || (length <= FOLLOW_UP_WORDS && !whole.some((pattern) => pattern.test(text))) || own.length === 0;
	const before = leans ? previousQuestion(thread.filter((said) => !question.includes(said.text))) : null;
	if (before === null) return { passages: await search(question, PASSAGES), followUp: false };

	const [alone, together] = await Promise.all([search(question, PASSAGES), search(`${question}\n${before}`, PASSAGES)]);
	// Short is not always leaning: "Gift cards?" stands by itself when one passage has all of it in its name, and so
	// does what has two words of its own and a passage that likely answers.
	const [best] = alone;
	const likely = best !== undefined && best.score >= LIKELY && new Set(own.map(({ word }) => word)).size > 1;
	const standsAlone =
		best !== undefined && (best.titleOverlap >= 0.6 || likely) && best.terms.every(({ match }) => match >= 0.8);
	return best?.exactMatch || (standsAlone && !refersBack)
		? { passages: alone, followUp: false }
		: { passages: together, followUp: true };
}
