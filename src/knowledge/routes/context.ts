/** The context of a request's actions on the knowledge base: the workspace of the member who calls. */
import type { Context } from "hono";
import type { MemberEnv } from "../../auth/member.ts";
import type { KnowledgeContext } from "../actions.ts";

export const actingIn = ({ env, var: { member } }: Pick<Context<MemberEnv>, "env" | "var">): KnowledgeContext => ({
	env,
	workspaceId: member.workspaceId,
});
