/** Rules that hand a conversation to a person whatever the knowledge base says: an upset visitor, a sensitive topic, going in circles. */
import { fold } from "../../language/text/fold.ts";
import { partsOf } from "../../language/packs.ts";
import { informativeWords, terms, words } from "../../language/text/terms.ts";
import { matches } from "../../language/text/wordings.ts";
import type { ThreadMessage } from "../write/writer.ts";
import { isEveryday, meansTopic } from "./topics.ts";
import { containsComplaint, isComplaint } from "./complaint.ts";

/** The third offer in a row is not made: whoever needed two has waited long enough. */
export const OFFERS_BEFORE_PERSON = 2;

const anger = partsOf((pack) => pack.anger);

/** Words of anger, a shouted message, or the same question for the third time. */
export function isFrustrated(question: string, thread: ThreadMessage[]): boolean {
	const joined = words(question).join(" ");
	const folded = fold(question);
	if (anger.some((wordings) => matches(wordings, { words: joined, text: folded }))) return true;
	const letters = question.replace(/[^\p{L}]/gu, "");
	const shouted = letters.length >= 15 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
	if (shouted && /[!！]{2,}|[?？]{2,}/.test(question)) return true;
	if (joined === "") return false;
	// The thread may or may not hold the question itself yet.
	const before = thread.filter(({ author }) => author === "visitor").map(({ text }) => words(text).join(" "));
	const last = before.at(-1) === joined ? before.slice(0, -1) : before;
	return last.filter((text) => text === joined).length >= 2;
}

/** What the visitor said before: the thread may or may not hold the question itself yet. */
function earlierMessages(question: string, thread: ThreadMessage[]): string[] {
	const said = thread.filter(({ author }) => author === "visitor").map(({ text }) => text);
	return said.at(-1) === question ? said.slice(0, -1) : said;
}

/** They have said before that we were of no use. */
export const hasComplainedBefore = (question: string, thread: ThreadMessage[]): boolean =>
	earlierMessages(question, thread).some(isComplaint);

/** Who comes back to a matter after so many others wants to hear it again. */
const RECENT_ANSWERS = 3;
/** A text that was given so often is no help, whatever is asked. */
const MAX_REPEATS = 3;

/**
 * An answer that the thread has already, to much the same question. One list of countries answers "And to Canada?" as it
 * answered "Do you ship to Norway?": what a question newly asks may be read in the same text.
 */
export function repeats(text: string, { question, thread }: { question: string; thread: ThreadMessage[] }): boolean {
	const recent = thread.filter(({ author }) => author === "ai").slice(-RECENT_ANSWERS);
	const given = recent.filter((said) => said.text.trim() === text.trim()).length;
	if (given === 0 || given >= MAX_REPEATS || containsComplaint(question)) return given > 0;
	const old = new Set(
		earlierMessages(question, thread).flatMap((said) => informativeWords(said).map(({ term }) => term)),
	);
	const here = new Set(terms(text));
	return informativeWords(question).every(({ term }) => old.has(term) || !here.has(term));
}

/** The workspace's topic that a message touches, or null: its words in any form, in their order, or what it is known by. */
export function sensitiveTopic(question: string, topics: string[]): string | null {
	const said = ` ${terms(question).join(" ")} `;
	return (
		topics.find((topic) => {
			const wanted = isEveryday(topic) ? [] : terms(topic);
			return (wanted.length > 0 && said.includes(` ${wanted.join(" ")} `)) || meansTopic(question, topic);
		}) ?? null
	);
}
