/** The writer on Workers AI, through the account's binding, and the probe that says whether it works. */
import { createWorkersAI } from "workers-ai-provider";
import { TimeoutError, withTimeout } from "../../durable/timeout.ts";
import { type Limits, LIMITS, type WritingModel } from "../../model/catalogue.ts";
import type { Writer } from "./writer.ts";
import { modelWriter } from "./stream.ts";

export const workersAi = (binding: Ai, model: WritingModel, limits: Limits = LIMITS): Writer =>
	modelWriter("workers-ai", createWorkersAI({ binding })(model.id, model.options), model.evidence, limits);

/** How long the team's page waits for the probe, in ms. */
const PROBE_MS = 2_500;

/** Asks the model for a single token. Returns null when it answers, else the error, or "late". */
export async function probe(binding: Ai, model: WritingModel, timeoutMs: number = PROBE_MS): Promise<unknown> {
	try {
		const reply = binding.run(model.id, {
			messages: [{ role: "user", content: "Hi" }],
			max_tokens: 1,
			...model.options,
		});
		await withTimeout(timeoutMs, reply, "no answer in time");
		return null;
	} catch (error) {
		return error instanceof TimeoutError ? "late" : error;
	}
}
