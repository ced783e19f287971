/**
 * The model port: the one shape behind which every answerer stands. A writer gets passages and a question and gives a
 * text that says what it rests on, or says that it can't. It never decides what happens next.
 */
import type { Passage } from "../../knowledge/article/passage.ts";
import type { Style } from "../../protocol/style.ts";

export type ThreadMessage = { author: "visitor" | "ai" | "member"; text: string };

export type WritingTask = {
	/** Whose customers they are. */
	company: string;
	style: Style;
	/** The visitor's messages since our last one. */
	question: string;
	/** What was said before, latest last. */
	thread: ThreadMessage[];
	/** Best first; writers cite them by position, from 1. */
	passages: Passage[];
};

export type WriteResult = { kind: "answer"; text: string; cited: number[] } | { kind: "cannot" };

/** One text asked of a model: what to do, and the data to do it to. */
export type Prompt = { instructions: string; content: string; maxOutputTokens: number };

export type WriterName = "workers-ai" | "openai-compatible" | "embedded";

export type Writer = {
	name: WriterName;
	/**
	 * Writes, telling each piece of text as it comes. Throws where it fails, stops half-way, takes too long or says
	 * nothing, and when `signal` aborts.
	 */
	write(task: WritingTask, how: { signal: AbortSignal; onText(piece: string): void }): Promise<WriteResult>;
	/** Writes what is asked, for a teammate to look over. Missing where no model stands behind it. Throws as `write` does. */
	complete?(prompt: Prompt, signal: AbortSignal): Promise<string>;
};
