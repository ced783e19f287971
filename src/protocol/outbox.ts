/** What is owed elsewhere and was given up on, as the team may look at it. */
import * as v from "valibot";

/** A side effect that was tried for a day and given up on. It says what kind it is, and nobody's words. */
export const GivenUpEffect = v.object({
	/** The key that its receiver was given with every attempt. */
	id: v.string(),
	type: v.string(),
	/** Where a conversation owes it; null: the workspace does. */
	conversation: v.nullable(v.string()),
	/** When its cause happened, ms since 1970. */
	since: v.number(),
	attempts: v.number(),
});
export type GivenUpEffect = v.InferOutput<typeof GivenUpEffect>;

/** GET /api/outbox: the oldest first, a hundred at most. */
export const OutboxReport = v.object({ givenUp: v.array(GivenUpEffect) });
export type OutboxReport = v.InferOutput<typeof OutboxReport>;
