/** The route that lists a workspace's effects that were given up on: their kinds, times and counts, and no content. */
import { Hono } from "hono";
import type { MemberEnv } from "../auth/member.ts";
import { memberRoute } from "../auth/route.ts";
import { outbox } from "../durable/objects.ts";
import { OutboxReport } from "../protocol/outbox.ts";

export const outboxRoutes = new Hono<MemberEnv>().get(
	"/outbox",
	...memberRoute(
		{ summary: "What was owed elsewhere and given up on", may: "configure", answer: OutboxReport },
		async (c) => ({ givenUp: await outbox(c.env, c.var.member.workspaceId).givenUp() }),
	),
);
