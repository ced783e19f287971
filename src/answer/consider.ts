/**
 * Finds and assesses what answers a message: for the sentences that ask, and where the message tells something beside them, for
 * both together too ("My card was stolen. What do I do?"). The likelier of the two is taken, so what people tell can help an
 * answer and never counts against it.
 */
import { hasForeignLetters } from "../language/detect.ts";
import type { Passage } from "../knowledge/article/passage.ts";
import { assess, type Assessment } from "./assess.ts";
import { type Asking, askingIn } from "./intent/asking.ts";
import { retrieve, type Retrieved } from "./retrieve.ts";
import { visitorLanguage, type Wording } from "./visitor-language.ts";
import type { ThreadMessage } from "./write/writer.ts";

/** How much likelier an answer must be with what is told beside the question. */
const MARGIN = 0.02;

export type Considered = { asked: string; found: Retrieved; assessment: Assessment };

/** What a message asks, in its language; the whole message where that isn't one of ours. */
export async function askingOf(wording: Wording): Promise<Asking> {
	const { question } = wording;
	return askingIn(question, hasForeignLetters(question) ? null : await visitorLanguage(wording));
}

/** `by`: the chance that decides: that a reader finds an answer, or that the quotation is one. */
export async function consider(
	{ asked, context }: Pick<Asking, "asked" | "context">,
	{ thread, by }: { thread: ThreadMessage[]; by: "known" | "quoted" },
	search: (query: string, limit: number) => Promise<Passage[]>,
): Promise<Considered> {
	const one = async (question: string): Promise<Considered> => {
		const found = await retrieve({ question, thread }, search);
		return { asked: question, found, assessment: assess(question, found) };
	};
	if (context === "") return one(asked);
	const [alone, together] = await Promise.all([one(asked), one(`${context}\n${asked}`)]);
	return together.assessment[by] > alone.assessment[by] + MARGIN ? together : alone;
}
