/** Answers written by a model on Workers AI, through the account's binding. */
import { createWorkersAI } from "workers-ai-provider";
import { type Limits, LIMITS, type WritingModel } from "./models.ts";
import type { Writer } from "./port.ts";
import { modelWriter } from "./stream.ts";

export const workersAi = (binding: Ai, model: WritingModel, limits: Limits = LIMITS): Writer =>
	modelWriter("workers-ai", createWorkersAI({ binding })(model.id, model.options), limits);

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
