/**
 * The models that compare texts: an embedder, which turns texts into vectors, and a reranker, which scores passages against
 * a question. Both are optional: without them, or while their circuit is open after a failure, search goes by words alone.
 */
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { type EmbeddingModel, embedMany, rerank } from "ai";
import { createWorkersAI } from "workers-ai-provider";
import { abortAfter } from "../durable/timeout.ts";
import { OwnError } from "../http/own-error.ts";
import type { Embedder } from "./embedder.ts";
import { EMBEDDING_MODEL, ENCODING_LIMITS, RERANKING_MODEL } from "./catalogue.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import type { EncoderEnv } from "./env.ts";

/** Scores how well each text fits the question, 0 to 1, in the order of the texts. */
export type Reranker = { rank(question: string, texts: string[]): Promise<number[]> };

/** `retryAt`: when an embedder whose circuit is open may be called again, in ms since 1970. */
export type Encoders = { embedder: Embedder | null; reranker: Reranker | null; retryAt: number | null };

/** Calls a model within a time limit and reports the outcome to its circuit breaker. Rethrows failures. */
async function callThrough<Answer>(
	breaker: CircuitBreaker,
	ms: number,
	call: (signal: AbortSignal) => PromiseLike<Answer>,
): Promise<Answer> {
	try {
		// The binding ignores the signal (workers-ai-provider 4.0.0), so the wait is ended here too.
		const answer = await abortAfter(ms, call, `no answer in ${ms} ms`);
		breaker.recordSuccess();
		return answer;
	} catch (error) {
		breaker.recordFailure(error);
		throw error;
	}
}

function embedderOf(model: EmbeddingModel, name: string, breaker: CircuitBreaker): Embedder {
	return {
		model: name,
		embed: (texts, purpose) =>
			callThrough(
				breaker,
				purpose === "query" ? ENCODING_LIMITS.questionMs : ENCODING_LIMITS.passagesMs,
				async (abortSignal) => {
					const { embeddings } = await embedMany({ model, values: texts, maxRetries: 0, abortSignal });
					if (embeddings.length !== texts.length)
						throw new OwnError(`${embeddings.length} vectors for ${texts.length} texts`);
					return embeddings.map((vector) => Float32Array.from(vector));
				},
			),
	};
}

function rerankerOf(binding: Ai): Reranker | null {
	const breaker = new CircuitBreaker(binding, RERANKING_MODEL, "Workers AI");
	if (breaker.openCircuit() !== null) return null;
	const model = createWorkersAI({ binding }).reranking(RERANKING_MODEL);
	return {
		rank: (query, documents) =>
			callThrough(breaker, ENCODING_LIMITS.questionMs, async (abortSignal) => {
				const { ranking } = await rerank({ model, query, documents, maxRetries: 0, abortSignal });
				const scores = documents.map(() => 0);
				for (const { originalIndex, score } of ranking) scores[originalIndex] = score;
				return scores;
			}),
	};
}

const none: Encoders = { embedder: null, reranker: null, retryAt: null };

function embedderNow(
	model: EmbeddingModel,
	name: string,
	breaker: CircuitBreaker,
): Pick<Encoders, "embedder" | "retryAt"> {
	const circuit = breaker.openCircuit();
	return circuit === null
		? { embedder: embedderOf(model, name, breaker), retryAt: null }
		: { embedder: null, retryAt: circuit.until };
}

/** The encoders that may be called now. A team with its own endpoint uses that alone: its texts go to no other provider. */
export function encoders(env: EncoderEnv): Encoders {
	if (env.ANSWERER === "embedded") return none;
	const { MODEL_URL: url, EMBEDDING_NAME: name, MODEL_KEY: key } = env;
	if (url) {
		if (!name) return none;
		const model = createOpenAICompatible({
			name: "openai-compatible",
			baseURL: url.replace(/\/+$/, ""),
			...(key ? { apiKey: key } : {}),
			fetch: (input, init) => fetch(input, init),
		}).embeddingModel(name);
		return { ...embedderNow(model, name, new CircuitBreaker(url, name, "The model at MODEL_URL")), reranker: null };
	}
	const model = createWorkersAI({ binding: env.AI }).embedding(EMBEDDING_MODEL.id);
	const breaker = new CircuitBreaker(env.AI, EMBEDDING_MODEL.id, "Workers AI");
	return { ...embedderNow(model, EMBEDDING_MODEL.id, breaker), reranker: rerankerOf(env.AI) };
}
