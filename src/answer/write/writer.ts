/**
 * The port for writers, which workers-ai.ts, openai-compatible.ts and embedded.ts implement. A writer gets a question and
 * passages, and returns a text with its citations, or declines. It never decides what happens next.
 */
import { OwnError } from "../../http/own-error.ts";
import type { Passage } from "../../knowledge/article/passage.ts";
import type { Evidence, Verdict } from "../../model/catalogue.ts";
import type { Style } from "../../protocol/style.ts";

export type ThreadMessage = { author: "visitor" | "ai" | "member"; text: string };

export type WritingTask = {
	/** The company's name, for the prompt. */
	company: string;
	style: Style;
	/** The visitor's messages since our last one. */
	question: string;
	/** The sentences of it that ask (intent/asking.ts), where they aren't all. */
	asked?: string;
	/** The messages before, latest last. */
	thread: ThreadMessage[];
	/** Best first; writers cite them by position, from 1. */
	passages: Passage[];
};

export type WriteResult = { kind: "answer"; text: string; cited: number[]; verdict?: Verdict } | { kind: "cannot" };

/** A prompt for one text: the instructions, and the data they apply to. */
export type Prompt = { instructions: string; content: string; maxOutputTokens: number };

export type Reception = {
	signal: AbortSignal;
	accepts?(verdict: Verdict): boolean;
	onText(piece: string): boolean;
};

/** The reason of an abort: another model began to answer before this one, which had shown nothing for seconds. */
export class Outrun extends OwnError {
	override readonly name = "Outrun";
}

export type WriterName = "workers-ai" | "openai-compatible" | "embedded";

export type Writer = {
	name: WriterName;
	/** How much its word tells of whether the passages answer. Absent where it doesn't judge what it says. */
	evidence?: Evidence;
	/**
	 * Writes an answer: first asks `accepts` whether its verdict is enough, then passes each piece of text to `onText`. Where one
	 * of them returns false, it stops, and declines or returns what it has. Throws where the model fails, stops half-way, takes
	 * too long or writes nothing, and when `signal` aborts.
	 */
	write(task: WritingTask, how: Reception): Promise<WriteResult>;
	/** Another model, which is asked beside this one where this one is slow. */
	spare?: Writer;
	/** False where another call of this turn has shown that nobody would answer. */
	ready?(): boolean;
	/** Writes a text for a teammate to review. Absent where the writer has no model. Throws as `write` does. */
	complete?(prompt: Prompt, signal: AbortSignal): Promise<string>;
};

/** True of a writer whose calls cost something. */
export const callsModel = ({ complete }: Writer): boolean => complete !== undefined;
