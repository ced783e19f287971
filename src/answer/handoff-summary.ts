/**
 * The hand-off summary: what a teammate who takes over needs to know, as facts from the thread. It has no words of its
 * own; the dashboard has them. What it quotes is shortened, for it is kept in the conversation's state.
 */
import type { HandoffSummary, Citation } from "../protocol/conversation/entry.ts";
import type { ThreadMessage } from "./write/writer.ts";

/** In characters. */
const WANTS_LENGTH = 200;
const QUOTE_LENGTH = 140;
const MAX_SOURCES = 3;

const shorten = (text: string, length: number): string => {
	const line = text.replace(/\s+/g, " ").trim();
	return line.length <= length ? line : `${line.slice(0, length - 1).replace(/\s+\S*$/, "")}…`;
};

export type HandoffFacts = {
	/** What the visitor wants now, or their latest message; empty where they said nothing. */
	question: string;
	thread: ThreadMessage[];
	/** Of the AI's last attempt, 0 to 1. */
	lastConfidence: number | null;
	sources: Citation[];
};

export function handoffSummary({ question, thread, lastConfidence, sources }: HandoffFacts): HandoffSummary {
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
	};
}
