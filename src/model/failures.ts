/** How a writer fails, and what a model's errors mean: from their words, for Workers AI's binding throws plain errors. */
import { APICallError } from "ai";
import * as v from "valibot";
import { OwnError } from "../http/own-error.ts";

/**
 * `by`: whose it is. What one question brought about, such as a reply too long, says nothing of the next question's, and
 * must not take the model away from everybody else. A reply without a word may be either's: see circuit-breaker.ts.
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
 * What an endpoint names its error by: its codes, and the HTTP status. Not its words, which may quote the question.
 * An error comes as a response of its own, or as a part of a stream that had begun.
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

/** The runtime's own words where there is no account behind the binding (`wrangler dev --local`): it won't come back. */
export const isAbsent = (error: unknown): boolean =>
	messagesOf(error).some((message) => message.includes("needs to be run remotely"));

/** What endpoints of OpenAI's protocol say where an account has nothing left, and 402, "payment required". */
const usedUp = new Set(["402", "insufficient_quota", "billing_hard_limit_reached", "insufficient_balance"]);

/** 4006 is Workers AI's code for a free allowance that is used up; it is full again at midnight, UTC. */
export const isUsedUp = (error: unknown): boolean =>
	messagesOf(error).some((message) => /\b4006\b|daily free allocation|\bneurons\b/i.test(message)) ||
	codesOf(error).some((code) => usedUp.has(code));

/** An endpoint's refusals of one request for what stands in it. */
const refusals = new Set(["content_filter", "content_policy_violation", "context_length_exceeded"]);

/** The next question may fare well: the model is there, and only this one got nothing out of it. */
export const isOfQuestion = (error: unknown): boolean =>
	(error instanceof WriterFailed && error.by === "question") || codesOf(error).some((code) => refusals.has(code));

/** A reply came, without a word in it. */
export const isSilence = (error: unknown): boolean => error instanceof WriterFailed && error.by === "either";
