/**
 * Reports for the knowledge base: which articles an answer used, which question was not answered, and what a teammate answered
 * instead. Pure. Personal data is redacted here, before a report leaves the conversation.
 */
import type { AnswerResult } from "../../answer/answer.ts";
import { asksForPerson } from "../../answer/intent/human-request/detect.ts";
import { isComplaint } from "../../answer/intent/complaint.ts";
import { informativeWords } from "../../language/text/terms.ts";
import type { HandoffReason, Message } from "../../protocol/conversation/entry.ts";
import type { Effect } from "./deliveries.ts";
import { redact, withoutGreeting } from "./redact.ts";

/**
 * The handoff reasons that an article could have prevented. Left out: a wish for a person, which no article answers, and a
 * sensitive topic, which goes to people whatever the articles say.
 */
const missing: ReadonlySet<HandoffReason> = new Set([
	"low_confidence",
	"nothing_found",
	"ai_failed",
	"too_many_turns",
	"frustrated",
]);

const QUESTION_LENGTH = 500;
const ANSWER_LENGTH = 4_000;
/** In characters. A teammate's shorter messages are greetings and questions to the visitor. */
const SUBSTANTIAL_LENGTH = 50;

const line = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, QUESTION_LENGTH);

type TurnEffect = Extract<Effect, { type: "turn" }>;

/** The report of a turn; null where there is nothing to report. `answered` null: the turn failed for good. */
export function turnReport(
	answered: AnswerResult | null,
	about: { question: string; seq: number; at: number; names: string[] },
): TurnEffect | null {
	const { seq, at, names } = about;
	const outcome = answered?.outcome ?? null;
	if (outcome?.action === "answer") {
		const used = outcome.sources.map(({ id }) => id);
		return used.length > 0 ? { type: "turn", seq, at, used, unanswered: null } : null;
	}
	const reason = outcome?.reason ?? "ai_failed";
	const question = line(redact(about.question, names));
	// "That didn't help" is no question that an article could answer.
	if (!missing.has(reason) || question === "" || isComplaint(about.question)) return null;
	const confidence = outcome?.confidence ?? null;
	return { type: "turn", seq, at, used: [], unanswered: { question, reason, confidence } };
}

/** An answer of the AI with citations: questions before it are taken as answered. */
const isAnswer = ({ author, offer, citations: sources }: Message): boolean =>
	author.kind === "ai" && !offer && (sources?.length ?? 0) > 0;

const isQuestion = ({ author, text }: Message): boolean =>
	author.kind === "visitor" && informativeWords(text).length >= 2 && !asksForPerson(text) && !isComplaint(text);

/** The text with its first letter in upper case, which the rest of a sentence after a greeting lacks. */
const begun = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/**
 * What a teammate solved, as a question and its answer: the longest of their messages, and the visitor's first question after
 * the AI's last answer before that message. Null where no teammate's message is long enough or nothing was asked.
 */
export function solution(
	messages: Message[],
	{ at, names }: { at: number; names: string[] },
): Extract<Effect, { type: "solved" }> | null {
	const [best] = messages
		.map(({ author, text }, place) => ({ author, place, text: begun(withoutGreeting(text).trim()) }))
		.filter(({ author, text }) => author.kind === "member" && text.length >= SUBSTANTIAL_LENGTH && !text.endsWith("?"))
		.toSorted((a, b) => b.text.length - a.text.length);
	if (!best) return null;
	const before = messages.slice(0, best.place);
	const since = before.slice(before.findLastIndex(isAnswer) + 1);
	// Without a question since then ("No, that isn't it"), the last question before counts.
	const question = since.find(isQuestion) ?? before.findLast(isQuestion);
	if (!question) return null;
	return {
		type: "solved",
		seq: question.seq,
		at,
		question: line(redact(question.text, names)),
		answer: redact(best.text, names).slice(0, ANSWER_LENGTH),
	};
}
