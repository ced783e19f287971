/** What of a workspace's side effects was given up on, for whoever runs it: kinds, times and numbers. */
import { Hono } from "hono";
import { member, type MemberEnv } from "../auth/member.ts";
import { outbox } from "../durable/objects.ts";
import type { OutboxReport } from "../protocol/outbox.ts";

export const outboxRoutes = new Hono<MemberEnv>().get("/outbox", member("configure"), async (c) => {
	const givenUp = await outbox(c.env, c.var.member.workspaceId).givenUp();
	return c.json({ givenUp } satisfies OutboxReport);
});
