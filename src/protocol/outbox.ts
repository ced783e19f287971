/** The report of side effects that the workspace's outbox gave up, for the team. */
import * as v from "valibot";

/** A side effect that the outbox tried for a day and gave up. It holds the effect's kind and nobody's data. */
export const GivenUpEffect = v.object({
	/** The key that its receiver was given with every attempt. */
	id: v.string(),
	type: v.string(),
	/** The conversation that owes it; null where the workspace does. */
	conversation: v.nullable(v.string()),
	/** When the change that caused it was made, in ms since 1970. */
	since: v.number(),
	attempts: v.number(),
});
export type GivenUpEffect = v.InferOutput<typeof GivenUpEffect>;

/** GET /api/outbox: the oldest first, at most a hundred. */
export const OutboxReport = v.object({ givenUp: v.array(GivenUpEffect) });
export type OutboxReport = v.InferOutput<typeof OutboxReport>;
