/**
 * The port for writers, which workers-ai.ts, openai-compatible.ts and embedded.ts implement. A writer gets a question and
 * passages, and returns a text with its citations, or declines. It never decides what happens next.
 */
import type { Passage } from "../../knowledge/article/passage.ts";
import type { Style } from "../../protocol/style.ts";

export type ThreadMessage = { author: "visitor" | "ai" | "member"; text: string };

export type WritingTask = {
	/** The company's name, for the prompt. */
	company: string;
	style: Style;
	/** The visitor's messages since our last one. */
	question: string;
	/** The messages before, latest last. */
	thread: ThreadMessage[];
	/** Best first; writers cite them by position, from 1. */
	passages: Passage[];
};

export type WriteResult = { kind: "answer"; text: string; cited: number[] } | { kind: "cannot" };

/** A prompt for one text: the instructions, and the data they apply to. */
export type Prompt = { instructions: string; content: string; maxOutputTokens: number };

export type WriterName = "workers-ai" | "openai-compatible" | "embedded";

export type Writer = {
	name: WriterName;
	/**
	 * Writes an answer, passing each piece of text to `onText`; where that returns false, it stops and returns what it has. Throws where the model fails, stops half-way, takes too long or
	 * writes nothing, and when `signal` aborts.
	 */
	write(task: WritingTask, how: { signal: AbortSignal; onText(piece: string): boolean }): Promise<WriteResult>;
	/** Writes a text for a teammate to review. Absent where the writer has no model. Throws as `write` does. */
	complete?(prompt: Prompt, signal: AbortSignal): Promise<string>;
};

/** True of a writer whose calls cost something. */
export const callsModel = ({ complete }: Writer): boolean => complete !== undefined;
