/**
 * The input of the AI's turn, read from a conversation: the visitor's question, whether a text asks for a person, and the
 * handoff command with its summary. It reads the log and the record, and writes nothing.
 */
import type { VisitorQuestion } from "../../answer/answer.ts";
import { asksForPerson } from "../../answer/intent/human-request/detect.ts";
import { handoffSummary } from "../../answer/handoff-summary.ts";
import { isComplaint } from "../../answer/intent/complaint.ts";
import type { VisitorDetails } from "../../protocol/conversation/details.ts";
import type { HandoffReason, Message } from "../../protocol/conversation/entry.ts";
import { messageWords } from "../../protocol/conversation/file.ts";
import { isBlank } from "../../protocol/limits.ts";
import { openNow } from "../../workspace/hours.ts";
import type { Log } from "../storage/log.ts";
import type { CommandOf } from "../machine.ts";
import type { RunSettings } from "../../protocol/workspace.ts";
import type { ConversationRecord } from "../storage/record.ts";

/** Limits: messages of the visitor that one question joins, and messages of the thread given with it. */
const QUESTION_MESSAGES = 8;
const THREAD_MESSAGES = 12;

/** A message without words is what its files are called, so that whoever reads the thread knows of them. Nobody's model gets a file. */
const wordsOf = (message: Message): string => (isBlank(message.text) ? messageWords(message) : message.text);

const threadMessage = (message: Message) => ({ author: message.author.kind, text: messageWords(message) });

/** The visitor's messages without an answer yet, joined to one question; null when there are none or the AI isn't the handler. */
export function questionOf(
	record: ConversationRecord,
	log: Pick<Log, "messagesAfter" | "messagesUpTo">,
	settings: RunSettings,
	details: Pick<VisitorDetails, "pageLanguage" | "languageTag"> | null,
): VisitorQuestion | null {
	const { state } = record;
	if (state.handler !== "ai") return null;
	const asked = log.messagesAfter(state.settledSeq, QUESTION_MESSAGES);
	if (asked.length === 0) return null;
	const written = asked.filter(({ text }) => !isBlank(text));
	return {
		question: (written.length > 0 ? written : asked).map(wordsOf).join("\n"),
		...(written.length === 0 && { fileAlone: true }),
		thread: log.messagesUpTo(state.settledSeq, THREAD_MESSAGES).map(threadMessage),
		languages: [details?.pageLanguage, details?.languageTag, ...settings.languages],
		settings,
		workspaceName: settings.workspaceName,
		offersInARow: state.offersInARow,
	};
}

/** Whether the visitor has asked something in words that has no answer yet. */
const hasQuestion = ({ state }: ConversationRecord, log: Pick<Log, "messagesAfter">): boolean =>
	log.messagesAfter(state.settledSeq, QUESTION_MESSAGES).some(({ text }) => !isBlank(text));

/** Whether this message of the visitor's is files alone, and the workspace has that go to a person at once. */
export function fileForPerson(
	{ text, files }: { text: string; files: readonly unknown[] },
	record: ConversationRecord,
	log: Pick<Log, "messagesAfter">,
	settings: RunSettings,
): boolean {
	return settings.onFileAlone === "hand_off" && files.length > 0 && isBlank(text) && !hasQuestion(record, log);
}

/** True when the text asks for a person, and the workspace connects such a visitor at once instead of offering a person first. */
export const wantsPerson = (text: string, settings: RunSettings): boolean =>
	settings.onRequest === "connect" && asksForPerson(text);

/** The command that hands the conversation off, with the summary for the teammate who takes it. */
export function handoff(
	reason: HandoffReason,
	record: ConversationRecord,
	log: Pick<Log, "messagesUpTo">,
	settings: RunSettings,
	now: number,
): CommandOf<"hand_off"> {
	const messages = log.messagesUpTo(record.state.seq, THREAD_MESSAGES);
	const lastAnswer = messages.findLast(({ author }) => author.kind === "ai");
	// Messages before our last answer are not what the visitor wants now. An offer of a person is no answer.
	const lastReply = messages.findLastIndex(({ author, offer }) => author.kind !== "visitor" && !offer);
	// "That didn't help" is no question: the one before it counts.
	const visitors = messages.filter(({ author }) => author.kind === "visitor");
	const written = visitors.filter(({ text }) => !isBlank(text));
	const questions = written.filter(({ text }) => !isComplaint(text));
	const asked = questions.length > 0 ? questions : written.length > 0 ? written : visitors;
	const open = asked.filter((message) => messages.indexOf(message) > lastReply);
	const question = (open.length > 0 ? open : asked.slice(-1)).map(wordsOf).join("\n");
	return {
		type: "hand_off",
		reason,
		peopleIn: openNow(settings.hours, now).open,
		summary: handoffSummary({
			question,
			thread: messages.map(threadMessage),
			lastConfidence: lastAnswer?.confidence ?? null,
			sources: lastAnswer?.citations ?? [],
			files: visitors.flatMap(({ files = [] }) => files),
		}),
	};
}
