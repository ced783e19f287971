/** Answers written by a model on Workers AI, through the account's binding. */
import { createWorkersAI } from "workers-ai-provider";
import { type Limits, LIMITS, WRITING_MODEL } from "./models.ts";
import type { Writer } from "./port.ts";
import { modelWriter } from "./stream.ts";

export const workersAi = (binding: Ai, limits: Limits = LIMITS): Writer =>
	modelWriter(
		"workers-ai",
		createWorkersAI({ binding })(WRITING_MODEL.id, { chat_template_kwargs: { enable_thinking: false } }),
		limits,
	);

/** The runtime's own words where there is no account behind the binding (`wrangler dev --local`): it won't come back. */
export function isAbsent(error: unknown): boolean {
	for (let cause = error; cause instanceof Error; cause = cause.cause)
		if (cause.message.includes("needs to be run remotely")) return true;
	return false;
}

/** How long the team's page waits for the probe, in ms. */
const PROBE_MS = 2_500;

/** Asks the model for a single token. Null when it answers, else why not, in words for the team. */
export async function whyNotWorkersAi(binding: Ai, patienceMs: number = PROBE_MS): Promise<string | null> {
	const { promise: late, resolve } = Promise.withResolvers<"late">();
	const timer = setTimeout(() => resolve("late"), patienceMs);
	try {
		const probe = binding.run(WRITING_MODEL.id, {
			messages: [{ role: "user", content: "Hi" }],
			max_tokens: 1,
			chat_template_kwargs: { enable_thinking: false },
		});
		probe.catch(() => undefined);
		return (await Promise.race([probe, late])) === "late" ? "Workers AI doesn't answer in time." : null;
	} catch (error) {
		const said = error instanceof Error ? error.message : "";
		// 4006 is Workers AI's code for a free allowance that is used up.
		return /\b4006\b|neurons|allocation/i.test(said)
			? "The account's Workers AI allowance for today is used up."
			: "Workers AI can't be reached from here.";
	} finally {
		clearTimeout(timer);
	}
}
