/**
 * The hand-off summary: facts from the thread for the teammate who takes over, as data; the dashboard has the words for them.
 * Quotations are shortened, because the summary is kept in the conversation's state.
 */
import type { HandoffSummary, Citation } from "../protocol/conversation/entry.ts";
import type { FileShow } from "../protocol/conversation/file.ts";
import type { ThreadMessage } from "./write/writer.ts";

/** In characters. */
const WANTS_LENGTH = 200;
const QUOTE_LENGTH = 140;
const MAX_SOURCES = 3;
const MAX_FILES = 5;

const shorten = (text: string, length: number): string => {
	const plain = text.replace(/\s+/g, " ").trim();
	return plain.length <= length ? plain : `${plain.slice(0, length - 1).replace(/\s+\S*$/, "")}…`;
};

export type HandoffFacts = {
	/** The visitor's open question, or their latest message; empty where they wrote nothing. */
	question: string;
	thread: ThreadMessage[];
	/** The confidence of the AI's last attempt, 0 to 1. */
	lastConfidence: number | null;
	sources: Citation[];
	/** The visitor's files in the thread, latest last. */
	files?: { name: string; show: FileShow }[];
};

export function handoffSummary({
	question,
	thread,
	lastConfidence,
	sources,
	files = [],
}: HandoffFacts): HandoffSummary {
	const first = thread.find(({ author }) => author === "visitor")?.text ?? question;
	const wants = shorten(question || first, WANTS_LENGTH);
	const isElsewhere = first !== "" && shorten(first, WANTS_LENGTH) !== wants && !question.includes(first);
	const replies = thread.filter(({ author }) => author === "ai");
	const latest = replies.at(-1);
	return {
		wants: wants === "" ? null : wants,
		beganWith: isElsewhere ? shorten(first, QUOTE_LENGTH) : null,
		tried: latest ? { replies: replies.length, latest: shorten(latest.text, QUOTE_LENGTH) } : null,
		confidence: lastConfidence,
		sources: sources.slice(0, MAX_SOURCES).map(({ id, title }) => ({ id, title })),
		...(files.length > 0 ? { files: files.slice(-MAX_FILES).map(({ name, show }) => ({ name, show })) } : {}),
	};
}
