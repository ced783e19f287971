/** Schemas of the conversation routes' path and query parameters. */
import * as v from "valibot";

/** Made by the widget from 16 random bytes or more, so it can't be guessed. The Durable Object checks whose conversation it is. */
export const ConversationId = v.pipe(v.string(), v.regex(/^c_[\w-]{16,40}$/));

export const ConversationParams = v.object({ id: ConversationId });

const Seq = v.pipe(v.string(), v.regex(/^\d{1,12}$/), v.transform(Number));

export const EntryParams = v.object({ id: ConversationId, seq: Seq });

/** `?seen=` the `seq` of the last entry on the actor's screen. An action without it asks nothing of what others did meanwhile. */
export const SeenQuery = v.object({ seen: v.fallback(v.optional(Seq), undefined) });

/** `?before= for a page of history, `?since=` for the entries after. Without either, or with neither valid: the latest page. */
export const RangeQuery = v.object({
	before: v.fallback(v.optional(Seq), undefined),
	since: v.fallback(v.optional(Seq), undefined),
});

export function rangeOf({ before, since }: v.InferOutput<typeof RangeQuery>): { before: number } | { since: number } {
	if (before !== undefined) return { before };
	return since !== undefined && since > 0 ? { since } : { before: Number.MAX_SAFE_INTEGER };
}
