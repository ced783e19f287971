/**
 * Finds passages for what the visitor asks. A follow-up ("And to Norway?") is searched together with the question it
 * follows; the judge is told which words are the visitor's own, so that the earlier ones can't vouch for the later.
 */
import type { Passage } from "../knowledge/passage.ts";
import { asked, lengthInWords, words } from "../language/terms.ts";
import type { Said } from "./port.ts";
import { saysItDidntHelp } from "./unhelped.ts";

/** Passages to judge by and to write from. More would cost a model's time and blur the margin. */
export const PASSAGES = 8;

const FOLLOW_UP_WORDS = 4;

/** Openings that lean on what was said before. */
const leaning =
	/^(?:and|but|or|what about|how about|what if|so|und|aber|was ist mit|y|pero|e|et|mais|ma|en|maar|mas|a co z|ve|peki|و)(?![\p{L}\p{N}])/u;
/** The same where the next word follows without a space. */
const leaningUnspaced =
	/^(?:那|还有|還有|それで|それなら|それじゃ|じゃあ|じゃ(?= )|では|でも|だったら|그럼|그러면|그리고|그런데|แล้ว|ถ้างั้น)/u;

/** Words that point back, which in a short question need the one before. */
const pointing =
	/(?<![\p{L}\p{N}])(?:it|that|this|they|them|those|these|es|das|eso|esto|cela|ca|isso|isto|questo|quello|dat|dit)(?![\p{L}\p{N}])/u;
const pointingUnspaced = /[它牠]|[这這那][个個些种種]|[それあ]れ(?![かだ])|그거|그것|이거|이것|อันนี้|อันนั้น/u;
const POINTING_WORDS = 7;

/** Short as they are, these name what they ask about and what they ask of it: "退货政策是什么", "怎么退货", "保証とは". */
const whole =
	/^(?:请问|請問)?(?:(?:怎么|怎麼|怎样|怎樣|如何|什么是|什麼是)(?!办|辦|样|樣)\p{Script=Han}{2,}|\p{Script=Han}{2,}是(?:什么|什麼|啥|多少)|[\p{Script=Han}\p{Script=Katakana}ー]{2,}とは)/u;

/** The chance from which a short question is taken to be a whole one. */
const LIKELY = 0.9;

export type Retrieved = {
	passages: Passage[];
	/** True: searched together with an earlier question. */
	followUp: boolean;
};

/** "That didn't help" asks nothing that another question could follow on. */
const previousQuestion = (thread: Said[]): string | null =>
	thread.findLast(({ author, text }) => author === "visitor" && asked(text).length > 0 && !saysItDidntHelp(text))
		?.text ?? null;

export async function retrieve(
	{ question, thread }: { question: string; thread: Said[] },
	search: (query: string, limit: number) => Promise<Passage[]>,
): Promise<Retrieved> {
	const text = words(question).join(" ");
	const own = asked(question);
	const length = lengthInWords(question);
	const refersBack =
		leaning.test(text) ||
		leaningUnspaced.test(text) ||
		(length <= POINTING_WORDS && (pointing.test(text) || pointingUnspaced.test(text)));
	const leans = refersBack || (length <= FOLLOW_UP_WORDS && !whole.test(text)) || own.length === 0;
	const before = leans ? previousQuestion(thread.filter((said) => !question.includes(said.text))) : null;
	if (before === null) return { passages: await search(question, PASSAGES), followUp: false };

	const [alone, together] = await Promise.all([search(question, PASSAGES), search(`${question}\n${before}`, PASSAGES)]);
	// Short is not always leaning: "Gift cards?" stands by itself when one passage has all of it in its name, and so
	// does what has two words of its own and a passage that likely answers.
	const [best] = alone;
	const likely = best !== undefined && best.score >= LIKELY && new Set(own.map(({ word }) => word)).size > 1;
	const standsAlone =
		best !== undefined && (best.named >= 0.6 || likely) && best.terms.every(({ match }) => match >= 0.8);
	return best?.claim || (standsAlone && !refersBack)
		? { passages: alone, followUp: false }
		: { passages: together, followUp: true };
}
