/**
 * The rules that hand a conversation off, or offer a person, whatever the knowledge base has: an upset visitor, a sensitive
 * topic, repeated answers. Each is a predicate; answer.ts decides in which order they apply.
 */
import { partsOf } from "../../language/packs.ts";
import { informativeWords, terms, words } from "../../language/text/terms.ts";
import { foldMessage, matches } from "../../language/text/wordings.ts";
import type { ThreadMessage } from "../write/writer.ts";
import { isEveryday, meansTopic } from "./topics.ts";
import { containsComplaint, isComplaint } from "./complaint.ts";

/** Offers in a row after which the conversation is handed off instead of a third one. */
export const OFFERS_BEFORE_PERSON = 2;

const anger = partsOf((pack) => pack.anger);

/** True of words of anger, a message in capitals with repeated marks, or the same question for the third time. */
export function isFrustrated(question: string, thread: ThreadMessage[]): boolean {
	const message = foldMessage(question);
	if (anger.some((wordings) => matches(wordings, message))) return true;
	const letters = question.replace(/[^\p{L}]/gu, "");
	const shouted = letters.length >= 15 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
	if (shouted && /[!！]{2,}|[?？]{2,}/.test(question)) return true;
	const joined = message.words;
	if (joined === "") return false;
	// The thread may or may not hold the question itself yet.
	const before = thread.filter(({ author }) => author === "visitor").map(({ text }) => words(text).join(" "));
	const last = before.at(-1) === joined ? before.slice(0, -1) : before;
	return last.filter((text) => text === joined).length >= 2;
}

/** The visitor's messages before the question, which the thread may or may not hold already. */
function earlierMessages(question: string, thread: ThreadMessage[]): string[] {
	const messages = thread.filter(({ author }) => author === "visitor").map(({ text }) => text);
	return messages.at(-1) === question ? messages.slice(0, -1) : messages;
}

/** True where the visitor has complained about an answer before. */
export const hasComplainedBefore = (question: string, thread: ThreadMessage[]): boolean =>
	earlierMessages(question, thread).some(isComplaint);

/** Our latest answers that count. An answer before them may be given again. */
const RECENT_ANSWERS = 3;
/** Times after which a text counts as a repetition, whatever is asked. */
const MAX_REPEATS = 3;

/**
 * True of an answer that the thread has already, to much the same question. Another question may have the same answer: one list
 * of countries answers "Do you ship to Norway?" and "And to Canada?". So a text that has a new word of the question is no
 * repetition.
 */
export function repeats(text: string, { question, thread }: { question: string; thread: ThreadMessage[] }): boolean {
	const recent = thread.filter(({ author }) => author === "ai").slice(-RECENT_ANSWERS);
	const given = recent.filter((message) => message.text.trim() === text.trim()).length;
	if (given === 0 || given >= MAX_REPEATS || containsComplaint(question)) return given > 0;
	const old = new Set(
		earlierMessages(question, thread).flatMap((message) => informativeWords(message).map(({ term }) => term)),
	);
	const here = new Set(terms(text));
	return informativeWords(question).every(({ term }) => old.has(term) || !here.has(term));
}

/** The workspace's topic that a message touches, or null: by the topic's words in any form and in order, or by topics.ts. */
export function sensitiveTopic(question: string, topics: string[]): string | null {
	if (topics.length === 0) return null;
	const message = foldMessage(question);
	const inTerms = ` ${terms(question).join(" ")} `;
	return (
		topics.find((topic) => {
			const name = isEveryday(topic) ? [] : terms(topic);
			return (name.length > 0 && inTerms.includes(` ${name.join(" ")} `)) || meansTopic(message, topic);
		}) ?? null
	);
}
