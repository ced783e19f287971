/**
 * Finds passages for what the visitor asks. A follow-up ("And to Norway?") is searched together with the question it
 * follows; the judge is told which words are the visitor's own, so that the earlier ones can't vouch for the later.
 */
import type { Passage } from "../knowledge/passage.ts";
import { asked, words } from "../knowledge/terms.ts";
import type { Said } from "./port.ts";

/** Passages to judge by and to write from. More would cost a model's time and blur the margin. */
export const PASSAGES = 6;

const FOLLOW_UP_WORDS = 4;

/** Openings that lean on what was said before. */
const leaning =
	/^(?:and|but|or|what about|how about|what if|so|und|aber|was ist mit|y|pero|e|et|mais|ma|en|maar|mas|i|a co z|ve|peki|و|那|那么|それで|じゃあ)(?![\p{L}\p{N}])/u;

export type Retrieved = {
	passages: Passage[];
	/** True: searched together with an earlier question. */
	followUp: boolean;
};

const previousQuestion = (thread: Said[]): string | null =>
	thread.findLast(({ author, text }) => author === "visitor" && asked(text).length > 0)?.text ?? null;

export async function retrieve(
	{ question, thread }: { question: string; thread: Said[] },
	search: (query: string, limit: number) => Promise<Passage[]>,
): Promise<Retrieved> {
	const own = words(question);
	const informative = asked(question);
	const leans = own.length <= FOLLOW_UP_WORDS || informative.length === 0 || leaning.test(own.join(" "));
	const before = leans ? previousQuestion(thread.filter(({ text }) => !question.includes(text))) : null;
	if (before === null) return { passages: await search(question, PASSAGES), followUp: false };

	const [alone, together] = await Promise.all([search(question, PASSAGES), search(`${question}\n${before}`, PASSAGES)]);
	// Short is not always leaning: "Gift cards?" stands by itself when one passage has all of it in its name.
	const [best] = alone;
	const standsAlone = best !== undefined && best.named >= 0.6 && best.terms.every(({ match }) => match >= 0.8);
	return standsAlone && !leaning.test(own.join(" "))
		? { passages: alone, followUp: false }
		: { passages: together, followUp: true };
}
