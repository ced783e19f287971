/** The writer on any endpoint with OpenAI's chat protocol, for teams that bring their own model. */
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { CAREFUL_EVIDENCE, type Limits, LIMITS } from "../../model/catalogue.ts";
import type { Writer } from "./writer.ts";
import { modelWriter } from "./stream.ts";

export type Endpoint = {
	/** Up to and without "/chat/completions": "https://models.example/v1". */
	url: string;
	model: string;
	key: string | undefined;
};

export const openAiCompatible = (endpoint: Endpoint, limits: Limits = LIMITS): Writer =>
	modelWriter(
		"openai-compatible",
		createOpenAICompatible({
			name: "openai-compatible",
			baseURL: endpoint.url.replace(/\/+$/, ""),
			...(endpoint.key ? { apiKey: endpoint.key } : {}),
			// The global fetch, looked up with each call and called without a `this`: workerd's fetch refuses any other `this`.
			fetch: (input, init) => fetch(input, init),
		}).chatModel(endpoint.model),
		// A team's own model is nobody's to measure but the team's (npm run eval -- --reader).
		CAREFUL_EVIDENCE,
		limits,
	);
