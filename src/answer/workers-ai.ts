/** Answers written by a model on Workers AI, through the account's binding, and what its errors mean. */
import { createWorkersAI } from "workers-ai-provider";
import { type Limits, LIMITS, type WritingModel } from "./models.ts";
import type { Writer } from "./port.ts";
import { modelWriter } from "./stream.ts";

export const workersAi = (binding: Ai, model: WritingModel, limits: Limits = LIMITS): Writer =>
	modelWriter("workers-ai", createWorkersAI({ binding })(model.id, model.options), limits);

/** Every message of an error and its causes. */
function messagesOf(error: unknown): string[] {
	return error instanceof Error ? [error.message, ...messagesOf(error.cause)] : [];
}

/** The runtime's own words where there is no account behind the binding (`wrangler dev --local`): it won't come back. */
export const isAbsent = (error: unknown): boolean =>
	messagesOf(error).some((message) => message.includes("needs to be run remotely"));

/** 4006 is Workers AI's code for a free allowance that is used up; it is full again at midnight, UTC. */
export const isUsedUp = (error: unknown): boolean =>
	messagesOf(error).some((message) => /\b4006\b|daily free allocation|\bneurons\b/i.test(message));

/** How long the team's page waits for the probe, in ms. */
const PROBE_MS = 2_500;

/** Asks the model for a single token. Null when it answers; else the error, or "late". */
export async function probe(binding: Ai, model: WritingModel, patienceMs: number = PROBE_MS): Promise<unknown> {
	const { promise: late, resolve } = Promise.withResolvers<"late">();
	const timer = setTimeout(() => resolve("late"), patienceMs);
	try {
		const asked = binding.run(model.id, {
			messages: [{ role: "user", content: "Hi" }],
			max_tokens: 1,
			...model.options,
		});
		asked.catch(() => undefined);
		return (await Promise.race([asked, late])) === "late" ? "late" : null;
	} catch (error) {
		return error;
	} finally {
		clearTimeout(timer);
	}
}
