/**
 * How a model fails, and whose fault a failure is. Workers AI's binding throws plain errors, so those are classified by their
 * messages; other endpoints by status and error code. Nothing is retried or logged here.
 */
import { APICallError } from "ai";
import * as v from "valibot";
import { OwnError } from "../http/own-error.ts";

/**
 * Whose fault a failure is. One that a question caused, such as a reply that is too long, says nothing of the next question
 * and must not open the model's circuit for everybody. An empty reply may be either's (circuit-breaker.ts).
 */
type By = "writer" | "question" | "either";

export class WriterFailed extends OwnError {
	override readonly name = "WriterFailed";
	readonly by: By;

	constructor(message: string, { by = "writer", cause }: { by?: By; cause?: unknown } = {}) {
		super(message, { cause });
		this.by = by;
	}
}

function messagesOf(error: unknown): string[] {
	return error instanceof Error ? [error.message, ...messagesOf(error.cause)] : [];
}

const Reported = v.object({
	code: v.nullish(v.union([v.string(), v.number()])),
	type: v.nullish(v.string()),
});
const Body = v.object({ error: Reported });

/**
 * The codes of an endpoint's error and its HTTP status. Its message isn't read, for it may quote the question. An error
 * comes as a response of its own, or as a part of a stream that had begun.
 */
function codesOf(error: unknown): string[] {
	if (APICallError.isInstance(error)) {
		const body = v.safeParse(Body, error.data);
		return [String(error.statusCode ?? ""), ...(body.success ? codesOf(body.output.error) : [])];
	}
	if (error instanceof Error) return codesOf(error.cause);
	const reported = v.safeParse(Reported, error);
	return reported.success ? [String(reported.output.code ?? ""), reported.output.type ?? ""] : [];
}

/** True of the runtime's error where no account is behind the binding (`wrangler dev --local`); it stays so. */
export const isAbsent = (error: unknown): boolean =>
	messagesOf(error).some((message) => message.includes("needs to be run remotely"));

/** Codes with which OpenAI-compatible endpoints say that an account is out of credit; 402 is "payment required". */
const usedUp = new Set(["402", "insufficient_quota", "billing_hard_limit_reached", "insufficient_balance"]);

/** 4006 is Workers AI's code for a free allowance that is used up; it is full again at midnight, UTC. */
export const isUsedUp = (error: unknown): boolean =>
	messagesOf(error).some((message) => /\b4006\b|daily free allocation|\bneurons\b/i.test(message)) ||
	codesOf(error).some((code) => usedUp.has(code));

/** Codes with which an endpoint refuses one request because of its content. */
const refusals = new Set(["content_filter", "content_policy_violation", "context_length_exceeded"]);

/** True where this question caused the failure: the model works, and the next question may be answered. */
export const isCausedByQuestion = (error: unknown): boolean =>
	(error instanceof WriterFailed && error.by === "question") || codesOf(error).some((code) => refusals.has(code));

/** True of a reply without a word. */
export const isEmptyReply = (error: unknown): boolean => error instanceof WriterFailed && error.by === "either";
