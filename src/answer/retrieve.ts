/**
 * Retrieves passages for a visitor's question. A follow-up ("And to Norway?") is searched together with the question before
 * it; the judge learns that, so that the earlier question's words don't count as evidence for the later one.
 */
import type { Passage } from "../knowledge/article/passage.ts";
import { wholeWord } from "../language/pack.ts";
import { withoutNone, partsOf, spacedPacks, unspacedPacks } from "../language/packs.ts";
import { informativeWords, lengthInWords, words } from "../language/text/terms.ts";
import { withoutPacks } from "../language/text/without-packs.ts";
import type { ThreadMessage } from "./write/writer.ts";
import { isComplaint } from "./intent/complaint.ts";

/** Passages for a reader. Of articles with several sections, the right one is among twenty for 94 of 100 questions, among eight for 87. */
export const PASSAGES = 20;

/** Words up to which a question is taken for a follow-up, unless it names what it asks about. */
const FOLLOW_UP_WORDS = 4;

const spacedFollowUps = spacedPacks.map(({ followUps }) => followUps);
const unspacedFollowUps = [...unspacedPacks.map(({ followUps }) => followUps), ...withoutPacks];

/** Openings of follow-ups: "what about". */
const opening = new RegExp(
	`^(?:${spacedFollowUps.map(({ openings }) => openings).join("|")})(?![\\p{L}\\p{M}\\p{N}])`,
	"u",
);
/** The same for languages without spaces. */
const openingUnspaced = new RegExp(`^(?:${unspacedFollowUps.map(({ openings }) => openings).join("|")})`, "u");

/** Words that refer back ("this"): in a short question they need the one before. */
const pointer = wholeWord(withoutNone(spacedFollowUps.map(({ pointers }) => pointers)).join("|"));
const pointerUnspaced = new RegExp(withoutNone(unspacedFollowUps.map(({ pointers }) => pointers)).join("|"), "u");
/** Words up to which a question with such a word is a follow-up. */
const POINTER_WORDS = 7;

/** Short questions that are complete: they name what they ask about and what they ask of it. */
const whole = partsOf(({ followUps }) => followUps.whole);

/** Similarity to a question's wording from which a short question asks just that. */
const WORDED = 0.8;

/** Characters by which a message is found in another: a search for a long text may take as long as both lengths multiplied. */
const TELLING = 200;

/** The best passage's chance from which a short question counts as complete. */
const LIKELY = 0.9;

export type Retrieved = {
	/** Best first. */
	passages: Passage[];
	/** The rest of a small knowledge base, for a reader. */
	rest?: Passage[];
	/** Whether the question was searched together with an earlier one. */
	followUp: boolean;
	/** What was searched, where that is more than the question. */
	query?: string;
};

/** The visitor's last message that asked something. A complaint ("That didn't help") doesn't. */
const previousQuestion = (thread: ThreadMessage[]): string | null =>
	thread.findLast(({ author, text }) => author === "visitor" && informativeWords(text).length > 0 && !isComplaint(text))
		?.text ?? null;

/** Those that are so, and those that aren't. */
const partition = <Item>(all: readonly Item[], is: (item: Item) => boolean): [Item[], Item[]] => [
	all.filter(is),
	all.filter((item) => !is(item)),
];

export async function retrieve(
	{ question, thread }: { question: string; thread: ThreadMessage[] },
	search: (query: string, limit: number) => Promise<Passage[]>,
): Promise<Retrieved> {
	const text = words(question).join(" ");
	const own = informativeWords(question);
	const length = lengthInWords(question);
	const refersBack =
		opening.test(text) ||
		openingUnspaced.test(text) ||
		(length <= POINTER_WORDS && (pointer.test(text) || pointerUnspaced.test(text)));
	const mayFollowUp =
		refersBack || (length <= FOLLOW_UP_WORDS && !whole.some((pattern) => pattern.test(text))) || own.length === 0;
	const before = mayFollowUp
		? previousQuestion(thread.filter(({ text: earlier }) => !question.includes(earlier.slice(0, TELLING))))
		: null;
	const find = async (query: string) => {
		const [rest, passages] = partition(await search(query, PASSAGES), ({ unfound }) => unfound === true);
		return { passages, rest };
	};
	if (before === null) return { ...(await find(question)), followUp: false };

	const [alone, together] = await Promise.all([find(question), find(`${question}\n${before}`)]);
	// A short question isn't always a follow-up. "Gift cards?" is complete where a passage has all of it in its title, and so is
	// a question with two words of its own and a passage that likely answers.
	const [best] = alone.passages;
	const likely = best !== undefined && best.score >= LIKELY && new Set(own.map(({ word }) => word)).size > 1;
	const isComplete =
		best !== undefined && (best.titleOverlap >= 0.6 || likely) && best.terms.every(({ match }) => match >= 0.8);
	// "And how can I pay?" is one of the team's questions, whatever it begins with.
	const isWorded = best?.kind === "question" && best.charSimilarity >= WORDED;
	return best?.exactMatch || isWorded || (isComplete && !refersBack)
		? { ...alone, followUp: false }
		: { ...together, followUp: true, query: `${question}\n${before}` };
}
