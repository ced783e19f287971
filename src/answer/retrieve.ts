/**
 * Finds passages for what the visitor asks. A follow-up ("And to Norway?") is searched together with the question it
 * follows; the judge is told which words are the visitor's own, so that the earlier ones can't vouch for the later.
 */
import type { Passage } from "../knowledge/passage.ts";
import { asked, words } from "../language/terms.ts";
import type { Said } from "./port.ts";

/** Passages to judge by and to write from. More would cost a model's time and blur the margin. */
export const PASSAGES = 8;

const FOLLOW_UP_WORDS = 4;

/** Openings that lean on what was said before. */
const leaning =
	/^(?:and|but|or|what about|how about|what if|so|und|aber|was ist mit|y|pero|e|et|mais|ma|en|maar|mas|a co z|ve|peki|و|那|那么|それで|じゃあ)(?![\p{L}\p{N}])/u;

/** Words that point back, which in a short question need the one before. */
const pointing =
	/(?<![\p{L}\p{N}])(?:it|that|this|they|them|those|these|es|das|eso|esto|cela|ca|isso|isto|questo|quello|dat|dit)(?![\p{L}\p{N}])/u;
const POINTING_WORDS = 7;

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
	const text = own.join(" ");
	const refersBack = leaning.test(text) || (own.length <= POINTING_WORDS && pointing.test(text));
	const leans = refersBack || own.length <= FOLLOW_UP_WORDS || informative.length === 0;
	const before = leans ? previousQuestion(thread.filter((said) => !question.includes(said.text))) : null;
	if (before === null) return { passages: await search(question, PASSAGES), followUp: false };

	const [alone, together] = await Promise.all([search(question, PASSAGES), search(`${question}\n${before}`, PASSAGES)]);
	// Short is not always leaning: "Gift cards?" stands by itself when one passage has all of it in its name.
	const [best] = alone;
	const standsAlone = best !== undefined && best.named >= 0.6 && best.terms.every(({ match }) => match >= 0.8);
	return best?.claim || (standsAlone && !refersBack)
		? { passages: alone, followUp: false }
		: { passages: together, followUp: true };
}
