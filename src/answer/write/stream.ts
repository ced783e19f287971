/**
 * Makes a writer of any model of the AI SDK: reads its stream, parses the reply and requires that it is whole. Time limits are
 * enforced here, by racing each read: workers-ai-provider 4.0.0 neither aborts nor times out a binding's stream
 * (github.com/cloudflare/ai/issues/640).
 */
import { type LanguageModel, streamText } from "ai";
import { withTimeout } from "../../durable/timeout.ts";
import { attribute } from "../guard/attribution.ts";
import type { Control } from "./control-line.ts";
import { ReplyParser } from "./reply-parser.ts";
import { WriterFailed } from "../../model/failures.ts";
import type { Evidence, Limits } from "../../model/catalogue.ts";
import { MAX_OUTPUT_TOKENS } from "../../model/catalogue.ts";
import type { Prompt, Reception, Writer, WriteResult, WriterName, WritingTask } from "./writer.ts";
import { instructions, userMessage } from "./prompt.ts";

/** Finish reasons that the question causes, and not the model's health. */
const causedByQuestion = new Set(["length", "content-filter", "tool-calls"]);

/**
 * Throws where a text isn't whole: "length" is half an answer, "other" a stream that broke off. `raw` is the model's own finish
 * reason: workers-ai-provider 4.0.0 maps every one that it doesn't know to "stop", "content_filter" among them. `begun`: the
 * model has written a word; one that reasons may use up its tokens before the first.
 */
function requireWhole(reason: string, raw: string | undefined, begun: boolean): void {
	const why = /filter/i.test(raw ?? "") ? "content-filter" : reason;
	if (why === "stop") return;
	const by = why === "length" && !begun ? "either" : causedByQuestion.has(why) ? "question" : "writer";
	throw new WriterFailed(`ended with ${why}`, { by });
}

/** Streams the pieces of a model's text. Throws where the model fails, stops half-way or takes too long. */
async function* pieces(
	model: LanguageModel,
	prompt: Prompt,
	limits: Limits,
	signal: AbortSignal,
): AsyncGenerator<string> {
	signal.throwIfAborted();
	const stop = new AbortController();
	const startedAt = Date.now();
	const result = streamText({
		model,
		instructions: prompt.instructions,
		messages: [{ role: "user", content: prompt.content }],
		maxOutputTokens: prompt.maxOutputTokens,
		temperature: 0.1,
		// No retry here: the chain tries the next writer.
		maxRetries: 0,
		abortSignal: stop.signal,
		// The default logs errors; they are parts of the stream too, and thrown below.
		onError: () => undefined,
	});
	const parts = result.stream[Symbol.asyncIterator]();
	let begun: boolean = false;
	try {
		for (;;) {
			const left = startedAt + limits.totalMs - Date.now();
			const patience: number = begun ? limits.nextPieceMs : startedAt + limits.firstPieceMs - Date.now();
			const late: string = begun ? "stopped half-way" : "didn't begin in time";
			const next = await withTimeout(Math.min(left, patience), parts.next(), left < patience ? "took too long" : late, {
				signal,
				error: (message) => new WriterFailed(message),
			});
			if (next.done) throw new WriterFailed("ended without saying so");
			const part = next.value;
			if (part.type === "error") throw new WriterFailed("failed", { cause: part.error });
			if (part.type === "abort") throw new WriterFailed("was cut off");
			if (part.type === "text-delta") {
				begun ||= part.text.trim() !== "";
				yield part.text;
			} else if (part.type === "finish") {
				return requireWhole(part.finishReason, part.rawFinishReason, begun);
			}
		}
	} finally {
		// Ends the request where the provider can; otherwise the rest of the stream stays unread.
		stop.abort();
		parts.return?.().catch(() => undefined);
	}
}

/** A small model forgets the control line now and then; what its text rests on can be seen. */
const answered = ({ control, text }: ReplyParser, { passages }: WritingTask): WriteResult => ({
	kind: "answer",
	text,
	...(control?.kind === "sources"
		? { cited: control.numbers, verdict: control.verdict }
		: { cited: attribute(text, passages), verdict: "unsaid" }),
});

/** Reads a reply as it comes: asks once whether its verdict is enough, and passes its text on. */
export async function readReply(
	reply: Iterable<string> | AsyncIterable<string>,
	task: WritingTask,
	{ accepts, onText }: Pick<Reception, "accepts" | "onText">,
): Promise<WriteResult> {
	let heard = false;
	const isDeclined = (control: Control | null): boolean => {
		if (heard || control === null || control.kind === "none") return control?.kind === "offer";
		heard = true;
		return control.kind === "offer" || accepts?.(control.verdict) === false;
	};
	const parser = new ReplyParser();
	for await (const piece of reply) {
		const shown = parser.feed(piece);
		if (isDeclined(parser.control)) return { kind: "cannot" };
		if (shown !== "" && !onText(shown)) return answered(parser, task);
	}
	const rest = parser.end();
	if (isDeclined(parser.control)) return { kind: "cannot" };
	if (parser.text.trim() === "") throw new WriterFailed("said nothing", { by: "either" });
	if (!heard && accepts?.("unsaid") === false) return { kind: "cannot" };
	// Without a control line nothing was passed on so far.
	const last = parser.control?.kind === "sources" ? rest : parser.text;
	if (last !== "") onText(last);
	return answered(parser, task);
}

export function modelWriter(name: WriterName, model: LanguageModel, evidence: Evidence, limits: Limits): Writer {
	return {
		name,
		evidence,
		write(task, how) {
			const prompt = {
				instructions: instructions(task.style),
				content: userMessage(task),
				maxOutputTokens: MAX_OUTPUT_TOKENS,
			};
			return readReply(pieces(model, prompt, limits, how.signal), task, how);
		},
		async complete(prompt, signal) {
			let text = "";
			for await (const piece of pieces(model, prompt, limits, signal)) text += piece;
			return text;
		},
	};
}
