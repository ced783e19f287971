/**
 * The models that compare texts rather than write them: one that turns texts into vectors, one that reads a question and
 * its passages together. Both are helpers: without them, or while they rest after a failure, search goes by words.
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

/** Says how well each text fits the question, 0 to 1, in their order. */
export type Reranker = { rank(question: string, texts: string[]): Promise<number[]> };

/** `backAt`: when an embedder that rests may be asked again, in ms since 1970. */
export type Encoders = { embedder: Embedder | null; reranker: Reranker | null; backAt: number | null };

/** Asks, keeps to the time, and remembers how it went. Throws what went wrong. */
async function asked<Answer>(
	resting: CircuitBreaker,
	ms: number,
	ask: (signal: AbortSignal) => PromiseLike<Answer>,
): Promise<Answer> {
	try {
		// The binding heeds no signal (workers-ai-provider 4.0.0), so the wait is ended here too.
		const answer = await abortAfter(ms, ask, `no answer in ${ms} ms`);
		resting.worked();
		return answer;
	} catch (error) {
		resting.failed(error);
		throw error;
	}
}

function embedderOf(model: EmbeddingModel, name: string, resting: CircuitBreaker): Embedder {
	return {
		model: name,
		embed: (texts, purpose) =>
			asked(
				resting,
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
	const resting = new CircuitBreaker(binding, RERANKING_MODEL, "Workers AI");
	if (resting.now() !== null) return null;
	const model = createWorkersAI({ binding }).reranking(RERANKING_MODEL);
	return {
		rank: (query, documents) =>
			asked(resting, ENCODING_LIMITS.questionMs, async (abortSignal) => {
				const { ranking } = await rerank({ model, query, documents, maxRetries: 0, abortSignal });
				const fits = documents.map(() => 0);
				for (const { originalIndex, score } of ranking) fits[originalIndex] = score;
				return fits;
			}),
	};
}

const none: Encoders = { embedder: null, reranker: null, backAt: null };

function ready(model: EmbeddingModel, name: string, resting: CircuitBreaker): Pick<Encoders, "embedder" | "backAt"> {
	const rest = resting.now();
	return rest === null
		? { embedder: embedderOf(model, name, resting), backAt: null }
		: { embedder: null, backAt: rest.until };
}

/** Those that may be asked now. What a team's own endpoint can't do is not asked of somebody else. */
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
		return { ...ready(model, name, new CircuitBreaker(url, name, "The model at MODEL_URL")), reranker: null };
	}
	const model = createWorkersAI({ binding: env.AI }).embedding(EMBEDDING_MODEL.id);
	const resting = new CircuitBreaker(env.AI, EMBEDDING_MODEL.id, "Workers AI");
	return { ...ready(model, EMBEDDING_MODEL.id, resting), reranker: rerankerOf(env.AI) };
}
