/** The way to a workspace's Knowledge object. */
import type { Knowledge } from "./knowledge.ts";

export const knowledge = (env: Pick<Env, "KNOWLEDGE">, workspaceId: string): DurableObjectStub<Knowledge> =>
	env.KNOWLEDGE.getByName(workspaceId);
