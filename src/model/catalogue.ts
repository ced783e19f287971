/**
 * Every model we name on Workers AI, with its limits and prices, in one place: the catalogue changes monthly.
 * Prices in dollars a million tokens, developers.cloudflare.com/workers-ai/platform/pricing, read in 2026-11.
 */
import type { Style } from "../protocol/style.ts";

/** How a model says that the passages answer: whole and surely, probably, in part; or it doesn't say how. */
export type Verdict = "sure" | "likely" | "part" | "unsaid";

/**
 * How much a model's word tells: how many times likelier it is where the passages answer than where they don't (likelihood
 * ratios). "cannot": it declines.
 */
export type Evidence = Record<Verdict | "cannot", number>;

/**
 * Not measured yet, so careful. A middling reader answers 95 of 100 questions that it can and 10 of 100 that it can't, which is
 * 9.5 for all its answers together; of those it calls sure, fewer are wrong. It declines 5 against 90 of 100.
 */
export const CAREFUL_EVIDENCE: Evidence = { sure: 12, likely: 4, part: 4, unsaid: 8, cannot: 0.08 };

export type WritingModel = {
	id: string;
	contextTokens: number;
	dollarsPerMillionIn: number;
	dollarsPerMillionOut: number;
	evidence: Evidence;
	/** Options of every call. */
	options: { chat_template_kwargs: { enable_thinking: boolean } };
};

/** Both models reason before they write unless this is off; a visitor would wait for seconds. */
const withoutThinking = { chat_template_kwargs: { enable_thinking: false } };

/** The models that write answers; a workspace chooses one. A thousand answers of 2,000 tokens read and 150 written cost $0.18 or $0.25. */
export const WRITING_MODELS: Record<Style["model"], WritingModel> = {
	cheaper: {
		id: "@cf/zai-org/glm-4.7-flash",
		contextTokens: 131_072,
		dollarsPerMillionIn: 0.0605,
		dollarsPerMillionOut: 0.4,
		evidence: CAREFUL_EVIDENCE,
		options: withoutThinking,
	},
	stronger: {
		id: "@cf/google/gemma-4-26b-a4b-it",
		contextTokens: 256_000,
		dollarsPerMillionIn: 0.1,
		dollarsPerMillionOut: 0.3,
		evidence: CAREFUL_EVIDENCE,
		options: withoutThinking,
	},
};

/**
 * The embedding model for passages and questions, in a hundred languages: 1,024 dimensions, up to 100 texts a call.
 * $0.0118 a million tokens; 10,000 passages cost about three cents, once.
 */
export const EMBEDDING_MODEL = { id: "@cf/baai/bge-m3", batch: 100 } as const;

/** The reranker: scores each passage against a question. */
export const RERANKING_MODEL = "@cf/baai/bge-reranker-base";

/** Time limits in milliseconds. A question's vector and its reranking are worth a short wait; no answer depends on them. */
export const ENCODING_LIMITS = { questionMs: 1_500, passagesMs: 30_000 } as const;

/** Some 350 words; the prompt asks for 250 at most. */
export const MAX_OUTPUT_TOKENS = 600;

/** Time limits of a writer in milliseconds. A visitor is waiting, so a model that hasn't begun by then gives way to the next; from `hedgeAfterMs` on the next one is asked beside it. */
export const LIMITS = { firstPieceMs: 6_000, nextPieceMs: 8_000, totalMs: 30_000, hedgeAfterMs: 4_000 } as const;
export type Limits = { firstPieceMs: number; nextPieceMs: number; totalMs: number };
