/**
 * Every model we name, with its limits and prices, in one place: the catalogue changes monthly.
 * Prices in dollars a million tokens, developers.cloudflare.com/workers-ai/platform/pricing, read in 2026-11.
 */

/** Writes the answers on Workers AI. Thinks before it speaks unless told not to, which would cost seconds. */
export const WRITING_MODEL = {
	id: "@cf/zai-org/glm-4.7-flash",
	contextTokens: 131_072,
	dollarsPerMillionIn: 0.0605,
	dollarsPerMillionOut: 0.4,
} as const;

/** Some 350 words; answers are asked to be a third of that. */
export const MAX_OUTPUT_TOKENS = 600;

/** Milliseconds. A visitor watches, so a model that hasn't begun by then is given up for the next. */
export const LIMITS = { firstPieceMs: 8_000, nextPieceMs: 8_000, totalMs: 30_000 } as const;
export type Limits = { firstPieceMs: number; nextPieceMs: number; totalMs: number };
