/**
 * Texts that a model writes for the team in the background, where nobody waits: whole, not streamed. The circuits are those of
 * the visitors' answers, but a failure here opens one only where nobody behind it would answer at all: a long text that fails
 * must not take the model from visitors. Calls are counted by the caller (call-budget.ts).
 */
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, type LanguageModel } from "ai";
import { createWorkersAI } from "workers-ai-provider";
import { abortAfter } from "../durable/timeout.ts";
import type { Style } from "../protocol/style.ts";
import { WRITING_MODELS } from "./catalogue.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import type { AnswererEnv } from "./env.ts";
import { isAbsent, isUsedUp } from "./failures.ts";

const WITHIN_MS = 30_000;

export type CompletionPrompt = { instructions: string; content: string; maxOutputTokens: number };

/** `restsUntil`: when it may be called again, in ms since 1970; null where it may be now. */
export type Completions = { restsUntil(): number | null; complete(prompt: CompletionPrompt): Promise<string> };

function completionsOf(model: LanguageModel, breaker: CircuitBreaker): Completions {
	return {
		restsUntil: () => breaker.openCircuit()?.until ?? null,
		async complete({ instructions, content, maxOutputTokens }) {
			try {
				const { text } = await abortAfter(
					WITHIN_MS,
					(abortSignal) =>
						generateText({
							model,
							instructions,
							messages: [{ role: "user", content }],
							maxOutputTokens,
							temperature: 0.3,
							maxRetries: 0,
							abortSignal,
						}),
					`no text in ${WITHIN_MS} ms`,
				);
				return text;
			} catch (error) {
				if (isAbsent(error) || isUsedUp(error)) breaker.recordFailure(error);
				throw error;
			}
		},
	};
}

/** The model of a workspace's choice; null where answers are only quoted. A team with its own endpoint uses that alone. */
export function completions(env: AnswererEnv, choice: Style["model"]): Completions | null {
	if (env.ANSWERER === "embedded") return null;
	const { MODEL_URL: url, MODEL_NAME: name = "", MODEL_KEY: key } = env;
	if (url) {
		const provider = createOpenAICompatible({
			name: "openai-compatible",
			baseURL: url.replace(/\/+$/, ""),
			...(key ? { apiKey: key } : {}),
			fetch: (input, init) => fetch(input, init),
		});
		return completionsOf(provider.chatModel(name), new CircuitBreaker(url, name, "The model at MODEL_URL"));
	}
	const { id, options } = WRITING_MODELS[choice];
	return completionsOf(createWorkersAI({ binding: env.AI })(id, options), new CircuitBreaker(env.AI, id, "Workers AI"));
}
