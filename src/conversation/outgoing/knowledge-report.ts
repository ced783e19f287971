/**
 * What the knowledge base is told of a conversation: which articles an answer used, what was not answered, and what a
 * teammate answered in its place. Pure; personal data is masked before it leaves.
 */
import type { AnswerResult } from "../../answer/answer.ts";
import { asksForPerson } from "../../answer/intent/human-request/detect.ts";
import { isComplaint } from "../../answer/intent/complaint.ts";
import { informativeWords } from "../../language/text/terms.ts";
import type { HandoffReason, Message } from "../../protocol/conversation/entry.ts";
import type { Effect } from "./deliveries.ts";
import { redact, withoutGreeting } from "./redact.ts";

/**
 * What an article could have prevented. Whoever asks for a person asks for nothing the knowledge base could hold, and a
 * sensitive topic goes to people whatever it holds.
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
/** A teammate's shorter messages are greetings and questions back. Characters. */
const SUBSTANTIAL_LENGTH = 50;

const line = (text: string): string => text.replace(/\s+/g, " ").trim().slice(0, QUESTION_LENGTH);

type TurnEffect = Extract<Effect, { type: "turn" }>;

/** Null where there is nothing to tell. A turn without an outcome failed for good. */
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
	// "That didn't help" asks nothing that an article could answer.
	if (!missing.has(reason) || question === "" || isComplaint(about.question)) return null;
	const confidence = outcome?.confidence ?? null;
	return { type: "turn", seq, at, used: [], unanswered: { question, reason, confidence } };
}

/** An answer, by whoever of us: what the visitor asked before it was another matter. */
const isAnswer = ({ author, offer, citations: sources }: Message): boolean =>
	author.kind === "ai" && !offer && (sources?.length ?? 0) > 0;

const isQuestion = ({ author, text }: Message): boolean =>
	author.kind === "visitor" && informativeWords(text).length >= 2 && !asksForPerson(text) && !isComplaint(text);

/** A sentence without its greeting begins with a small letter. */
const begun = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/**
 * What a person solved, as a question and its answer: the most substantial reply, and what the visitor first asked after
 * the AI's last answer before it. Null where nobody said anything of substance.
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
	// "No, that isn't it" after an answer is about the question before it.
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
