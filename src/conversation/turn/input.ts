/**
 * What a conversation gives the AI to work on: the question it is asked, whether it is a wish for a person, and the summary
 * for whoever takes over. Pure over the log and the record.
 */
import type { VisitorQuestion } from "../../answer/answer.ts";
import { asksForPerson } from "../../answer/intent/human-request/detect.ts";
import { handoffSummary } from "../../answer/handoff-summary.ts";
import { isComplaint } from "../../answer/intent/complaint.ts";
import type { HandoffReason, Message } from "../../protocol/conversation/entry.ts";
import { openNow } from "../../workspace/hours.ts";
import type { Log } from "../storage/log.ts";
import type { CommandOf } from "../machine.ts";
import type { RunSettings } from "../../protocol/workspace.ts";
import type { ConversationRecord } from "../storage/record.ts";

/** Messages of the visitor that one answer covers, and of the thread it is written in. */
const QUESTION_MESSAGES = 8;
const THREAD_MESSAGES = 12;

const said = ({ author, text }: Message) => ({ author: author.kind, text });

/** Everything the visitor said that is not answered yet, as one question; null when there is nothing to answer. */
export function questionOf(
	record: ConversationRecord,
	log: Pick<Log, "messagesAfter" | "messagesUpTo">,
	settings: RunSettings,
): VisitorQuestion | null {
	const { state } = record;
	if (state.handler !== "ai") return null;
	const asked = log.messagesAfter(state.settledSeq, QUESTION_MESSAGES);
	if (asked.length === 0) return null;
	return {
		question: asked.map(({ text }) => text).join("\n"),
		thread: log.messagesUpTo(state.settledSeq, THREAD_MESSAGES).map(said),
		settings,
		workspaceName: settings.workspaceName,
		offersInARow: state.offersInARow,
	};
}

/** A visitor who asks for a person is connected at once, unless the workspace wants to offer first. */
export const wantsPerson = (text: string, settings: RunSettings): boolean =>
	settings.onRequest === "connect" && asksForPerson(text);

/** The command that hands the conversation to people, with the summary for whoever takes it. */
export function handoff(
	reason: HandoffReason,
	record: ConversationRecord,
	log: Pick<Log, "messagesUpTo">,
	settings: RunSettings,
	now: number,
): CommandOf<"hand_off"> {
	const messages = log.messagesUpTo(record.state.seq, THREAD_MESSAGES);
	const lastAnswer = messages.findLast(({ author }) => author.kind === "ai");
	// What an answer settled is not what they want now; an offer settled nothing.
	const settled = messages.findLastIndex(({ author, offer }) => author.kind !== "visitor" && !offer);
	// "That didn't help" is about what they asked before it.
	const visitors = messages.filter(({ author }) => author.kind === "visitor");
	const questions = visitors.filter(({ text }) => !isComplaint(text));
	const asked = questions.length > 0 ? questions : visitors;
	const open = asked.filter((message) => messages.indexOf(message) > settled);
	const question = (open.length > 0 ? open : asked.slice(-1)).map(({ text }) => text).join("\n");
	return {
		type: "hand_off",
		reason,
		peopleIn: openNow(settings.hours, now).open,
		summary: handoffSummary({
			question,
			thread: messages.map(said),
			lastConfidence: lastAnswer?.confidence ?? null,
			sources: lastAnswer?.citations ?? [],
		}),
	};
}
